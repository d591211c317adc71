"""How much a Parquet file may hold for its size, held before it is read: a thousand bytes can say a thousand million
rows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from reportgen.problems import excerpt, refuse

# A run's energy is a number of its own, of some bytes; that a few thousand rows are all alike may be.
FREE_ROWS, MOST_ROWS_A_BYTE = 100_000, 10
FREE_BYTES, MOST_TIMES = 64_000_000, 400  # a short name that every row has again

_HINT = "is it a table of runs? save it as CSV, if it is"


def check_bounds(metadata: Any, size: int, wanted: Collection[str], name: str) -> None:
    """Refuse more rows, or larger columns, than a table of runs of so many bytes has. metadata: pyarrow's.

    Raises: InputError.
    """
    groups = [metadata.row_group(place) for place in range(metadata.num_row_groups)]
    parts = [group.column(place) for group in groups for place in range(metadata.num_columns)]
    asked = [part for part in parts if part.path_in_schema.partition(".")[0] in wanted]
    values: dict[str, int] = {}
    for part in asked:
        values[part.path_in_schema] = values.get(part.path_in_schema, 0) + part.num_values
    rows = max([metadata.num_rows, sum(group.num_rows for group in groups), *values.values()])
    most = FREE_ROWS + MOST_ROWS_A_BYTE * size
    if rows > most:
        refuse(name, f"says {rows:,} rows in {size:,} bytes, and at most {most:,} are read of so few", _HINT)
    _check_size(sum(part.total_uncompressed_size for part in asked), size, name)


def check_texts(table: Any, size: int, name: str) -> None:
    """Refuse texts that are kept once and stand in so many rows that they would fill the memory. Raises: InputError."""
    import pyarrow as pa
    from pyarrow import compute

    for column, values in zip(table.column_names, table.columns, strict=True):
        if not pa.types.is_dictionary(values.type) or not _has_length(values.type.value_type):
            continue
        lengths = [
            compute.sum(compute.take(compute.binary_length(chunk.dictionary), chunk.indices)).as_py() or 0
            for chunk in values.chunks
        ]
        _check_size(sum(lengths), size, f'{name}: "{excerpt(column)}"')


def text_columns(schema: Any, wanted: Collection[str]) -> list[str]:
    """The asked columns of texts, which are read as they are kept: each text once. schema: the file's, in Arrow."""
    return [field.name for field in schema if field.name in wanted and _has_length(field.type)]


def _has_length(kind: Any) -> bool:
    import pyarrow as pa

    return any(is_one(kind) for is_one in (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary))


def _check_size(unpacked: int, size: int, where: str) -> None:
    most = FREE_BYTES + MOST_TIMES * size
    if unpacked > most:
        refuse(where, f"unpacks to {unpacked:,} bytes, and at most {most:,} are read of a file of {size:,}", _HINT)
