"""A table of decisions, counted in one query; expected values by pandas or by hand."""

from __future__ import annotations

import gzip
import random
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from math import log, nan
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from reportgen.curation import decision_files, decision_query
from reportgen.curation.decision_table import decisions_of
from reportgen.curation.decisions import Balance, Decisions
from reportgen.curation.plain_tables import plain_tables
from reportgen.files.losses import Losses
from reportgen.problems import InputError

FRAME = pd.DataFrame(
    {
        "file": ["a", "b", "c", "d", "e"],
        "kept": [True, False, True, False, False],
        "why": [None, "blurry", None, "near", None],
        "class": ["car", "car", "bus", "bus", None],
        "size": [10, 20, 30, 40, 50],
        "length": [0.1, 0.2, 0.3, 0.4, 0.5],
    }
)


def table(folder: Path, frame: pd.DataFrame = FRAME, name: str = "a.parquet") -> str:
    path = folder / name
    if name.endswith(".csv"):
        frame.to_csv(path, index=False)
    elif name.endswith(".jsonl"):
        frame.to_json(path, orient="records", lines=True)
    else:
        frame.to_parquet(path)
    return str(path)


@pytest.mark.parametrize("name", ["a.parquet", "a.csv", "a.jsonl"])
def test_counts_by_reason_class_and_size(name: str, tmp_path: Path) -> None:
    """Of five rows two are kept; one that was removed has no reason, one no class."""
    columns = {"kept": "kept", "reason": "why", "label": "class", "bytes": "size", "seconds": "length", "id": "file"}
    found = decisions_of(table(tmp_path, name=name), columns)

    assert (5, 2) == (found.before, found.after)
    assert {"blurry": 1, "near": 1, "": 1} == found.removed
    assert Balance({"car": 2, "bus": 2, "": 1}, {"car": 1, "bus": 1}) == found.label
    assert found.source is None
    assert {"bytes": (150, 40), "seconds": (Decimal("1.5"), Decimal("0.4"))} == found.sums
    assert () == found.warnings


def test_values_stand_in_the_order_of_their_names(tmp_path: Path) -> None:
    """The order is not that of the engine's threads: the same table gives the same bytes."""
    names = [f"class {number * 7919 % 1000:03}" for number in range(1000)]
    found = decisions_of(
        table(tmp_path, pd.DataFrame({"kept": True, "what": names})), {"kept": "kept", "label": "what"}
    )

    assert found.label is not None
    assert sorted(names) == list(found.label.before) == list(found.label.after)


def test_evenness_and_what_is_lost() -> None:
    """Two equal classes of the three that there were: log 2 over log 3. A class alone has none."""
    balance = Balance({"a": 4, "b": 4, "c": 4, "d": 5}, {"a": 2, "b": 2})
    before, after = balance.evenness

    assert ("d", "c") == balance.lost
    assert () == balance.nearly_lost
    assert ("y",) == Balance({"x": 100, "y": 101, "z": 200}, {"x": 1, "y": 1}).nearly_lost
    assert after == pytest.approx(log(2) / log(4))
    assert before == pytest.approx(-(3 * 4 / 17 * log(4 / 17) + 5 / 17 * log(5 / 17)) / log(4))
    assert (None, None) == Balance({"a": 4}, {"a": 1}).evenness
    assert Balance({"a": 4, "b": 4}, {}).evenness[1] is None


@pytest.mark.parametrize(
    "values",
    [[1, 0, 1, 0, 0], [1.0, 0.0, 1.0, 0.0, 0.0], ["yes", "no", "TRUE", "False", "0"], ["t", "f", "T", "F", "f"]],
)
def test_kept_may_be_said_in_other_words(values: list[Any], tmp_path: Path) -> None:
    """As a number or a word that is yes or no."""
    assert 2 == decisions_of(table(tmp_path, FRAME.assign(kept=values)), {"kept": "kept"}).after


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([True, None, None, False, True], '2 rows of "kept" are'),
        ([1, 2, 0, 0, 1], '1 row of "kept" is'),
        (["ja", "nein", "no", "no", "no"], '2 rows of "kept" are'),
    ],
)
def test_a_sample_that_is_neither_kept_nor_removed_is_refused(values: list[Any], said: str, tmp_path: Path) -> None:
    """A score, a blank or a word of another language is no decision, and the words that are one are named."""
    with pytest.raises(InputError, match=f"{said} neither true nor false .*true or false, yes or no, 1 or 0"):
        decisions_of(table(tmp_path, FRAME.assign(kept=values)), {"kept": "kept"})


def test_every_column_that_does_not_fit_is_said_at_once(tmp_path: Path) -> None:
    """One that does not exist, and one of words to be added up."""
    with pytest.raises(InputError) as refused:
        decisions_of(table(tmp_path), {"kept": "kep", "tokens": "class"})

    assert ['has no column "kep" for kept', 'the column "class" for tokens holds VARCHAR and no numbers'] == [
        it.message for it in refused.value.problems
    ]


def test_lists_are_no_classes(tmp_path: Path) -> None:
    """A sample of several labels would count for a class of its own, and so would a group of values."""
    for value, kind in ((["a"], r"VARCHAR\[\]"), ({"a": 1}, r"STRUCT\([Aa] BIGINT\)")):
        path = table(tmp_path, FRAME.assign(**{"class": [value] * 5}))
        with pytest.raises(InputError, match=f'the column "class" for label holds {kind} .a column of single values'):
            decisions_of(path, {"kept": "kept", "label": "class"})


def test_a_sum_of_decimals_has_no_zeros_behind_it(tmp_path: Path) -> None:
    """100.00 is 100, and 2.50 is 2.5."""
    for values, told in ((["60.00", "40.00"], "100"), (["1.25", "1.25"], "2.5")):
        column = pa.array(map(Decimal, values), pa.decimal128(9, 2))
        pq.write_table(pa.table({"kept": [True, True], "size": column}), tmp_path / "a.parquet")
        sums = decisions_of(str(tmp_path / "a.parquet"), {"kept": "kept", "bytes": "size"}).sums
        assert {"bytes": [told, told]} == {name: list(map(str, both or ())) for name, both in sums.items()}


def test_a_sum_that_is_not_known_is_none(tmp_path: Path) -> None:
    """A blank is no zero, and what is no number neither."""
    frame = FRAME.assign(size=[1, 2, None, 4, 5], length=[1, 2, float("nan"), 4, 5])
    found = decisions_of(table(tmp_path, frame), {"kept": "kept", "bytes": "size", "seconds": "length"})

    assert {"bytes": None, "seconds": None} == found.sums
    assert 2 == len(found.warnings)


@pytest.mark.parametrize("kind", ["float32", "float64"])
def test_nan_among_one_value_is_none_of_it(tmp_path: Path, kind: str) -> None:
    """Where a file's least and greatest value are equal, NaN, which is neither, is seen: in every kind of column."""
    path = str(tmp_path / "a.parquet")
    numbers = {name: pa.array([value, nan, value], kind) for name, value in (("s", 1.5), ("k", 1.0))}
    pq.write_table(pa.table({"kept": [True, False, True], **numbers}), path)
    found = decisions_of(path, {"kept": "kept", "seconds": "s", "label": "s"})

    assert {"seconds": None} == found.sums
    assert Balance({"1.5": 2, "": 1}, {"1.5": 2}) == found.label
    with pytest.raises(InputError, match='1 row of "k" is neither true nor false'):
        decisions_of(path, {"kept": "k"})


@pytest.mark.parametrize(("objects", "unlabelled"), [([2, 0, 0, 1, 0], (3, 1)), ([2, 0, 0, None, 0], None)])
def test_samples_without_an_object_are_counted_where_each_says_its_objects(
    objects: list[int | None], unlabelled: tuple[int, int] | None, tmp_path: Path
) -> None:
    """Three of five, of which one is kept; one that does not say its objects may have none too."""
    path = table(tmp_path, FRAME.assign(boxes=pd.array(objects, dtype="Int64")))

    assert unlabelled == decisions_of(path, {"kept": "kept", "objects": "boxes"}).unlabelled


@pytest.mark.parametrize(
    ("value", "name"), [(None, ""), (nan, ""), (-0.0, "0.0"), (1.5, "1.5"), (7, "7"), ("", ""), ("nan", "nan")]
)
def test_a_value_that_is_none_has_no_name(value: str | float | None, name: str) -> None:
    """Spark gives NaN for a number that is missing."""
    assert name == decision_query._name(value, "DOUBLE")


@pytest.mark.parametrize("kind", ["float32", "float64"])
def test_nan_names_nothing(tmp_path: Path, kind: str) -> None:
    """A frame writes it where a number is missing: no label or reason, no set of near duplicates, and no id."""
    path = str(tmp_path / "a.parquet")
    numbers = pa.array([1.5, nan, nan, None, 1.5, 2.5], kind)  # its least and greatest values differ
    pq.write_table(pa.table({"kept": [True, False, True, False, False, True], "n": numbers}), path)
    of_names = decisions_of(path, {"kept": "kept", "reason": "n", "label": "n", "source": "n", "component": "n"})

    assert Balance({"": 3, "1.5": 2, "2.5": 1}, {"": 1, "1.5": 1, "2.5": 1}) == of_names.label == of_names.source
    assert ({"": 2, "1.5": 1}, 2) == (of_names.removed, of_names.largest_component)
    assert (3, 1) == of_names.unlabelled
    with pytest.raises(InputError, match="1 row says the id of another row again"):
        decisions_of(path, {"kept": "kept", "id": "n"})
    left = str(tmp_path / "left.parquet")
    pq.write_table(pa.table({"n": pa.array([1.5, nan], kind)}), left)
    pq.write_table(pa.table({"n": pa.array([1.5, 2.5], kind)}), path)
    with pytest.raises(InputError, match='1 row has no id in "n"'):
        decisions_of(path, {"id": "n"}, after=left)


MANY = 30_000  # rows, more than a database looks at before it takes a column for whole numbers


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_number_that_comes_late_is_not_rounded(form: str, tmp_path: Path) -> None:
    """A half behind thirty thousand ones is one, as a size and as a label; a score among decisions is none."""
    path = tmp_path / f"a.{form}"

    def counted(kept: str) -> Decisions:
        rows = [("1", "1")] * MANY + [(kept, "0.5")]
        if form == "csv":
            path.write_text("kept,n\n" + "".join(f"{it},{n}\n" for it, n in rows))
        else:
            path.write_text("".join(f'{{"kept": {it}, "n": {n}}}\n' for it, n in rows))
        return decisions_of(str(path), {"kept": "kept", "seconds": "n", "label": "n"})

    found = counted("0")
    assert {"seconds": (Decimal("30000.5"), Decimal(30000))} == found.sums
    assert Balance({"0.5": 1, "1": MANY}, {"1": MANY}) == found.label
    with pytest.raises(InputError, match='1 row of "kept" is neither true nor false'):
        counted("0.7")


def test_a_word_that_comes_late_is_refused(tmp_path: Path) -> None:
    """Behind thirty thousand numbers; a blank and NaN there leave the sum open."""
    path = tmp_path / "a.csv"
    path.write_text("kept,n\n" + "1,2\n" * MANY + "yes,none\n")
    with pytest.raises(InputError, match='"n" for bytes holds no number in 1 row: "none"'):
        decisions_of(str(path), {"kept": "kept", "bytes": "n"})
    path.write_text("kept,n\n" + "1,2\n" * MANY + "yes,nan\nyes,\n")
    found = decisions_of(str(path), {"kept": "kept", "bytes": "n"})

    assert ({"bytes": None}, MANY + 2) == (found.sums, found.after)
    assert ("bytes: 2 samples do not say theirs, and the sum is not known",) == found.warnings


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (
            {"n": [1]},
            {"n": [0.4]},
            'the column "n" for seconds holds whole numbers in a.parquet and DOUBLE in b.parquet',
        ),
        ({"kept": [True]}, {"kept": [0.7]}, 'the column "kept" for kept holds BOOLEAN in a.parquet and DOUBLE in'),
        ({"what": ["a"]}, {"what": [1]}, 'the column "what" for label holds UTF8 in a.parquet and whole numbers in b'),
        ({}, {"what": None}, 'b.parquet has no column "what" for label'),
    ],
)
def test_files_of_one_table_hold_one_kind(
    first: dict[str, Any], second: dict[str, Any], said: str, tmp_path: Path
) -> None:
    """Of Parquet, where a database takes the kind of the first file and rounds or casts what the others hold."""
    whole = {"kept": [True], "n": [1], "what": ["a"]}
    for name, columns in (("a", first), ("b", second)):
        held = {key: values for key, values in {**whole, **columns}.items() if values is not None}
        pq.write_table(pa.table(held), tmp_path / f"{name}.parquet")

    with pytest.raises(InputError, match=said):
        decisions_of(str(tmp_path), {"kept": "kept", "seconds": "n", "label": "what"})


def test_files_whose_kinds_differ_in_width_or_hold_nothing_are_one_table(tmp_path: Path) -> None:
    """Whole numbers of 32 and 64 bits; a column of nulls alone; another one of the name deeper in a file."""
    nothing, deep = pa.nulls(1), pa.array([{"what": 1, "n": 0.5}])
    for name, n, what in (("a", pa.array([1], "int32"), nothing), ("b", pa.array([2**40]), pa.array(["x"]))):
        columns = {"kept": [True], "n": n, "what": what, "box": deep}
        pq.write_table(pa.table(columns), tmp_path / f"{name}.parquet")
    found = decisions_of(str(tmp_path), {"kept": "kept", "bytes": "n", "label": "what"})

    assert {"bytes": (Decimal(2**40 + 1), Decimal(2**40 + 1))} == found.sums
    assert Balance({"": 1, "x": 1}, {"": 1, "x": 1}) == found.label


def test_numbers_below_zero_are_refused(tmp_path: Path) -> None:
    """No sample has fewer than no bytes."""
    with pytest.raises(InputError, match='the column "size" for bytes holds numbers below zero'):
        decisions_of(table(tmp_path, FRAME.assign(size=[1, 2, -3, 4, 5])), {"kept": "kept", "bytes": "size"})


@pytest.mark.parametrize("in_pass", [1, 2, 100])
def test_ids_that_stand_twice_are_refused(in_pass: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In as many passes as memory needs."""
    monkeypatch.setattr(decision_query, "_PASS_ROWS", in_pass)
    twice = table(tmp_path, FRAME.assign(file=["a", "b", "a", "c", "a"]))

    with pytest.raises(InputError, match="2 rows say the id of another row again"):
        decisions_of(twice, {"kept": "kept", "id": "file"})


def test_ids_of_a_large_table_are_looked_at_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It costs more than the query itself; that it was not done is said. A row less is no large table."""
    twice = table(tmp_path, FRAME.assign(file=["a"] * 5))
    columns = {"kept": "kept", "id": "file"}
    monkeypatch.setattr(decision_query, "_SMALL", 5)
    with pytest.raises(InputError, match="4 rows say the id of another row again"):
        decisions_of(twice, columns)
    monkeypatch.setattr(decision_query, "_SMALL", 4)

    assert ("whether an id stands in several of its 5 rows was not looked at (--check-ids)",) == decisions_of(
        twice, columns
    ).warnings
    with pytest.raises(InputError, match="4 rows say the id of another row again"):
        decisions_of(twice, columns, check_ids=True)


def test_a_column_of_too_many_values_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as an id in place of a class; values count once, whether they were kept, removed or both."""
    columns = {"kept": "kept", "label": "file", "source": "kept"}
    of_five = table(tmp_path)

    monkeypatch.setattr(decision_query, "_MOST_VALUES", 5)
    assert 5 == decisions_of(of_five, columns).before
    monkeypatch.setattr(decision_query, "_MOST_VALUES", 4)
    with pytest.raises(InputError) as refused:
        decisions_of(of_five, columns)
    [problem] = refused.value.problems
    assert (str(of_five), 'the column "file" for label has more than 4 values', "is it the right column?") == (
        *(problem.where, problem.message, problem.hint),
    )


@pytest.mark.parametrize(
    "name", ["a.csv.gz", "b.TSV.GZ", "c.jsonl.gz", "d.ndjson.gz", "a.csv.zst", "b.TSV.ZST", "c.jsonl.zst"]
)
def test_packed_tables_are_counted_as_they_are(name: str, tmp_path: Path) -> None:
    """By its ending below .gz or .zst; in a folder beside others that are not packed."""
    rows = {"csv": "kept,class\nyes,a\nno,b\nno,b\n", "tsv": "kept\tclass\nyes\ta\nno\tb\nno\tb\n"}
    lines = '{"kept": true, "class": "a"}\n{"kept": false, "class": "b"}\n{"kept": false, "class": "b"}\n'
    kind = name.lower().split(".")[1]
    text = rows.get(kind, lines).encode()
    pack = gzip.compress if name.lower().endswith(".gz") else zstandard.ZstdCompressor().compress
    (tmp_path / name).write_bytes(pack(text))
    of_one = decisions_of(str(tmp_path / name), {"kept": "kept", "label": "class"})
    (tmp_path / f"z.{kind}").write_bytes(text)
    of_both = decisions_of(str(tmp_path), {"kept": "kept"})

    assert (3, 1) == (of_one.before, of_one.after)
    assert Balance({"a": 1, "b": 2}, {"a": 1}) == of_one.label
    assert (6, 2) == (of_both.before, of_both.after)


LABELS = [
    "1.1",
    "1.10",
    "01",
    "1",
    "1.0",
    "1e0",
    "true",
    "True",
    "2026-01-01",
    "2026-1-1",
    "#1",
    "'=a",
    "=a",
    "'b",
    '"a, b"',
]


@pytest.mark.parametrize("role", ["reason", "label", "source"])
def test_what_names_a_value_is_text(role: str, tmp_path: Path) -> None:
    """Numbers, truths and dates differ as they are written; a row that begins with # is one, and a mark is none."""
    rows = "".join(f"{label},{place},0\n" for place, label in enumerate(LABELS))
    (tmp_path / "a.csv").write_text("name,id,kept\n" + rows)
    found = decisions_of(str(tmp_path / "a.csv"), {"kept": "kept", role: "name", "id": "id"})
    counted = found.removed if role == "reason" else getattr(found, role).before
    names = [label.strip('"') for label in LABELS if not label.startswith("'=")]

    assert {name: 2 if name == "=a" else 1 for name in names} == counted


@pytest.mark.parametrize("blank", [" ", "\t", "\x0b", "\x1c", "\u00a0", "\u2003", "\u3000"])
def test_blanks_around_a_name_are_no_part_of_it(blank: str, tmp_path: Path) -> None:
    """Before it, behind it or both, in ids too; within it they are."""
    labels = ["a", f"{blank}a", f"a{blank}", f"{blank}a{blank}", f"a{blank}b"]
    (tmp_path / "a.csv").write_text("id,kept\n" + "".join(f'"{label}",1\n' for label in labels), encoding="utf-8")

    found = decisions_of(str(tmp_path / "a.csv"), {"kept": "kept", "label": "id"})

    assert found.label is not None
    assert {"a": 4, f"a{blank}b": 1} == found.label.before
    with pytest.raises(InputError, match="3 rows say the id of another row again"):
        decisions_of(str(tmp_path / "a.csv"), {"kept": "kept", "id": "id"})


@pytest.mark.parametrize("labels", [["1.1", "1.10"], ["true", "True"], ["2026-01-01", "2026-1-1"], ["1", "+1"]])
def test_a_column_of_one_kind_is_text_all_the_same(labels: list[str], tmp_path: Path) -> None:
    """Where a database takes all of it for numbers, truths or dates; ids are names as well."""
    (tmp_path / "a.csv").write_text("id,kept\n" + "".join(f"{label},1\n" for label in labels))
    found = decisions_of(str(tmp_path / "a.csv"), {"kept": "kept", "label": "id", "id": "id", "component": "id"})

    assert found.label is not None
    assert (sorted(labels), 1) == (sorted(found.label.before), found.largest_component)


def test_names_in_json_have_no_quotes(tmp_path: Path) -> None:
    """A text and a number of one column, and an identifier and a time as they are written."""
    texts = ['"1.10"', "1.5", '"A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"', '"2026-01-01T00:00:00Z"', "true", "null"]
    (tmp_path / "a.jsonl").write_text("".join(f'{{"kept": true, "v": {text}}}\n' for text in texts))
    found = decisions_of(str(tmp_path / "a.jsonl"), {"kept": "kept", "label": "v"})

    assert found.label is not None
    assert {text.strip('"').replace("null", "") for text in texts} == set(found.label.before)


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_names_of_folders_are_text(ending: str, tmp_path: Path) -> None:
    """source=01 and source=1 are two; also where our own reader reads the files."""
    for name in ("01", "1"):
        folder = tmp_path / f"source={name}"
        folder.mkdir()
        text = '{"kept": true}\n' if ending == "jsonl" else "kept,x\n1\n" if name == "1" else "kept,x\n1,2\n"
        (folder / f"a.{ending}").write_text(text.replace("kept,x\n1\n", "kept,x\n1,2,\n"))
    found = decisions_of(str(tmp_path), {"kept": "kept", "source": "source"})

    assert Balance({"01": 1, "1": 1}, {"01": 1, "1": 1}) == found.source


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,kept\n1,1\n2,0,7\n", ":3: the line has 3 cells, the header 2"),
        ("id,kept\n1,1\n2\n", ":3: the line has 1 cell, the header 2"),
        ('id,kept\n1,1\n"a"b,0\n', ":3: not CSV: ',' expected after '\"'"),
        ('id,kept\n1,1\n"2,0\n3,1\n', ":3: not CSV: unexpected end of data"),
        ("id,kept\n1,1\n\udcff,0\n", ":3: the byte 0xFF here is not UTF-8"),
        ("id,kept,kept\n1,1,0\n", ':1: two columns are called "kept"'),
        ("# of today\nid,kept,kept\n1,1,0\n", ':2: two columns are called "kept"'),
        ("id,ke\0pt,kept\n1,1,0\n", ":1: the file holds a NUL"),
    ],
)
def test_a_damaged_line_is_refused_at_its_place(text: str, said: str, tmp_path: Path) -> None:
    """Where a database fails, or finds another way to read it, our own reader says the line."""
    (tmp_path / "a.csv").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError) as raised:
        decisions_of(str(tmp_path / "a.csv"), {"kept": "kept", "label": "id"})

    assert str(raised.value).startswith(f"{tmp_path / 'a.csv'}{said}")


@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
@pytest.mark.parametrize("column", ["label", "kept", "size"])
def test_a_nul_costs_its_row(column: str, packing: str, tmp_path: Path) -> None:
    """Wherever it stands: of four rows three count, the line is said; where two tables are named, in either."""
    row = {"label": "a", "kept": "1", "size": "1.5"}
    lines = [row, row | {column: f"{row[column]}\0"}, row | {"kept": "0"}, row | {"label": '"b\nc"'}]
    text = "".join(",".join(line.values()) + "\n" for line in [dict(zip(row, row, strict=True)), *lines]).encode()
    packs: dict[str, Callable[[bytes], bytes]]
    packs = {"": bytes, ".gz": gzip.compress, ".zst": zstandard.ZstdCompressor().compress}
    path = tmp_path / f"a.csv{packing}"
    path.write_bytes(packs[packing](text))
    found = decisions_of(str(path), {"kept": "kept", "label": "label", "bytes": "size"})

    assert (3, 2, 1) == (found.before, found.after, found.rows_lost)
    assert Balance({"a": 2, "b\nc": 1}, {"a": 1, "b\nc": 1}) == found.label
    assert {"bytes": (Decimal("4.5"), Decimal(3))} == found.sums
    assert (f"1 row holds a NUL and is in no count ({path}:3)",) == found.warnings


@pytest.mark.parametrize(("lost", "more"), [(2, ""), (3, ""), (4, ", ...")])
def test_of_many_lost_rows_the_first_lines_are_named(tmp_path: Path, lost: int, more: str) -> None:
    """Three of them at most, and that there are others."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,kept\n1,1\n" + b"".join(b"%d\0,0\n" % place for place in range(lost)))
    found = decisions_of(str(path), {"kept": "kept", "label": "id"})
    lines = ", ".join(f"{path}:{3 + place}" for place in range(min(lost, 3)))

    assert (f"{lost} rows hold a NUL and are in no count ({lines}{more})",) == found.warnings


@pytest.mark.parametrize(
    ("content", "is_itself"),
    [
        (b"id,kept\n1,1\n2,0\n", True),
        (b"id,kept\n1,1\nX,X\n", True),
        (b"id,kept\n1,1\n,\n", False),
        (b"id,kept\n1,1\n,\n\n \n", False),
        (b"# made by us\nid,kept\n1,1\n", False),
        (b"sep=,\nid,kept\n1,1\n", False),
        ("id,kept\n1,1\n".encode("utf-16"), False),
    ],
)
def test_what_a_database_reads_itself(tmp_path: Path, content: bytes, is_itself: bool) -> None:
    """A plain table; one with comments, marks or empty rows at its end is copied, below the folder that names it."""
    path = tmp_path / "set=web" / "a.csv"
    path.parent.mkdir()
    path.write_bytes(content)
    (tmp_path / "copies").mkdir()
    [file], sign, names = plain_tables([str(path)], tmp_path / "copies", ["id"], Losses())

    assert (",", ["id", "kept"]) == (sign, names)
    assert is_itself == (file == str(path))
    assert is_itself or str(tmp_path / "copies" / "0" / "set=web" / "copy.csv") == file


@pytest.mark.parametrize("text", ["id,kept\r\n1,1\n2,0\r\n", "id,kept\n1,1,\n2,0\n,\n", "id;kept\n1;1\n\n2;0"])
def test_what_a_database_cannot_read_is_read_all_the_same(text: str, tmp_path: Path) -> None:
    """Line ends of two kinds, and blank cells beyond the header."""
    (tmp_path / "a.csv").write_bytes(text.encode())
    found = decisions_of(str(tmp_path / "a.csv"), {"kept": "kept", "id": "id"})

    assert (2, 1) == (found.before, found.after)


@pytest.mark.parametrize("form", ["arrow", "parquet"])
def test_two_columns_of_one_name(form: str, tmp_path: Path) -> None:
    """Refused where it is asked for; another that is called so by chance, or one nobody asks for, is none."""
    path = tmp_path / f"a.{form}"

    def found(*names: str) -> Decisions | str:
        rows = pa.table([pa.array([1, 0]), pa.array(["a", "b"]), pa.array([0, 0])], names=list(names))
        if form == "parquet":
            pq.write_table(rows, path)
        else:
            with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, rows.schema) as writer:
                writer.write_table(rows)
        try:
            return decisions_of(str(path), {"kept": "kept", "label": "label"})
        except InputError as error:
            return str(error)

    counted = Decisions(2, 1, label=Balance({"a": 1, "b": 1}, {"a": 1}), unlabelled=(0, 0))
    assert f'{path}: two columns are called "kept" (rename one of them)' == found("kept", "label", "kept")
    assert counted.label == getattr(found("kept", "label", "kept_1"), "label", None)


def test_a_name_of_an_arrow_column_that_is_no_text(tmp_path: Path) -> None:
    """One clear line, and no fault of ours."""
    path = tmp_path / "a.arrow"
    rows = pa.table({"kept": [1], "label": ["a"]})
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, rows.schema) as writer:
        writer.write_table(rows)
    path.write_bytes(path.read_bytes().replace(b"label", b"\xf4abel"))
    with pytest.raises(InputError, match="the name of a column is not UTF-8"):
        decisions_of(str(path), {"kept": "kept"})


@pytest.mark.parametrize("seed", range(40))
def test_the_database_reads_what_our_own_reader_does(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Random CSVs with awkward cells count alike, or are refused alike, read by the one or by the other."""
    dice = random.Random(seed)
    cells = [*LABELS, "a\0", "", " a ", '" b"', '"x\ny"', '"say ""a"""', "NULL", "é", "-1", "nan", "\t"]
    lines = [
        f"{dice.choice(cells)},{dice.choice('01')},{dice.choice(['1', '2.5', ''])}"
        for _ in range(dice.choice([1, 9, 60]))
    ]
    if dice.random() < 0.3:
        lines.insert(
            dice.randrange(len(lines)), dice.choice(["", "a,1", "a,1,2,3", ",,", "a,1,2,", 'a"b,1,2', '"a"b,1,2'])
        )
    path = tmp_path / "a.csv"
    path.write_text(dice.choice(["\n", "\r\n"]).join(["name,kept,size", *lines]) + dice.choice(["", "\n"]), newline="")
    columns = {"kept": "kept", "label": "name", "bytes": "size", "component": "kept"}

    def outcome() -> Decisions | str:
        try:
            return decisions_of(str(path), columns)
        except InputError as error:
            return str(error)

    by_database = outcome()
    monkeypatch.setattr(decision_files, "plain_tables", lambda *given, **_: plain_tables(*given, copied=True))
    assert outcome() == by_database


def test_what_is_not_gzip_or_no_table_below_it_is_refused(tmp_path: Path) -> None:
    """A damaged file, and one whose ending says no table."""
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"kept\nyes\nno\n" * 5000)[:-20])
    (tmp_path / "b.gz").write_bytes(gzip.compress(b"kept\nyes\n"))

    with pytest.raises(InputError):
        decisions_of(str(tmp_path / "a.csv.gz"), {"kept": "kept"})
    with pytest.raises(InputError, match="is no table of one form"):
        decisions_of(str(tmp_path / "b.gz"), {"kept": "kept"})


def test_without_the_engine_the_way_to_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package is optional; what installs it is named."""
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(InputError, match=r"not installed \(pip install 'filtering-savings-report\[samples\]'\)"):
        decisions_of(table(tmp_path, FRAME), {"kept": "kept"})


def test_folders_and_patterns_of_files(tmp_path: Path) -> None:
    """Of one form; of two they are refused, and so is a column that has other values in another file."""
    for name in ("a.parquet", "b.parquet"):
        table(tmp_path, name=name)

    assert 10 == decisions_of(str(tmp_path), {"kept": "kept"}).before
    assert 5 == decisions_of(str(tmp_path / "[b]*.parquet"), {"kept": "kept"}).before
    table(tmp_path, FRAME.assign(kept=[[True]] * 5), name="c.parquet")
    with pytest.raises(InputError, match=r'the column "kept" for kept holds BOOLEAN\[\] \(a column of single values\)'):
        decisions_of(str(tmp_path), {"kept": "kept"})
    table(tmp_path, name="d.csv")
    with pytest.raises(InputError, match="is no table of one form"):
        decisions_of(str(tmp_path), {"kept": "kept"})
    with pytest.raises(InputError, match="holds no table"):
        decisions_of(str(tmp_path / "none*"), {"kept": "kept"})


@pytest.mark.parametrize("seed", range(20))
def test_random_tables_count_as_pandas_counts_them(seed: int, tmp_path: Path) -> None:
    """Names with quotes, blanks, umlauts and line ends, and rows without a class or reason."""
    dice = random.Random(seed)
    names = ['a"b', "it's", "", "ü\n", "x, y", None, "NaN", "SELECT"]
    rows = dice.randint(1, 300)
    frame = pd.DataFrame(
        {
            'ke\'pt "x"': [dice.random() < 0.5 for _ in range(rows)],
            "the class": [dice.choice(names) for _ in range(rows)],
            "grouping(x)": [dice.choice(names) for _ in range(rows)],
            "b": [dice.randint(0, 10**12) for _ in range(rows)],
        }
    )
    kept = frame[frame.iloc[:, 0]]
    columns = {"kept": 'ke\'pt "x"', "label": "the class", "reason": "grouping(x)", "bytes": "b"}
    found = decisions_of(table(tmp_path, frame), columns)

    def counted(it: pd.DataFrame, column: str) -> dict[str, int]:
        return {str(name): int(many) for name, many in it[column].fillna("").value_counts().items()}

    assert (rows, len(kept)) == (found.before, found.after)
    assert Balance(counted(frame, "the class"), counted(kept, "the class")) == found.label
    assert counted(frame[~frame.iloc[:, 0]], "grouping(x)") == found.removed
    assert {"bytes": (Decimal(int(frame["b"].sum())), Decimal(int(kept["b"].sum())))} == found.sums


SHOWN = """
import sys
from reportgen.curation import decision_table
class Query(decision_table.Query):
    def run(self, *given):
        print(self._db.execute("SELECT current_setting('enable_progress_bar')").fetchall())
        return super().run(*given)
decision_table.Query = Query
decision_table.decisions_of(sys.argv[1], {"kept": "kept"})
"""


def test_nothing_is_printed_while_a_table_is_counted(tmp_path: Path) -> None:
    """Where no file is run, as in a notebook, DuckDB prints how far a long query is unless it is told not to."""
    (tmp_path / "a.csv").write_text("kept\n1\n")
    command = [sys.executable, "-c", SHOWN, str(tmp_path / "a.csv")]

    assert "[(False,)]\n" == subprocess.run(command, check=True, capture_output=True, text=True).stdout
