"""The conductor: a run becomes a ledger of figures, and the ledger becomes a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from os import PathLike
from pathlib import Path
from types import NoneType
from typing import Any

from reportgen.factors.layers import ReadLayers, read_layers
from reportgen.factors.read_table import Told
from reportgen.figures.book import complete
from reportgen.figures.draws import draw
from reportgen.files.decimal_sign import sign_named
from reportgen.files.document import Document, read_file
from reportgen.files.notes import Notes
from reportgen.inputs.amounts import named
from reportgen.inputs.assemble import gather
from reportgen.inputs.audience import EXTERNAL, INTERNAL, for_audience
from reportgen.inputs.energy import FileRecord, read_energy, told_files
from reportgen.inputs.evidence import read_evidence
from reportgen.inputs.models import read_checkpoints
from reportgen.inputs.named_files import NamedFiles
from reportgen.inputs.samples import read_samples
from reportgen.inputs.told_devices import ToldNames, names_for, without_hosts
from reportgen.inputs.told_names import without_places
from reportgen.locale.catalogue import known_texts
from reportgen.locale.language import ENGLISH, Language, language_of, with_missing
from reportgen.locale.own_words import NO_OWN_WORDS, OwnWords, read_own_words
from reportgen.locale.parents import UnknownLocale
from reportgen.manifest.model import Manifest
from reportgen.manifest.python_values import CALL, check_argument, settings_of
from reportgen.manifest.read import FLAGS, from_values, read_manifest, with_stand_ins
from reportgen.page.caveats.rules import citing
from reportgen.page.edition import EDITIONS, STANDARD
from reportgen.page.words import LAYER_WORDS
from reportgen.precision import in_working_precision, working_precision
from reportgen.problems import InputError, Problem, excerpt
from reportgen.rendering.input_file import InputFile, checkpoint_files, decision_files, evidence_files, record_files
from reportgen.rendering.json_report import Reading
from reportgen.rendering.look import HOUSE, Look, read_look
from reportgen.rendering.report import Report
from reportgen.words.message import message

TODAY = "today"
_HOSTS = "it names hosts (--audience internal attaches it; report.json numbers them)"
_PLACES = "it names files by absolute paths (name them from its folder on, or --audience internal)"

_IDENTIFYING_NAME = (
    "the report names this file, and its name tells a host, a device, a job or a process (rename it before the report "
    "is given away)"
)


@in_working_precision
def load(
    manifest: str | Path | None = None,
    *,
    flags: Mapping[str, str] | None = None,
    cost_tables: str | Path | Sequence[str | Path] = (),
    settings: Mapping[str, str] | None = None,
    decimal: str | None = None,
    decimal_comma: bool = False,
    sheet: str | None = None,
    theme: str | Path | None = None,
    templates: str | Path | None = None,
    locale: str | None = None,
    locale_dir: str | Path | None = None,
    audience: str = EXTERNAL,
    attach: bool = True,
    edition: str | None = None,
    ranges: str | None = None,
    allow_path: bool = False,
    issued: str | date | None = None,
) -> Report:
    """The report of a manifest file, of flags, or of both.

    flags: texts of task, samples_before, samples_after and duration. cost_tables: their files, or names of built-in
    ones; later ones win. decimal: "comma" or "point", the decimal sign of numbers in tables (prices, runs, energy)
    whose cells do not prove it; decimal_comma: the same as "comma". sheet: the one to read of workbooks.
    settings: texts of leaves by key, as --set takes them. theme: a theme file; templates: a folder; locale: the page's
    language and its way with numbers, such as de_AT; locale_dir: a folder of your own words for it (docs/languages.md);
    all four in place of the project's. audience: external withholds what confidential rows say, from the figures of the
    report too; internal withholds nothing and marks each page.
    attach: whether the PDF carries its data and inputs. edition: brief, standard or full, None for the project's or
    standard. ranges: "all" or "no-judgement": how likely each figure is where, by draws from these ranges of its
    inputs, and what would turn the result round. allow_path: whether the manifest may name files outside its folder.
    issued: the day on which it is issued, ISO 8601, in place of the manifest's; "today" is the day by the machine's
    clock, the one thing of a report that two days make different. Raises InputError with every problem found.
    """
    _check_arguments(manifest=manifest, theme=theme, templates=templates, locale_dir=locale_dir)
    _check_flags(flags)
    document = None if manifest is None else read_file(Path(manifest))
    run, notes = read_manifest(document, flags or {})
    folder = Path.cwd() if manifest is None else Path(manifest).resolve().parent
    asked = Asked(
        folder=folder,
        energy_folder=folder,
        cost_tables=_paths(cost_tables),
        decimal=_text("decimal", "comma" if decimal_comma else decimal),
        sheet=_text("sheet", sheet),
        settings=settings_of(settings or {}),
        theme=theme,
        templates=templates,
        locale=_text("locale", locale),
        locale_dir=locale_dir,
        audience=_named("audience", audience),
        attach=_truth("attach", attach),
        edition=_text("edition", edition),
        ranges=_text("ranges", ranges),
        allow_path=_truth("allow_path", allow_path),
        issued=_day_of_issue(issued),
    )
    return _report(run, notes, document, asked)


@in_working_precision
def report(
    *,
    cost_tables: str | Path | Sequence[str | Path] = (),
    settings: Mapping[str, str] | None = None,
    decimal: str | None = None,
    sheet: str | None = None,
    theme: str | Path | None = None,
    templates: str | Path | None = None,
    locale: str | None = None,
    locale_dir: str | Path | None = None,
    audience: str = EXTERNAL,
    attach: bool = True,
    edition: str | None = None,
    ranges: str | None = None,
    allow_path: bool = False,
    energy_folder: str | Path | None = None,
    **manifest: Any,
) -> Report:
    """The report of a run given in Python, under the manifest's names; `duration_s` is the duration in seconds.

    What goes by the names of arguments of `load` is the same here. energy_folder: where the files lie that `energy`
    names, the working directory unless given. Raises InputError with every problem found.
    """
    _check_arguments(theme=theme, templates=templates, locale_dir=locale_dir, energy_folder=energy_folder)
    run, notes = from_values(manifest)
    asked = Asked(
        folder=Path.cwd(),
        energy_folder=Path.cwd() if energy_folder is None else Path(energy_folder),
        cost_tables=_paths(cost_tables),
        decimal=_text("decimal", decimal),
        sheet=_text("sheet", sheet),
        settings=settings_of(settings or {}),
        theme=theme,
        templates=templates,
        locale=_text("locale", locale),
        locale_dir=locale_dir,
        audience=_named("audience", audience),
        attach=_truth("attach", attach),
        edition=_text("edition", edition),
        ranges=_text("ranges", ranges),
        allow_path=_truth("allow_path", allow_path),
    )
    return _report(run, notes, None, asked)


def _day_of_issue(issued: str | date | None) -> date | None:
    """The day that is asked for. Raises InputError for what is none."""
    check_argument("issued", issued, (str, date, NoneType), "a date")
    if not isinstance(issued, str):
        return issued
    if issued.strip() == TODAY:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(issued.strip())
    except ValueError:
        raise InputError(
            [Problem("--issued", f'"{excerpt(issued)}" is no date', "such as 2026-11-12, or today")]
        ) from None


def _check_arguments(**paths: object) -> None:
    for name, value in paths.items():
        check_argument(name, value, (str, PathLike, NoneType), "a path")


def _check_flags(flags: Mapping[str, str] | None) -> None:
    check_argument("flags", flags, (Mapping, NoneType), "a dict of texts")
    for name, text in (flags or {}).items():
        check_argument("flags", name, (str,), "a dict of texts")
        if name not in FLAGS:
            raise InputError([Problem(CALL, f'flags: "{excerpt(name)}" is unknown', f"one of {', '.join(FLAGS)}")])
        check_argument(f"flags: {name}", text, (str,), "a text")


def _named(name: str, value: str) -> str:
    check_argument(name, value, (str,), "a text")
    return value


def _text(name: str, value: str | None) -> str | None:
    check_argument(name, value, (str, NoneType), "a text")
    return value


def _truth(name: str, value: bool) -> bool:
    check_argument(name, value, (bool,), "True or False")
    return value


def _paths(files: str | Path | Sequence[str | Path]) -> tuple[Path, ...]:
    check_argument("cost_tables", files, (str, PathLike, list, tuple), "a path or a list of paths")
    for file in files if isinstance(files, (list, tuple)) else ():
        check_argument("cost_tables", file, (str, PathLike), "a list of paths")
    return (Path(files),) if isinstance(files, (str, Path)) else tuple(map(Path, files))


@dataclass(frozen=True)
class Asked:
    """What is asked beside the run: where its files lie, whose prices, which values in whose place, which look.

    folder: of the run, at or above which a project is looked for. energy_folder: where the files of its `energy` lie.
    theme, templates, locale, locale_dir, edition: None is left to the project. decimal, sheet: of tables that do not
    say it themselves. issued: the day of issue in place of the manifest's. ranges: which are drawn from, None for none.
    """

    folder: Path
    energy_folder: Path
    cost_tables: tuple[Path, ...]
    settings: Mapping[str, str]
    theme: str | Path | None
    templates: str | Path | None
    locale: str | None
    locale_dir: str | Path | None
    audience: str
    attach: bool
    edition: str | None
    ranges: str | None
    allow_path: bool
    decimal: str | None = None
    sheet: str | None = None
    issued: date | None = None


def _report(run: Manifest | None, notes: Notes, document: Document | None, asked: Asked) -> Report:
    # what is wrong between the inputs is looked for even where one of them is wrong by itself
    checked = run or with_stand_ins(notes)
    if checked is not None and asked.issued is not None:
        checked = replace(checked, issued=asked.issued)
    if checked is not None:
        _check_issued(checked, notes, asked.issued)
    told = Told(sign_named(asked.decimal), asked.sheet)
    layers = read_layers(asked.cost_tables, asked.folder, checked, notes, told)
    look, look_problems = _look(asked, layers)
    language, own_words, locale_problems = _language(asked, layers, look)
    problems = [*layers.problems, *look_problems, *locale_problems]
    if checked is None or problems:
        raise InputError([*notes.problems, *problems])
    energy_files = NamedFiles(notes, asked.energy_folder, asked.allow_path)
    told_names, identified = names_for(checked), asked.audience == INTERNAL
    records = read_energy(checked, energy_files, asked.decimal, names=told_names, identified=identified)
    names = None if identified else told_names
    files = NamedFiles(notes, asked.folder, asked.allow_path)
    evidence = read_evidence(checked, files, asked.decimal, names)
    checkpoints = read_checkpoints(checked, files, asked.decimal)
    decisions = read_samples(checked, files)
    with working_precision():
        gathered = gather(checked, notes, layers, asked.settings, records, evidence, checkpoints, decisions)
        # a run with problems is computed too, so that --set of a computed key is told as such
        account = gathered.account(complete(gathered.leaves.ledger, gathered.outline))
    shown = citing(for_audience(account, asked.audience))
    kept_back = () if document is None or asked.audience == INTERNAL else _kept_back(checked, document, records)
    inputs, withheld = _inputs(None if kept_back else document, layers, asked.audience)
    # a file may hold a confidential row of another task than the run's
    shown = replace(shown, confidential=shown.confidential or withheld > 0)
    if asked.ranges is not None:
        shown = replace(shown, draws=draw(shown.ledger, asked.ranges))
    inputs += [*record_files(shown.records, identified=shown.internal), *evidence_files(shown.evidence)]
    inputs += checkpoint_files(shown.ledger, shown.outline)
    if checked.samples is not None:
        inputs += decision_files(Path(checked.samples.table).name, decisions)
    formats = layers.project.formats if layers.project else ()
    edition = asked.edition or (layers.project.edition if layers.project else None) or STANDARD
    if edition not in EDITIONS:
        raise ValueError(f"unknown edition {edition!r}: one of {', '.join(EDITIONS)}")
    read = [*([] if document is None else [document]), *(table for _, table in layers.documents)]
    opened = [*(Path(file.name) for file in read), *energy_files.opened, *files.opened, *look.read, *own_words.read]
    reading = Reading(asked.decimal, asked.sheet, layers.project, withheld + len(kept_back), asked.issued)
    called = named(language, checked.unit)
    warnings = [] if decisions is None else [f"samples: {it}" for it in decisions.warnings]
    return Report(
        *(shown, tuple(inputs), formats, look, asked.attach, called, edition, tuple(opened), kept_back, reading),
        said=(*layers.said, *warnings, *_named_openly(names, files.opened)),
    )


def _check_issued(manifest: Manifest, notes: Notes, told: date | None) -> None:
    """Note a day of issue before the run, which started on the earliest day that it was then anywhere."""
    issued, started = manifest.issued, manifest.started_at
    if issued is None or started is None:
        return
    earliest = started if started.tzinfo is None else started.astimezone(timezone(timedelta(hours=-12)))
    if issued < earliest.date():
        message, hint = f"{issued} is before the run, which started on {started:%Y-%m-%d}", "a day of or after the run"
        if told is None:
            notes.add(("issued",), message, hint)
        else:
            notes.problems.append(Problem("--issued", message, hint))


def _kept_back(manifest: Manifest, document: Document, records: Sequence[FileRecord]) -> tuple[str, ...]:
    """Why the manifest is not attached for others, each in one line for the user; empty where it is."""
    reasons = ((without_places(manifest), _PLACES), (without_hosts(manifest, told_files(records)), _HOSTS))
    return tuple(f"{document.name}: not attached: {why}" for public, why in reasons if public != manifest)


def _named_openly(names: ToldNames | None, opened: Sequence[Path]) -> list[str]:
    """One line for each file whose name tells others what the report itself tells them by a number."""
    found = dict.fromkeys(path.name for path in opened if names is not None and names.identifies(path.name))
    return [f"{excerpt(name)}: {_IDENTIFYING_NAME}" for name in found]


def _inputs(document: Document | None, layers: ReadLayers, audience: str) -> tuple[list[InputFile], int]:
    """The files that the audience may see, and how many are withheld for a confidential row that they hold."""
    files = [] if document is None else [(document, message("the run's manifest"), "manifest")]
    files += [
        (table, message("{layer} cost table", layer=LAYER_WORDS[layer]), layer) for layer, table in layers.documents
    ]
    secret = {placed.file for placed in layers.tables.rows if placed.row.confidential and audience != INTERNAL}
    shown = [InputFile.of(file, words, role) for file, words, role in files if file.name not in secret]
    return shown, len(files) - len(shown)


def _look(asked: Asked, layers: ReadLayers) -> tuple[Look, Sequence[Problem]]:
    """The look that is asked for, in place of the project's, and what is wrong with it."""
    project, theme, templates = layers.project, asked.theme, asked.templates
    if theme is None and project and project.theme:
        theme = _home(layers) / project.theme
    if templates is None and project and project.templates:
        templates = _home(layers) / project.templates
    try:
        look = read_look(None if theme is None else Path(theme), None if templates is None else Path(templates))
    except InputError as error:
        return HOUSE, error.problems
    return look, ()


def _home(layers: ReadLayers) -> Path:
    """The folder of the project's file, beside which its own paths lie."""
    return Path(layers.project_file or "").parent


def _language(asked: Asked, layers: ReadLayers, look: Look) -> tuple[Language, OwnWords, Sequence[Problem]]:
    """The language that is asked for, in place of the project's, the company's words, and what is wrong with them."""
    where, locale, folder, project = "locale", asked.locale, asked.locale_dir, layers.project
    if locale is None and project:
        where, locale = "reportgen.toml: $.locale", project.locale
    if folder is None and project and project.locale_dir:
        folder = _home(layers) / project.locale_dir
    own = NO_OWN_WORDS
    try:
        if folder is None:
            return language_of(locale), own, ()
        of_templates = look.templates.said if look.templates else ()
        own = read_own_words(Path(folder), ENGLISH.name if locale is None else locale, of_templates)
        language = replace(language_of(locale, own.catalogues), remarks=own.warnings)
        return with_missing(language, dict.fromkeys((*known_texts(), *of_templates))), own, ()
    except UnknownLocale as error:
        hint = "such as de_DE, en_GB, en_US, es_ES or fr_FR; docs/languages.md: how to add one"
        return ENGLISH, own, [Problem(where, str(error), hint)]
    except InputError as error:
        return ENGLISH, own, error.problems
