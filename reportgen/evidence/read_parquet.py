"""Runs as Parquet, through pyarrow (the extra `parquet`); also from gzip, whatever the file's name ends with."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.evidence.cells import LONGEST_LABEL, Builder, NumberColumn, bad_column
from reportgen.evidence.runs import Labels, Table
from reportgen.problems import InputError, excerpt, one_line, refuse

if TYPE_CHECKING:
    from reportgen.evidence.runs import Floats

PARQUET_MAGIC = b"PAR1"

_MOST_BYTES = 2_000_000_000  # of a file that gzip makes smaller: it has to be in memory whole


def read_parquet(
    path: Path, name: str, numbers: Sequence[NumberColumn], labels: Sequence[str], compressed: bool
) -> Table:
    """The named columns. compressed: the file as a whole went through gzip. Raises: InputError."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        hint = "pip install 'filtering-savings-report[parquet]', or save the table as CSV"
        refuse(name, "this is Parquet, which is read by pyarrow, and that is not installed", hint)
    try:
        with parquet.ParquetFile(_unpacked(path, name) if compressed else path) as file:
            names = list(file.schema_arrow.names)
            wanted = list(dict.fromkeys([*labels, *(column.name for column in numbers)]))
            lacking = [bad_column(column, names, one_line(name)) for column in wanted if column not in names]
            if lacking:
                raise InputError(lacking)
            table = file.read(columns=wanted)
        floats, notes = {}, list[str]()
        for column in numbers:
            floats[column.name], more = _floats(table.column(column.name), column, name)
            notes += more
        return Table(floats, {label: _labels(table.column(label)) for label in labels}, tuple(notes))
    except pa.ArrowException as error:
        refuse(
            name,
            f"no Parquet that can be read: {excerpt(str(error).splitlines()[0])}",
            "is the file cut off or damaged?",
        )
    except OSError as error:
        first = (str(error) or type(error).__name__).splitlines()[0]
        refuse(name, f"cannot be read: {excerpt(first)}", "is the file cut off or damaged?")


def _unpacked(path: Path, name: str) -> io.BytesIO:
    try:
        with gzip.open(path, "rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        refuse(name, f"the gzip file is damaged: {error}", "copy it again")
    if len(content) > _MOST_BYTES:
        refuse(name, f"holds more than {_MOST_BYTES:,} bytes of Parquet in gzip", "unpack it first")
    return io.BytesIO(content)


def _floats(values: Any, column: NumberColumn, name: str) -> tuple[Floats, tuple[str, ...]]:
    """A column as floats: numbers as they are, times in s, texts as cells of a CSV."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import compute

    kind = values.type
    if pa.types.is_dictionary(kind):
        values = values.cast(kind.value_type)
        kind = values.type
    if pa.types.is_duration(kind) and column.kind == "time":
        per_s = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[kind.unit]
        unit_s = 1.0 if column.unit is None else float(column.unit.size)
        seconds = compute.divide(values.cast(pa.int64()).cast(pa.float64(), safe=False), float(per_s) * unit_s)
        return _array(seconds), ()
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        builder = Builder([column], [])
        for row, text in enumerate(values.to_pylist()):
            builder.add({} if text is None else {column.name: text}, f"{one_line(name)}: row {row + 1}")
        table = builder.table()
        return table.numbers[column.name], table.notes
    if not (
        pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind) or pa.types.is_null(kind)
    ):
        refuse(name, f'"{column.name}" holds {kind}, which are no numbers', "name a column of numbers")
    if column.kind == "energy" and column.unit is None:
        builder = Builder([column], [])  # says what is missing, at the first row that has a number
        for row, value in enumerate(values.to_pylist()):
            builder.add({} if value is None else {column.name: str(value)}, f"{one_line(name)}: row {row + 1}")
    floats = _array(values if pa.types.is_floating(kind) and kind.bit_width == 64 else _exactly(values, kind))
    wrong = np.isinf(floats) if column.kind == "score" else np.isinf(floats) | (floats < 0)
    if wrong.any():
        row = int(np.argmax(wrong))
        message = f'"{column.name}" is {floats[row]:g}, which cannot be'
        refuse(f"{name}: row {row + 1}", message, "mend the row, or leave the cell empty")
    return floats, ()


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


def _labels(values: Any) -> Labels:
    import numpy as np
    import pyarrow as pa

    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    encoded = (
        values.combine_chunks().dictionary_encode() if values.num_chunks != 1 else values.chunk(0).dictionary_encode()
    )
    distinct: dict[str, int] = {}
    texts = [
        "" if value is None else one_line(str(value).strip()[:LONGEST_LABEL])
        for value in encoded.dictionary.to_pylist()
    ]
    places = [distinct.setdefault(text, len(distinct)) if text else -1 for text in texts]
    indices = encoded.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False).astype(np.int64)
    return Labels(np.append(np.array(places, dtype=np.int64), -1)[indices], tuple(distinct))
