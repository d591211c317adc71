"""A finished report: its figures, and the files it becomes."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import cached_property
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.figures.ledger import Ledger
from reportgen.files.paths import is_one_of
from reportgen.inputs.amounts import named
from reportgen.inputs.approval import signed
from reportgen.inputs.assemble import Account
from reportgen.locale.language import ENGLISH, Language
from reportgen.locale.minor_digits import minor_digits
from reportgen.page.caveats.caveat import Caveat
from reportgen.page.caveats.rules import caveats_of
from reportgen.page.edition import STANDARD
from reportgen.precision import in_working_precision, working_precision
from reportgen.problems import InputError, Problem, excerpt, one_line
from reportgen.rendering.annex_xi import annex_xi
from reportgen.rendering.carried import with_carried
from reportgen.rendering.formats import ASSETS, BESIDE, DEFAULT_FORMATS, ENDINGS, FORMATS, INLINE
from reportgen.rendering.input_file import InputFile
from reportgen.rendering.json_report import NOTHING_SAID, Reading, plain, report_json
from reportgen.rendering.look import HOUSE, Look
from reportgen.rendering.metrics import metrics
from reportgen.rendering.model_card import model_card
from reportgen.rendering.page_text import html_texts
from reportgen.rendering.printed import NAME as PRINTED
from reportgen.rendering.printed import printed_json, whole_printed_json
from reportgen.version import VERSION
from reportgen.words.counted import MOST_OF_A_KIND, counted
from reportgen.words.message import message

if TYPE_CHECKING:
    from pandas import DataFrame
    from pyhanko.sign.signers import SimpleSigner

    from reportgen.page.build import AttachedFile, Page
    from reportgen.page.summary import Sentence
    from reportgen.rendering.boamps import Boamps
    from reportgen.rendering.pdf import PdfResult

_HEAD = re.compile(r"<head(\s[^>]*)?>", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Saved:
    """The files written, and in one line each what is missing or degraded, and what else the user should know.

    pdf_sha256: of the PDF, in hex, for the record of who signed what; empty where none was written.
    """

    paths: tuple[Path, ...]
    shortfalls: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    pdf_sha256: str = ""


@dataclass(frozen=True)
class Report:
    """A run's report.

    account: the run's ledger with its words. inputs: the files it was made from. formats: the project's wish.
    look: theme and templates; no figure and no word depends on it. attach: whether the PDF carries its data and inputs.
    language: of the page; report.json has none. edition: how much is printed: brief, standard or full. read: every file
    that was read for it, attached or not, so that none is written over. not_attached: which of the inputs is kept back,
    and why, each in one line for the user. reading: what the inputs were read with. said: what a user must know of
    inputs that nobody named, each in one line.
    """

    account: Account
    inputs: tuple[InputFile, ...] = ()
    formats: tuple[str, ...] = ()
    look: Look = HOUSE
    attach: bool = True
    language: Language = ENGLISH
    edition: str = STANDARD
    read: tuple[Path, ...] = ()
    not_attached: tuple[str, ...] = ()
    reading: Reading = NOTHING_SAID
    said: tuple[str, ...] = ()

    def __str__(self) -> str:
        """What the cover says, as plain text in English: the language of terminals."""
        from reportgen.page.summary import lines

        return "\n".join(lines(self.summary))

    def __repr__(self) -> str:
        return f"<Report: {self.account.task}, {len(self.figures)} figures>"

    @property
    def figures(self) -> Ledger:
        """Every figure by key."""
        return self.account.ledger

    @property
    def issued(self) -> datetime | None:
        """The moment of issue: the stated day, else SOURCE_DATE_EPOCH unless the run is later, else that of the run;
        None without any.
        """
        return self._own_date or self.account.manifest.started_at

    @property
    def _own_date(self) -> datetime | None:
        """The moment of issue where something else than the run says it: no report is dated before its run."""
        day, started = self.account.manifest.issued, self.account.manifest.started_at
        if day is not None:
            return datetime.combine(day, time(), UTC)
        moment = _source_date()
        return None if moment is not None and started is not None and moment < started else moment

    def to_frame(self) -> DataFrame:
        """Every figure as a row of a pandas DataFrame: key, label, value, low, high, unit, basis.

        Raises ImportError without pandas (the extra `pandas`).
        """
        from reportgen.rendering.frame import frame_of

        return frame_of(self.figures)

    @cached_property
    def files(self) -> tuple[InputFile, ...]:
        """The inputs under names that are text and differ, from each other and from what is attached beside them."""
        taken = {"report.json", "printed.json"}
        files = []
        for file in self.inputs:
            plain_name = Path(one_line(file.name))
            name, number = plain_name.name, 2
            while name in taken:
                name, number = f"{plain_name.stem}-{number}{plain_name.suffix}", number + 1
            taken.add(name)
            files.append(replace(file, name=name))
        return tuple(files)

    @cached_property
    @in_working_precision
    def caveats(self) -> tuple[Caveat, ...]:
        """What a reader must know before believing."""
        return caveats_of(self.account)

    @property
    def _minor_digits(self) -> int:
        """The decimals of the report's currency."""
        return minor_digits(self.account.outline.currency)

    @cached_property
    @in_working_precision
    def summary(self) -> tuple[Sentence, ...]:
        """What the cover says, sentence by sentence, in English whatever the page's language."""
        from reportgen.page.summary import sentences
        from reportgen.page.writer import Writer

        english = named(ENGLISH, self.account.manifest.unit)
        return sentences(Writer(self.account, self._minor_digits, english), self.caveats)

    @cached_property
    @in_working_precision
    def json(self) -> bytes:
        """report.json."""
        return report_json(self.account, self.summary, self.caveats, self.files, VERSION, self.reading)

    @in_working_precision
    def xlsx(self) -> bytes:
        """The report as a workbook that reckons. Raises XlsxUnavailable without XlsxWriter (the extra `xlsx`)."""
        from reportgen.page.writer import Writer
        from reportgen.rendering.workbook import sheets
        from reportgen.rendering.write_xlsx import xlsx

        manifest = self.account.manifest
        title = manifest.name or manifest.dataset or self.account.task
        return xlsx(sheets(Writer(self.account, self._minor_digits, self.language)), title, self.issued)

    @cached_property
    @in_working_precision
    def boamps(self) -> Boamps:
        """The run's energy as a BoAmps report, and what it lacks."""
        from reportgen.rendering.boamps import boamps_report

        return boamps_report(self.account, self.json, self.issued)

    @cached_property
    @in_working_precision
    def markdown(self) -> bytes:
        """The report as Markdown, short enough for a comment."""
        from reportgen.rendering.markdown import markdown

        return markdown(self.page, self.language)

    @cached_property
    @in_working_precision
    def page(self) -> Page:
        """Everything that the page says."""
        from reportgen.page.build import AttachedFile, page_of

        own_date = self._own_date
        # what is compared and scaled for the page is reckoned as the figures are, whatever the caller's own context
        with working_precision():
            return page_of(
                self.account,
                self.caveats,
                [*self._attached, AttachedFile(PRINTED, message("every number printed"), "")] if self.attach else [],
                VERSION,
                dated=None if own_date is None else own_date.date(),
                minor_digits=self._minor_digits,
                language=self.language,
                edition=self.edition,
            )

    @cached_property
    def _attached(self) -> list[AttachedFile]:
        """What the PDF carries beside printed.json."""
        from reportgen.page.build import AttachedFile

        if not self.attach:
            return []
        files = [AttachedFile(file.name, file.description, file.hash) for file in self.files]
        return [*files, AttachedFile("report.json", message("every figure, exact"), sha256(self.json).hexdigest())]

    @cached_property
    @in_working_precision
    def html(self) -> str:
        """The report as one HTML file that carries its data and inputs, as the PDF does.

        Raises InputError for what a template of the user's does wrong.
        """
        return self._with_carried(self._bare_html)

    @cached_property
    def _bare_html(self) -> str:
        from reportgen.rendering.context import context_of

        context = context_of(self.page, self.look, paper=False, words=self.language.own_words)
        if self.look.foreign:
            from reportgen.rendering.limited import html_in_child

            return html_in_child(context, self.look.templates)
        from reportgen.rendering.html import render_html

        return render_html(context)

    @in_working_precision
    def pdf(self) -> PdfResult:
        """The report as PDF with its data and inputs attached.

        Raises PdfUnavailable, PdfFailed, and InputError for what a template of the user's does wrong.
        """
        from reportgen.rendering.context import context_of
        from reportgen.rendering.fallback_fonts import characters_of, with_fallback
        from reportgen.rendering.paper import PaperJob, make_pdf, print_stylesheet
        from reportgen.rendering.pdf import Attachment

        attachments = [Attachment(file.name, file.content, file.description, "text/plain") for file in self.files]
        attachments += [
            Attachment("report.json", self.json, message("every figure, exact"), "application/json"),
            Attachment(
                PRINTED, printed_json(self._printed()), "every number that the pages print", "application/json", True
            ),
        ]
        look = self.look
        words = self.language.own_words
        context = context_of(self.page, look, paper=True, words=words)
        fonts = with_fallback(look.fonts, characters_of(context["page"]))
        if fonts != look.fonts:
            context = context_of(self.page, replace(look, fonts=fonts), paper=True, words=words)
        job = PaperJob(
            context,
            look.templates,
            print_stylesheet(look.page_size, fonts, look.templates, self.language.direction == "rtl"),
            attachments if self.attach else [],
            self.issued,
            fonts.assets,
        )
        if look.foreign:
            from reportgen.rendering.limited import pdf_in_child

            return pdf_in_child(job)
        return make_pdf(job)

    @in_working_precision
    def _printed(self) -> dict[str, Any]:
        """printed.json before its pages: each number beside the key it prints, and the hashes of the other files."""
        numbers = self.language.numbers
        return {
            "locale": self.language.tag,
            "signs": {"decimal": numbers.decimal, "group": numbers.group, "times": numbers.times},
            "attached": {file.name: file.hash for file in self._attached},
            "printed": plain(self.page.printed),
        }

    def _implausible(self) -> list[str]:
        """What is hard to believe in the records, file by file, each kind once."""
        by_file: dict[str, list[str]] = {}
        for it in self.account.records:
            by_file.setdefault(it.file, []).extend(f"{it.file}: {text}" for text in it.record.implausible)
        return [line for lines in by_file.values() for line in counted(lines, MOST_OF_A_KIND)]

    def _without_words(self) -> list[str]:
        """In one line, that texts have no words in the language of the page."""
        missing, name = self.language.missing, self.language.name
        if not missing:
            return []
        have, stand = ("1 text has", "stands") if len(missing) == 1 else (f"{len(missing):,} texts have", "stand")
        return [
            f'{have} no words in {name} and {stand} in English, the first: "{excerpt(missing[0])}" '
            f"(reportgen templates words {name} writes a file of all texts for --locale-dir)"
        ]

    @in_working_precision
    def save(
        self,
        folder: str | Path,
        formats: Sequence[str] = DEFAULT_FORMATS,
        name: str = "report",
        assets: str = INLINE,
        signer: SimpleSigner | None = None,
    ) -> Saved:
        """Write NAME.html, NAME.pdf, NAME.json and those of other formats, as asked for, into the folder, or none.

        assets: "beside" writes the stylesheet of NAME.html as NAME.css and its script as NAME.js, for servers that
        forbid inline ones.
        signer: who signs the PDF (rendering/sign.py).
        Without Pango, where a page cannot become a PDF, without XlsxWriter, and where no energy was measured that a
        BoAmps report or a model card could hold, the others are written and the shortfall is said. Raises ValueError
        for an unknown format or place of assets, InputError for what a template of the user's does wrong and where a
        file that was read would be written over (nothing is written) and reportgen.files.writing.WriteError where the
        system refuses.
        """
        from reportgen.files.writing import write_whole

        if unknown := [format_ for format_ in formats if format_ not in FORMATS]:
            raise ValueError(f"unknown format {unknown[0]!r}: one of {', '.join(FORMATS)}")
        if assets not in ASSETS:
            raise ValueError(f"unknown place of assets {assets!r}: one of {', '.join(ASSETS)}")
        self._refuse_inputs(Path(folder), formats, name, assets)
        contents: dict[str, bytes] = {}
        shortfalls = self._implausible()
        if (evidence := self.account.evidence) is not None:
            shortfalls += [f"{evidence.file}: {text}" for text in evidence.implausible]
        if any(format_ in formats for format_ in ("html", "pdf", "md", "xlsx")):
            shortfalls += self._without_words()
        if "html" in formats:
            contents |= self._page_files(name, assets)
        if "pdf" in formats:
            content = self._pdf_or_shortfall(shortfalls)
            if content is not None and signer is not None:
                from reportgen.rendering.sign import signed as signed_pdf

                content = signed_pdf(content, signer)
            if content is not None:
                contents[f"{name}.pdf"] = content
        if "json" in formats:
            contents[f"{name}.json"] = self.json
        if "xlsx" in formats and (workbook := self._workbook_or_shortfall(shortfalls)) is not None:
            contents[f"{name}.{ENDINGS['xlsx']}"] = workbook
        if "boamps" in formats:
            shortfalls += self.boamps.missing
            if self.boamps.content is not None:
                contents[f"{name}.{ENDINGS['boamps']}"] = self.boamps.content
        if "md" in formats:
            contents[f"{name}.md"] = self.markdown
        if "metrics" in formats:
            contents[f"{name}.{ENDINGS['metrics']}"] = metrics(self.figures)
        if "model-card" in formats:
            card = model_card(self.account)
            shortfalls += card.missing
            if card.content is not None:
                contents[f"{name}.{ENDINGS['model-card']}"] = card.content
        if "annex-xi" in formats:
            contents[f"{name}.{ENDINGS['annex-xi']}"] = annex_xi(self.account)
        pdf = contents.get(f"{name}.pdf")
        digest = "" if pdf is None else sha256(pdf).hexdigest()
        return Saved(tuple(write_whole(Path(folder), contents)), tuple(shortfalls), self._warnings(), digest)

    def _page_files(self, name: str, assets: str) -> dict[str, bytes]:
        """The HTML, and where asked for its stylesheet and its script beside it."""
        if assets == INLINE:
            return {f"{name}.html": self.html.encode()}
        from reportgen.rendering.styles_beside import with_script_beside, with_styles_beside

        html, styles = with_styles_beside(self._bare_html, f"{name}.css")
        html, script = with_script_beside(html, f"{name}.js")
        files = {f"{name}.html": self._with_carried(html), f"{name}.css": styles, f"{name}.js": script}
        return {name: text.encode() for name, text in files.items() if text}

    def _with_carried(self, html: str) -> str:
        if not self.attach:
            return html
        printed = whole_printed_json(self._printed(), [html_texts(html)])
        inputs = {file.name: file.content for file in self.files}
        return with_carried(html, {**inputs, "report.json": self.json, PRINTED: printed})

    def _refuse_inputs(self, folder: Path, formats: Sequence[str], name: str, assets: str) -> None:
        """Raise InputError where a file to be written is one that was read."""
        targets = [folder / f"{name}.{ENDINGS[format_]}" for format_ in dict.fromkeys(formats)]
        if assets == BESIDE and "html" in formats:
            targets += [folder / f"{name}.css", folder / f"{name}.js"]
        hint = "choose another --name, or another folder with -o"
        wrong = [path for path in dict.fromkeys(self.read) if any(is_one_of(target, [path]) for target in targets)]
        if wrong:
            message = "the report would be written over this input"
            raise InputError([Problem(str(path), message, hint) for path in wrong])

    def _warnings(self) -> tuple[str, ...]:
        signatures = signed(self.account.manifest, self.account.inputs).values()
        void = [it.told for it in signatures if it.is_void]
        warnings = (*self.account.remarks, *void, *self.not_attached, *self.look.warnings, *self.language.remarks)
        if not self.look.foreign:
            return warnings
        from reportgen.rendering.limited import unlimited

        return (*warnings, *filter(None, [unlimited()]))

    def _pdf_or_shortfall(self, shortfalls: list[str]) -> bytes | None:
        from reportgen.rendering.pdf import PdfFailed, PdfUnavailable

        try:
            result = self.pdf()
        except PdfUnavailable as error:
            shortfalls.append(str(error))
            return None
        except PdfFailed as error:
            shortfalls.append(f"no PDF: {error}")
            return None
        if result.missing_glyphs:
            shown = " ".join(f"{char} (U+{ord(char):04X})" for char in result.missing_glyphs[:10])
            more = f" and {len(result.missing_glyphs) - 10} more" if len(result.missing_glyphs) > 10 else ""
            shortfalls.append(
                f"no font has {shown}{more}: the PDF shows boxes there and is no PDF/A (install a font of that script)"
            )
        elif not result.conforms:
            shortfalls.append("the PDF is no PDF/A: " + "; ".join(result.remarks))
        return result.content

    def _workbook_or_shortfall(self, shortfalls: list[str]) -> bytes | None:
        from reportgen.rendering.write_xlsx import XlsxUnavailable

        try:
            return self.xlsx()
        except XlsxUnavailable as error:
            shortfalls.append(str(error))
            return None

    @in_working_precision
    def _repr_html_(self) -> str:
        """The report in a frame of its own, as notebooks show it."""
        # a frame's links start from the notebook's own address unless a base of its own comes first
        framed = _HEAD.sub(lambda head: f'{head[0]}\n<base href="about:srcdoc">', self.html, count=1)
        return (
            f'<iframe srcdoc="{escape(framed)}" sandbox title="{escape(self.page.first.title_short)}" '
            'style="width:100%;height:44rem;border:0"></iframe>'
        )


def _source_date() -> datetime | None:
    """The moment of SOURCE_DATE_EPOCH, None without it or where it is no number."""
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(text), UTC) if re.fullmatch("[0-9]{1,11}", text) else None
