"""A report's file taken apart: report.json, what is beside it, and the texts of its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportgen.problems import refuse
from reportgen.rendering.printed import NAME as PRINTED

REPORT = "report.json"
_NOTHING = "it holds nothing to verify"


@dataclass(frozen=True)
class Bundle:
    """kind: pdf, html or json. report: report.json. files: all that is beside it, by name, printed.json too.

    pages: of each page the texts that it prints, None of a JSON. broken: why it is not byte for byte as it was written,
    or empty. notes: who signed it, each one line. beside: the files that a page names, with their hashes.
    """

    kind: str
    report: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)
    pages: Sequence[Sequence[str]] | None = None
    broken: str = ""
    notes: Sequence[str] = ()
    beside: Mapping[str, str] = field(default_factory=dict)

    @property
    def printed(self) -> bytes | None:
        """printed.json, None where it is not carried."""
        return self.files.get(PRINTED)


def bundle_of(content: bytes, name: str) -> Bundle:
    """The parts of a PDF, an HTML page or a report.json, told apart by their bytes.

    Raises InputError where the file is none of these, or carries no report.
    """
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in content[:1024]:
        from reportgen.audit.read_pdf import read_pdf

        files, pages, broken, notes = read_pdf(content, name)
        return _with_report("pdf", files, pages, broken, name, notes)
    if head.startswith(b"{"):
        return Bundle("json", content)
    if not head.startswith(b"<"):
        refuse(name, "is no report: neither a PDF nor an HTML page nor a report.json of reportgen", _hint())
    return _html(content, name)


def _html(content: bytes, name: str) -> Bundle:
    from reportgen.audit.beside import named_beside
    from reportgen.rendering.carried import is_sealed, page_and_files
    from reportgen.rendering.page_text import html_texts

    try:
        html = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        refuse(name, "is no UTF-8", "have it sent again, as a file")
    page, files = page_and_files(html, name)
    if files is None:
        refuse(name, _NOTHING, _hint())
    broken = "" if is_sealed(html) else "the page is not as it was written"
    return replace(_with_report("html", files, [html_texts(page)], broken, name), beside=named_beside(page))


def _with_report(
    kind: str,
    files: Mapping[str, bytes],
    pages: Sequence[Sequence[str]],
    broken: str,
    name: str,
    notes: Sequence[str] = (),
) -> Bundle:
    if REPORT not in files:
        refuse(name, _NOTHING, _hint())
    others = {key: content for key, content in files.items() if key != REPORT}
    return Bundle(kind, files[REPORT], others, pages, broken, notes)


def _hint() -> str:
    return "a report that was made with --no-attach carries no data; verify its report.json"
