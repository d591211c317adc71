"""How many samples a thing of Python holds, and what a column of it says, without importing the library it is of.

pandas, polars, Arrow, Hugging Face datasets, Spark, numpy, DuckDB relations, lists: told apart by what they can do.
What has a length that is not its samples (texts, masks, groups, batches) is refused and not counted.
"""

from __future__ import annotations

import operator
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import islice
from numbers import Number
from os import PathLike
from typing import Any

from reportgen.files.number_shapes import LARGEST_COUNT
from reportgen.problems import excerpt, refuse

_HINT = "a table, data set, list or a whole number"
_LOOKED_AT = 100  # values of a list, to tell a mask from samples


def count_of(data: object, where: str) -> int:
    """How many samples it holds; a whole number stands for itself. Lazy frames are counted by their own engine.

    Raises InputError, with the place, for what has no such count, or one that would not be of its samples.
    """
    if wrong := _no_samples(data):
        refuse(where, *wrong)
    count = _rows(data)
    if count is None:
        refuse(where, f"{_kind(data)} has neither a length nor a count of rows", _HINT)
    if not 0 <= count <= LARGEST_COUNT:
        refuse(where, f"{count} is no count of samples", _HINT)
    return count


def is_lazy(data: object) -> bool:
    """Whether counting it may do the work that it stands for."""
    return _of(data, "pyspark") or (_of(data, "polars") and type(data).__name__ == "LazyFrame")


def tokens_of(data: object, column: str, where: str) -> int | None:
    """The sum of a column of whole numbers; None where one of them is not known.

    Raises InputError where the column does not exist, or holds something else.
    """
    total = 0
    for value, times in _counted(data, column, where).items():
        if _is_unknown(value):
            return None
        try:
            number = operator.index(value) if not _is_whole(value) else int(value)
        except TypeError:
            refuse(where, f'the column "{excerpt(column)}" holds {excerpt(repr(value))}', "whole numbers of tokens")
        if number < 0 or isinstance(value, bool):
            refuse(where, f'the column "{excerpt(column)}" holds {excerpt(repr(value))}', "whole numbers of tokens")
        total += number * times
    return total


def labels_of(data: object, column: str, where: str) -> dict[str, int]:
    """How many samples each value of a column has, "" for those without one.

    Raises InputError where the column does not exist, or holds lists.
    """
    found: Counter[str] = Counter()
    for value, times in _counted(data, column, where).items():
        found["" if _is_unknown(value) else str(value)] += times
    return dict(found)


def _is_unknown(value: Any) -> bool:
    """Whether it is None, NaN, or pandas' NA, which says of no comparison whether it is true."""
    try:
        return value is None or bool(value != value)
    except TypeError:
        return True


def _is_whole(value: Any) -> bool:
    return isinstance(value, float) and value.is_integer()


def _no_samples(data: object) -> tuple[str, str] | None:
    """Why its length is not that of samples, and what to do; None where it may be."""
    kind = type(data).__name__
    if isinstance(data, (str, bytes, PathLike)):
        return "a text or path is no data", "read it first, or count files with reportgen count"
    if isinstance(data, (bool, float)):
        return f"{data!r} is no count of samples", _HINT
    if "GroupBy" in kind:
        return "its length is that of its groups", "give the table itself"
    if kind.endswith("DataLoader") and hasattr(data, "dataset"):
        return "its length is that of its batches", "give its .dataset"
    if isinstance(data, Mapping) and not isinstance(getattr(data, "num_rows", None), Mapping):
        return "the length of a mapping is that of its keys", _HINT
    if _is_mask(data):
        return "it is a mask of true and false, as long as what it is laid on", "give what is left, such as data[mask]"
    return None


def _is_mask(data: object) -> bool:
    if isinstance(data, (list, tuple)):
        return bool(data) and all(isinstance(value, bool) for value in islice(data, _LOOKED_AT))
    if is_lazy(data) or hasattr(data, "columns"):  # a table, which may have a column of that name
        return False
    dtype = getattr(data, "type" if _of(data, "pyarrow") else "dtype", None)
    return str(dtype).lower() in ("bool", "boolean", "bool[pyarrow]")


def _rows(data: Any) -> int | None:
    if isinstance(data, Number) or (hasattr(data, "__index__") and not hasattr(data, "__len__")):
        try:
            return operator.index(data)
        except TypeError:
            return None
    rows = getattr(data, "num_rows", None)
    if isinstance(rows, Mapping):  # the splits of a Hugging Face DatasetDict
        return sum(operator.index(it) for it in rows.values())
    if isinstance(rows, int):
        return rows
    if callable(counting := getattr(data, "count_rows", None)):  # a data set of Arrow
        return operator.index(counting())
    if _of(data, "pyspark"):
        return operator.index(data.count())
    if is_lazy(data):
        return operator.index(data.select(sys.modules["polars"].len()).collect().item())
    try:
        return len(data)
    except TypeError:
        return None


def _counted(data: Any, column: str, where: str) -> Mapping[Any, int]:
    """Each value of a column with how often it stands there."""
    try:
        if _of(data, "pyspark"):
            return {row[0]: row[1] for row in data.groupBy(column).count().collect()}
        if is_lazy(data):
            data = data.select(column).collect()
        if isinstance(getattr(data, "num_rows", None), Mapping):
            return sum((Counter(_values(it, column)) for it in data.values()), Counter[Any]())
        return Counter(_values(data, column))
    except (KeyError, IndexError, ValueError, TypeError, AttributeError) as error:
        message = f'has no column "{excerpt(column)}" of single values ({type(error).__name__})'
        refuse(where, message, "name one with tokens= or label=")
    except Exception as error:  # each library has errors of its own for a column that does not exist
        if type(error).__name__ not in ("ColumnNotFoundError", "AnalysisException"):
            raise
        refuse(where, f'has no column "{excerpt(column)}"', "name one with tokens= or label=")


def _values(data: Any, column: str) -> Iterable[Any]:
    if isinstance(data, (list, tuple)):
        return [row[column] for row in data]
    values = data[column]
    for name in ("to_pylist", "to_list", "tolist"):
        if callable(listed := getattr(values, name, None)):
            return list(listed())
    if callable(fetched := getattr(values, "fetchall", None)):  # a relation of DuckDB
        return [row[0] for row in fetched()]
    return list(values)


def _of(data: object, library: str) -> bool:
    return any(kind.__module__.split(".")[0] == library for kind in type(data).__mro__)


def _kind(data: object) -> str:
    return excerpt(type(data).__name__)
