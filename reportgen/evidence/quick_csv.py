"""The quick road to a plain CSV of runs: pyarrow where it is installed, else pandas.

Both give what the careful reader gives, or None, upon which that one reads the file: where a cell is not what it should
be, a row is of another length, or what they read could mean something else to them than to it.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from reportgen.evidence.cells import LONGEST_LABEL, MISSING, NumberColumn
from reportgen.evidence.runs import Labels, Table
from reportgen.files.number import LARGEST, SMALLEST
from reportgen.files.source import GZIP_DAMAGE, Source
from reportgen.problems import one_line

if TYPE_CHECKING:
    from reportgen.evidence.read_csv import Header
    from reportgen.evidence.runs import Floats, Integers

_BLOCK = 1 << 20
# from this release on pandas reads every number exactly, and warns who asks for it
_EXACT_SINCE = (3, 1)

# A column of texts: each one that occurs, and for each row the place of its own among them.
Texts = tuple[Sequence[str], "Integers"]
Frame = tuple[dict[str, "Floats"], dict[str, Texts]]


def read_quickly(
    source: Source, header: Header, numbers: Sequence[NumberColumn], labels: Sequence[str]
) -> Table | None:
    """The table; None where it is not for the quick road."""
    import numpy as np

    if any(column.kind == "energy" and column.unit is None for column in numbers):
        return None  # the cells must say their units
    if not _is_plain(source, header.delimiter):
        return None
    frame = _reader()(source, header, [column.name for column in numbers], labels)
    if frame is None:
        return None
    floats, texts = frame
    for column in numbers:
        values = floats[column.name]
        sizes = np.abs(values[(values != 0) & ~np.isnan(values)])
        if (sizes < float(SMALLEST)).any() or (sizes > float(LARGEST)).any():
            return None
        if column.kind != "score" and (values < 0).any():
            return None
        # a column of True and False reads as 1 and 0, which is for the careful way to tell
        if np.isin(values[~np.isnan(values)], (0, 1)).all():
            return None
    table = Table(floats, {name: _labels(*texts[name]) for name in labels})
    empty = [*(np.isnan(values) for values in floats.values()), *(column.codes < 0 for column in table.labels.values())]
    # a row without any cell of ours may be a blank one, which is no run
    return None if np.logical_and.reduce(empty).any() else table


def _is_plain(source: Source, delimiter: str) -> bool:
    """Whether no byte is a NUL and every quote begins, ends or is doubled in a cell: other readers take what is not."""
    sign = re.escape(delimiter.encode())
    odd = re.compile(rb'[^"\r\n' + sign + rb']"(?!["\r\n' + sign + rb"]|\Z)")
    tail = b""
    try:
        with source.binary() as file:
            while block := file.read(_BLOCK):
                if b"\0" in block or (b'"' in tail + block and odd.search(tail + block)):
                    return False
                tail = block[-2:]
    except (OSError, *GZIP_DAMAGE):
        return False
    return True


def _reader() -> Callable[[Source, Header, Sequence[str], Sequence[str]], Frame | None]:
    return by_pyarrow if find_spec("pyarrow") else by_pandas


def by_pyarrow(source: Source, header: Header, numbers: Sequence[str], labels: Sequence[str]) -> Frame | None:
    """The columns of numbers and of texts as pyarrow reads them; None where it cannot."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import csv

    if source.is_compressed or not source.is_utf8:
        return None
    places = {name: str(header.names.index(name)) for name in (*labels, *numbers)}
    text = pa.dictionary(pa.int32(), pa.string())
    types = {places[name]: pa.float64() if name in numbers else text for name in places}
    try:
        table = csv.read_csv(
            source.path,
            csv.ReadOptions(column_names=[*map(str, range(len(header.names)))], skip_rows=header.lines),
            csv.ParseOptions(delimiter=header.delimiter, newlines_in_values=True),
            csv.ConvertOptions(
                column_types=types,
                include_columns=list(types),
                null_values=[*MISSING],
                strings_can_be_null=False,
                quoted_strings_can_be_null=True,
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError, OSError):
        return None
    floats = {name: table[places[name]].to_numpy() for name in numbers}
    texts: dict[str, Texts] = {}
    for name in labels:
        column = table[places[name]].combine_chunks()
        texts[name] = (column.dictionary.to_pylist(), np.asarray(column.indices, dtype=np.int64))
    return floats, texts


def by_pandas(source: Source, header: Header, numbers: Sequence[str], labels: Sequence[str]) -> Frame | None:
    """The columns of numbers and of texts as pandas reads them; None where it cannot."""
    import numpy as np
    import pandas as pd

    places = {name: header.names.index(name) for name in (*labels, *numbers)}
    types: dict[int, Any] = {place: np.float64 if name in numbers else str for name, place in places.items()}
    options: dict[str, Any] = {} if _version(pd.__version__) >= _EXACT_SINCE else {"float_precision": "round_trip"}
    try:
        with source.text() as file, warnings.catch_warnings():
            # that cells are lost is but a warning to pandas
            warnings.simplefilter("error", pd.errors.ParserWarning)
            frame = pd.read_csv(
                file,
                sep=header.delimiter,
                header=None,
                names=range(len(header.names)),
                skiprows=header.lines,
                index_col=False,
                dtype={place: types.get(place, str) for place in range(len(header.names))},
                keep_default_na=False,
                na_values={place: MISSING if types.get(place) is np.float64 else ("",) for place in places.values()},
                skipinitialspace=True,
                engine="c",
                low_memory=True,
                **options,
            )
    except (ValueError, OverflowError, OSError, pd.errors.ParserWarning, *GZIP_DAMAGE):
        return None
    floats = {name: frame[places[name]].to_numpy(dtype=np.float64) for name in numbers}
    texts: dict[str, Texts] = {}
    for name in labels:
        codes, values = pd.factorize(frame[places[name]])
        texts[name] = (list(values), codes.astype(np.int64))
    return floats, texts


def _labels(values: Sequence[str], codes: Integers) -> Labels:
    """A column of texts, trimmed; values that differ by blanks alone are one."""
    import numpy as np

    known: dict[str, int] = {}
    shown = [one_line(text.strip()[:LONGEST_LABEL]) for text in values]
    places = [known.setdefault(text, len(known)) if text else -1 for text in shown]
    return Labels(np.append(np.array(places, dtype=np.int64), -1)[codes], tuple(known))


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:2])
