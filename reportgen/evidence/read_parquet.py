"""Runs as Parquet, through pyarrow (the extra `parquet`); also from gzip, whatever the file's name ends with."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from reportgen.evidence.builder import Builder
from reportgen.evidence.cells import LONGEST_LABEL, TOO_LONG, NumberColumn, bad_column, in_unit, number_of, number_text
from reportgen.evidence.decimals import Decimals, NumberCell, decimals_of
from reportgen.evidence.parquet_bounds import check_bounds, check_texts, text_columns
from reportgen.evidence.read_csv import Further
from reportgen.evidence.runs import Labels, Table
from reportgen.files.losses import Losses
from reportgen.files.number import OUT_OF_BOUNDS, SMALLEST
from reportgen.files.opening import opened
from reportgen.files.unpacking import GZIP_DAMAGE, unpacked
from reportgen.problems import InputError, Problem, excerpt, first_line, one_line, refuse

if TYPE_CHECKING:
    from reportgen.evidence.runs import Floats

PARQUET_MAGIC = b"PAR1"

_MOST_BYTES = 2_000_000_000  # of Parquet in gzip


def read_parquet(
    path: Path,
    name: str,
    numbers: Sequence[NumberColumn],
    labels: Sequence[str],
    compressed: bool,
    further: Further = lambda _: (),
    decimal: str | None = None,
    otherwise: str | None = None,
) -> Table:
    """The named columns, and those of `further` as texts. compressed: the file as a whole went through gzip. decimal,
    otherwise: comma or point, of numbers that are texts, as in `decimals_of`.

    Raises: InputError.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        hint = "pip install 'filtering-savings-report[parquet]', or save the table as CSV"
        refuse(name, "this is Parquet, which is read by pyarrow, and that is not installed", hint)
    try:
        size = os.stat(path).st_size
        with opened(path) as packed, _content(packed, compressed, name) as content:
            metadata = parquet.read_metadata(content)
            schema = metadata.schema.to_arrow_schema()
            names = list(schema.names)
            wanted = list(dict.fromkeys([*labels, *(column.name for column in numbers)]))
            _check_names(name, names, wanted)
            labels = list(dict.fromkeys([*labels, *further(names)]))
            asked = list(dict.fromkeys([*wanted, *labels]))
            check_bounds(metadata, size, asked, name)
            texts = text_columns(schema, asked)
            table = parquet.ParquetFile(content, metadata=metadata, read_dictionary=texts).read(columns=asked)
            check_texts(table, size, name)
            for text in texts:
                place = table.column_names.index(text)
                table = table.set_column(place, text, table.column(text).cast(schema.field(text).type))
        return _table(table, name, numbers, labels, decimal, otherwise)
    except pa.ArrowException as error:
        refuse(name, f"no Parquet that can be read: {first_line(error)}", "is the file cut off or damaged?")
    except UnicodeDecodeError:
        refuse(name, "the name of a column is not UTF-8", "save the table anew, with names in UTF-8")
    except OSError as error:
        refuse(name, f"cannot be read: {first_line(error)}", "is the file cut off or damaged?")


def _check_names(name: str, names: list[str], wanted: list[str]) -> None:
    where = one_line(name)
    problems = [bad_column(column, names, where) for column in wanted if column not in names]
    problems += [
        Problem(where, f'two columns are called "{excerpt(column)}"', "rename one of them")
        for column in wanted
        if names.count(column) > 1
    ]
    if problems:
        raise InputError(problems)


def _table(
    table: Any,
    name: str,
    numbers: Sequence[NumberColumn],
    labels: Sequence[str],
    decimal: str | None,
    otherwise: str | None,
) -> Table:
    import numpy as np

    lost, odd = Losses(), set[int]()
    decimals = decimals_of(_number_cells(table, name, numbers), decimal, otherwise=otherwise)
    floats, notes = {}, list[str]()
    for column in numbers:
        floats[column.name], more = _floats(table.column(column.name), column, name, lost, odd, decimals)
        notes += more
    rows = np.arange(1, table.num_rows + 1)
    texts = {label: _labels(table.column(label), label, name) for label in labels}
    notes += lost.said(table.num_rows, "an odd cell", "left out")
    whole = Table(floats, texts, rows, None, tuple(notes), lost.first, lost.count)
    return whole.taken(np.array([place for place in range(len(rows)) if place not in odd], np.int64)) if odd else whole


def _content(packed: BinaryIO, compressed: bool, name: str) -> BinaryIO:
    """The Parquet itself: the file, or what is in it, which has to be in memory whole."""
    if not compressed:
        return packed
    try:
        content = unpacked(packed).read(_MOST_BYTES + 1)
    except GZIP_DAMAGE as error:
        refuse(name, f"the gzip file is damaged: {error}", "copy it again")
    if len(content) > _MOST_BYTES:
        refuse(name, f"holds more than {_MOST_BYTES:,} bytes of Parquet in gzip", "unpack it first")
    return io.BytesIO(content)


def _number_cells(table: Any, name: str, numbers: Sequence[NumberColumn]) -> Iterator[NumberCell]:
    """The numbers that are texts."""
    for column in numbers:
        values = table.column(column.name)
        if _is_text(values.type):
            for row, text in enumerate(_pylist(values, column.name, name)):
                if text and (number := number_text(column, text)):
                    yield NumberCell(number, column.name, partial(_place, name, row))


def _floats(
    values: Any, column: NumberColumn, name: str, lost: Losses, odd: set[int], decimals: Decimals
) -> tuple[Floats, Sequence[str]]:
    """A column as floats: numbers as they are, times in s, texts as cells of a CSV; odd: rows that a cell has cost."""
    import pyarrow as pa
    from pyarrow import compute

    kind = values.type
    if pa.types.is_dictionary(kind):
        values = values.cast(kind.value_type)
        kind = values.type
    if pa.types.is_duration(kind) and column.kind == "time":
        per_s = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[kind.unit]
        column = replace(column, unit=in_unit(column))  # the type has said it
        unit_s = float(in_unit(column).size)
        seconds = compute.divide(values.cast(pa.int64()).cast(pa.float64(), safe=False), float(per_s) * unit_s)
        floats = _array(seconds)
        _check(floats, column, name, lost, odd)
        return floats, ()
    if _is_text(kind):
        return _of_texts([text or "" for text in _pylist(values, column.name, name)], column, name, lost, odd, decimals)
    if not (
        pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind) or pa.types.is_null(kind)
    ):
        refuse(name, f'"{column.name}" holds {kind}, which are no numbers', "name a column of numbers")
    floats = _array(values if pa.types.is_floating(kind) and kind.bit_width == 64 else _exactly(values, kind))
    _check(floats, column, name, lost, odd)
    return floats, ()


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _of_texts(
    texts: Sequence[str], column: NumberColumn, name: str, lost: Losses, odd: set[int], decimals: Decimals
) -> tuple[Floats, Sequence[str]]:
    builder = Builder([column], [], decimals, lost)
    builder.add({column.name: texts}, range(len(texts)), lambda place: _place(name, place))
    odd |= builder.odd
    return builder.floats(column.name), builder.mixed_units()


def _check(floats: Floats, column: NumberColumn, name: str, lost: Losses, odd: set[int]) -> None:
    """Take what is infinite or out of bounds for rows that are lost. Raises: InputError for what is below zero, or has
    no unit."""
    import numpy as np

    sizes = np.abs(floats)
    beyond = (sizes > column.most) | ((sizes < float(SMALLEST)) & (sizes > 0))
    below = np.zeros(len(floats), dtype=bool) if column.kind == "score" else (floats < 0) & ~beyond
    if below.any():
        row = int(np.argmax(below))
        message = f'"{column.name}" is {floats[row]:g}, below zero'
        refuse(_place(name, row), message, "mend the row, or leave the cell empty")
    known = np.flatnonzero(np.isfinite(floats))
    if len(known) and not column.unit_is_known:
        row = int(known[0])
        number_of(column, repr(float(floats[row])), Decimals(), _place(name, row))  # says what is missing
    for row in map(int, np.flatnonzero(beyond)):
        if row not in odd:
            odd.add(row)
            why = TOO_LONG if column.kind == "time" else OUT_OF_BOUNDS
            message = f'"{column.name}" is {floats[row]:g}, which {why}'
            lost.take(InputError([Problem(_place(name, row), one_line(message))]))


def _place(name: str, row: int) -> str:
    return f"{one_line(name)}: row {row + 1}"


def _exactly(values: Any, kind: Any) -> Any:
    """Numbers of another type as floats; those of 32 bits as the digits that they stand for, and not as their bits."""
    import numpy as np
    import pyarrow as pa

    if pa.types.is_floating(kind):
        short = values.to_numpy(zero_copy_only=False)
        return pa.array(
            [float(str(value)) for value in short.astype(np.float32 if kind.bit_width == 32 else np.float16)]
        )
    return values.cast(pa.float64(), safe=False)


def _array(values: Any) -> Floats:
    import numpy as np

    array: Floats = np.asarray(
        values.to_numpy(zero_copy_only=False) if hasattr(values, "chunks") else values, dtype=np.float64
    )
    return array


def _labels(values: Any, column: str, name: str) -> Labels:
    """A column as texts; of a number the shortest that is no other: `1` of a whole one, `1.0` of any other.

    What is no number (NaN) is none, as an empty cell is."""
    import numpy as np
    import pyarrow as pa

    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    if pa.types.is_nested(values.type):
        refuse(name, f'"{column}" holds {excerpt(str(values.type))}, and no text', "name a column of texts or numbers")
    encoded = (
        values.combine_chunks().dictionary_encode() if values.num_chunks != 1 else values.chunk(0).dictionary_encode()
    )
    short = {16: np.float16, 32: np.float32}.get(values.type.bit_width if pa.types.is_floating(values.type) else 0)
    distinct: dict[str, int] = {}
    found = [None if value != value else value for value in _pylist(encoded.dictionary, column, name)]
    texts = [
        "" if value is None else one_line(str(short(value) if short else value).strip()[:LONGEST_LABEL])
        for value in found
    ]
    places = [distinct.setdefault(text, len(distinct)) if text else -1 for text in texts]
    indices = encoded.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False).astype(np.int64)
    return Labels(np.array([*places, -1])[indices], tuple(distinct))


def _pylist(values: Any, column: str, name: str) -> list[Any]:
    """The values of a column as Python's. Raises: InputError for text that is not UTF-8, or a date beyond 9999."""
    try:
        found: list[Any] = values.to_pylist()
        return [value.decode() if isinstance(value, bytes) else value for value in found]
    except UnicodeDecodeError:
        refuse(name, f'"{column}" holds a text that is not UTF-8', "save the table anew, with texts in UTF-8")
    except (OverflowError, ValueError):
        hint = "save the column as text"
        refuse(name, f'"{column}" holds a date or time outside the years 1 to 9999', hint)
