"""The table of what is left of the data by each measure: samples, tokens, hours, gigabytes."""

from __future__ import annotations

from decimal import Decimal

from reportgen.charts.bars import kept_and_taken
from reportgen.figures.units import measure_word
from reportgen.page.parts import Cell, Column, Row, Table
from reportgen.page.printer import Amount, Scale
from reportgen.page.writer import Writer
from reportgen.words.message import message
from reportgen.words.numbers import places_for, places_that_add_up

_OF_DATA = "measure of data"
_HEADS = {
    "token": message("Tokens", context=_OF_DATA),
    "character": message("Characters", context=_OF_DATA),
    "word": message("Words", context=_OF_DATA),
    "hour": message("Hours", context=_OF_DATA),
    "minute": message("Minutes", context=_OF_DATA),
    "second": message("Seconds", context=_OF_DATA),
    "object": message("Objects", context=_OF_DATA),
    "frame": message("Frames", context=_OF_DATA),
    "page": message("Pages", context=_OF_DATA),
    "gigabyte": message("Gigabytes", context=_OF_DATA),
}


def amounts_table(w: Writer) -> Table | None:
    """The table; None of a run of which neither the manifest nor a table of decisions gives an amount."""
    ends = [key.partition(".")[2] for key in w.ledger.keys_under("amount_before")]
    unknown = w.ledger.keys_under("amount_unknown")
    if not ends and not unknown:
        return None
    rows = [_row(w, w.say("Samples"), "samples_before", "samples_after", "samples_removed", "sample")]
    for end in ends:
        before, after, removed = (f"amount_{it}.{end}" for it in ("before", "after", "removed"))
        rows.append(_row(w, _head(w, end), before, after, removed, end))
    titles = (w.say("Before"), w.say("After"), w.say("Removed"), "", w.say("Kept"))
    return Table(
        name="amounts",
        title=w.say("What is left, by each measure"),
        sub=w.say("The dark end of a bar is what was removed"),
        columns=(Column(""), *(Column(title, right=bool(title), bar=not title) for title in titles)),
        groups=(("", tuple(rows)),),
        note=w.paragraph(_unknown(w, key) for key in unknown),
    )


def _head(w: Writer, measure: str) -> str:
    """The measure in the plural, as samples are beside it; one of a company's own as the company wrote it."""
    known = _HEADS.get(measure)
    return w.capital(w.translated(measure_word(measure))) if known is None else w.translated(known)


def _unknown(w: Writer, key: str) -> str:
    """That of some samples an amount is not known, and so of all."""
    return w.say_count(
        "{unit}: not known, since {count} sample has no such value in the table of decisions.",
        "{unit}: not known, since {count} samples have no such value in the table of decisions.",
        w.ledger.value(key),
        unit=_head(w, key.partition(".")[2]),
        count=w.count(key),
    )


def _row(w: Writer, head: str, before: str, after: str, removed: str, end: str) -> Row:
    whole, kept = w.ledger.value(before), w.ledger.value(after)
    cells = (
        *(Cell(amount=it) for it in _amounts(w, before, after, removed)),
        Cell(bars=kept_and_taken(kept, whole - kept, whole)),
        Cell(amount=w.share(f"amount_kept.{end}")),
    )
    return Row(head, cells)


def _amounts(w: Writer, before: str, after: str, removed: str) -> list[Amount]:
    """Counts exact; others with three digits of the largest, or as many more as they need to add up."""
    keys = (before, after, removed)
    whole, *parts = map(w.ledger.value, keys)
    if all(value == value.to_integral_value() for value in (whole, *parts)):
        return [w.exact(key).bare for key in keys]
    least = max(0, places_for(whole))
    scale = Scale("", Decimal(1), places_that_add_up(parts, whole, least, least + 6, digits=0))
    return [w.on_scale(key, scale) for key in keys]


def per_sample_table(w: Writer) -> Table | None:
    """What a sample holds on average, before, after, and of those removed; None of a run without amounts."""
    ends = [key.partition(".")[2] for key in w.ledger.keys_under("amount_per_sample_before")]
    if not ends:
        return None
    titles = (w.say("Before"), w.say("After"), w.say("Removed"))
    return Table(
        name="amounts-per-sample",
        title=w.say("What a sample holds on average"),
        sub=w.say("Of all samples, of those kept, and of those removed"),
        columns=(Column(""), *(Column(title, right=True) for title in titles)),
        groups=(("", tuple(_average_row(w, end) for end in ends)),),
    )


def _average_row(w: Writer, end: str) -> Row:
    keys = [f"{it}.{end}" for it in ("amount_per_sample_before", "amount_per_sample_after", "amount_per_removed")]
    if end == "gigabyte":
        scale = w.scale_of(keys)
    else:
        largest = max((w.ledger.value(key) for key in keys if w.ledger.known(key)), default=Decimal(0))
        scale = Scale("", Decimal(1), max(0, places_for(largest)))
    amounts = [w.on_scale(key, scale) for key in keys]
    unit = scale.unit.partition("/")[0] if end == "gigabyte" else ""
    cells = (Cell(amount=it.with_unit(unit)) if it.known else Cell(text="–", plain_dash=True) for it in amounts)
    # its unit is a smaller one, such as kB
    head = w.say("Volume of data") if end == "gigabyte" else _head(w, end)
    return Row(head, tuple(cells))
