"""A table of decisions on Spark: a local one counts as DuckDB does, and Spark's own problems are said."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from shutil import which
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession

from reportgen.curation.decision_table import decisions_of, decisions_on_spark
from reportgen.curation.decisions import Balance, Decisions
from reportgen.problems import InputError

pytestmark = pytest.mark.skipif(which("java") is None, reason="Spark runs on Java")

TABLES = 200
NAMES = ['a"b', "it's", "", "ü\n", "x, y", None, "NaN", "SELECT", "a`b", "{c}", "true", "1.0", "a\\b"]
COLUMNS = ['ke\'pt "x"', "the class", "grouping(x)", "größe`b`", "a.b", "{c}", "kept", "LABEL"]
YES_NO: list[Any] = [(True, False), (1, 0), ("yes", "No"), (1.0, 0.0), ("TRUE", "false")]
NUMBERS: list[Any] = [[0.1, 1e20, -0.0, 0.0, math.nan, 1 / 3, 7.0, None], [1, 2, -3, 2**62], [True, False]]
LOCAL: dict[str, Any] = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    # the tables are small: what takes time is to compile their plans
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """The session of this process, as an environment would give it: a local one."""
    settings = LOCAL | {"spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse"))}
    session = SparkSession.builder.master("local[1]").config(map=settings).getOrCreate()
    yield session
    session.stop()


def made_up(dice: random.Random) -> tuple[pa.Table, dict[str, str]]:
    """A table of up to 60 rows, or twice as many, and what its columns hold."""
    rows = dice.randint(1, 60)
    columns = dict(zip(("kept", "label", "reason", "source", "bytes", "seconds"), dice.sample(COLUMNS, 6), strict=True))
    yes_no = dice.choice(YES_NO)
    numbers = dice.choice(NUMBERS)
    bytes_each = dice.choice([[0, 10**12, 7], [2**62, 2**62 + 1]])
    unknown = [math.nan, None] if dice.random() < 0.2 else []
    seconds_each = [0.1, 1 / 3, 1e-7, 0.0000005, 0.0000015, 12345.6789, *unknown]
    values = {
        "kept": [yes_no[dice.random() < 0.4] for _ in range(rows)],
        "label": [dice.choice(NAMES) for _ in range(rows)],
        "reason": [dice.choice(NAMES) for _ in range(rows)],
        "source": [dice.choice(numbers) for _ in range(rows)],
        "bytes": [dice.choice(bytes_each) for _ in range(rows)],
        "seconds": [dice.choice(seconds_each) for _ in range(rows)],
    }
    frame = pa.table({columns[role]: column for role, column in values.items()})
    if isinstance(numbers[0], float) and dice.random() < 0.5:
        place = frame.column_names.index(columns["source"])
        frame = frame.set_column(place, columns["source"], frame[columns["source"]].cast(pa.float32()))
    return pa.concat_tables([frame] * dice.choice([1, 1, 2])), columns  # rows that stand twice are two samples


def test_random_tables_count_as_with_duckdb(spark: SparkSession, tmp_path: Path) -> None:
    """Nulls, NaN, values of any name and kind, columns with quotes, dots and braces, rows that stand twice."""
    dice = random.Random(20)
    for number in range(TABLES):
        frame, columns = made_up(dice)
        path = str(tmp_path / f"{number}.parquet")
        pq.write_table(frame, path)
        assert decisions_of(path, columns) == decisions_on_spark(path, columns), (number, columns)
    assert [] == spark.catalog.listTables()


@pytest.mark.usefixtures("spark")
def test_sums_are_exact_beyond_a_machine_word(tmp_path: Path) -> None:
    """Three times 2^62 is more than a BIGINT holds; 0.1 and 0.2 are 0.3, and 5e-7 is rounded up to a millionth."""
    path = str(tmp_path / "a.parquet")
    table = {"kept": [True, False, True], "b": [2**62] * 3, "s": [0.1, 5e-7, 0.2], "c": [math.nan, 0.0, -0.0]}
    pq.write_table(pa.table(table), path)
    columns = {"kept": "kept", "bytes": "b", "seconds": "s", "label": "c"}

    for found in (decisions_of(path, columns), decisions_on_spark(path, columns)):
        assert {"bytes": (3 * 2**62, 2**63), "seconds": (Decimal("0.300001"), Decimal("0.3"))} == found.sums
        assert Balance({"": 1, "0.0": 2}, {"": 1, "0.0": 1}) == found.label


@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize("name", ["a.csv", "a.TSV.GZ", "a.csv.zst", "a.jsonl", "a.jsonl.zst"])
def test_text_is_read_as_duckdb_reads_it(name: str, tmp_path: Path) -> None:
    """With a line end, quotes and the sign between cells inside a cell, and numbers with a point."""
    rows = pd.DataFrame({"kept": [True, False], "why": ['a "b", \n\tc', None], "n": ["é", "7"], "s": [1.5, 2.25]})
    path = str(tmp_path / name)
    if "json" in name:
        rows.to_json(path, orient="records", lines=True)
    else:
        rows.to_csv(
            path, index=False, sep="\t" if "TSV" in name else ",", compression="gzip" if "GZ" in name else "infer"
        )
    columns = {"kept": "kept", "reason": "why", "label": "n", "seconds": "s"}
    found = decisions_on_spark(path, columns)

    assert decisions_of(path, columns) == found
    assert {"é": 1, "7": 1} == (found.label and found.label.before)


@pytest.mark.usefixtures("spark")
def test_names_in_a_csv_are_text(tmp_path: Path) -> None:
    """1.1 and 1.10 are two labels, 01 and 1 two samples, as DuckDB counts them; so are folders of such names."""
    for name, rows in (("1", "1.1,1,01\n1.10,0,1\n"), ("01", " 1.1 ,1,001\n'=a,0,2\n")):
        (tmp_path / f"source={name}").mkdir()
        (tmp_path / f"source={name}" / "a.csv").write_text(f"label,kept,id\n{rows}")
    columns = {"kept": "kept", "label": "label", "id": "id", "source": "source"}
    found = decisions_on_spark(str(tmp_path), columns)

    assert decisions_of(str(tmp_path), columns) == found
    assert Balance({"1.1": 2, "1.10": 1, "=a": 1}, {"1.1": 2}) == found.label
    assert Balance({"1": 2, "01": 2}, {"1": 1, "01": 1}) == found.source


@pytest.mark.usefixtures("spark")
def test_folders_partitions_and_tables_of_the_catalogue(spark: SparkSession, tmp_path: Path) -> None:
    """A folder as DuckDB takes it, with a column that only its folders' names hold; the same by Spark's own listing."""
    for source, kept in (("web", [True, False]), ("lab", [False])):
        folder = tmp_path / "table" / f"source={source}"
        folder.mkdir(parents=True)
        pq.write_table(pa.table({"kept": kept, "id": kept}), folder / "a.parquet")
    name, columns = str(tmp_path / "table"), {"kept": "kept", "source": "source"}
    wanted = Decisions(3, 1, source=Balance({"web": 2, "lab": 1}, {"web": 1}))

    assert wanted == decisions_on_spark(name, columns) == decisions_of(name, columns)
    assert wanted == decisions_on_spark(f"file://{name}", columns)
    spark.read.parquet(name).createOrReplaceGlobalTempView("decided")
    assert wanted == decisions_on_spark("global_temp.decided", columns)
    spark.catalog.dropGlobalTempView("decided")
    with pytest.raises(InputError, match="1 row says the id of another row again"):
        decisions_on_spark(name, {"kept": "kept", "id": "id"})


@pytest.mark.usefixtures("spark")
def test_folders_that_spark_would_leave_out_are_refused(tmp_path: Path) -> None:
    """Of a table in a folder and one in a folder below, which is no partition, Spark by itself reads one."""
    table = pa.table({"kept": [True, False]})
    (tmp_path / "below").mkdir()
    pq.write_table(table, tmp_path / "a.parquet")
    pq.write_table(table, tmp_path / "below" / "b.parquet")

    assert 4 == decisions_on_spark(str(tmp_path), {"kept": "kept"}).before
    with pytest.raises(InputError, match="folders below that are no partitions"):
        decisions_on_spark(f"file://{tmp_path}", {"kept": "kept"})


@pytest.mark.usefixtures("spark")
def test_problems_are_those_of_any_table(tmp_path: Path) -> None:
    """Columns that do not exist, hold words or lists; a row that decides nothing; a table that Spark does not find."""
    path = str(tmp_path / "a.parquet")
    pq.write_table(pa.table({"kept": [True, None], "class": ["a", "b"], "tags": [["a"], []]}), path)
    with pytest.raises(InputError) as refused:
        decisions_on_spark(path, {"kept": "kep", "tokens": "class", "label": "tags"})

    assert [
        'has no column "kep" for kept',
        'the column "class" for tokens holds STRING and no numbers',
        'the column "tags" for label holds ARRAY<STRING>',
    ] == [it.message for it in refused.value.problems]
    with pytest.raises(InputError, match='1 row of "kept" is neither true nor false'):
        decisions_on_spark(path, {"kept": "kept"})
    for name in ("no_such_table", f"file://{tmp_path}/none.parquet"):
        with pytest.raises(InputError, match="cannot be counted by Spark"):
            decisions_on_spark(name, {"kept": "kept"})


@pytest.mark.usefixtures("spark")
def test_nan_names_nothing_as_with_duckdb(tmp_path: Path) -> None:
    """In a label, a reason, a source, a set of near duplicates and an id, among nulls and numbers of both widths."""
    for kind in (pa.float32(), pa.float64()):
        path = str(tmp_path / f"{kind}.parquet")
        numbers = pa.array([1.5, math.nan, math.nan, None, 1.5, 2.5], kind)
        ids = pa.array([1, 2, 3, math.nan, math.nan, 4], kind)  # what has none is no sample that stands twice
        pq.write_table(pa.table({"kept": [1, 0, 1, 0, 0, 1], "n": numbers, "i": ids}), path)
        columns = {"kept": "kept", "reason": "n", "label": "n", "source": "n", "component": "n", "id": "i"}
        found = decisions_on_spark(path, columns)

        assert decisions_of(path, columns) == found
        assert Balance({"": 3, "1.5": 2, "2.5": 1}, {"": 1, "1.5": 1, "2.5": 1}) == found.label
        assert 2 == found.largest_component


@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize("ending", ["parquet", "csv", "jsonl"])
def test_a_table_of_the_samples_kept_counts_as_with_duckdb(ending: str, tmp_path: Path) -> None:
    """By the id that both have; a sample that the first lacks, an id that stands twice and one that is missing."""

    def table(name: str, **columns: list[Any]) -> str:
        path, frame = str(tmp_path / f"{name}.{ending}"), pd.DataFrame(columns)
        if ending == "parquet":
            frame.to_parquet(path)
        elif ending == "csv":
            frame.to_csv(path, index=False)
        else:
            frame.to_json(path, orient="records", lines=True)
        return path

    before = table("before", id=["a", "01", "1", "d"], n=[1, 2, 3, 4], what=["x", "x", "y", None])
    after = table("after", id=["1", "a"])
    columns = {"id": "id", "objects": "n", "label": "what"}
    found = decisions_on_spark(before, columns, after=after)

    assert decisions_of(before, columns, after=after) == found
    assert (4, 2) == (found.before, found.after)
    assert {"objects": (Decimal(10), Decimal(4))} == found.sums
    assert Balance({"": 1, "x": 2, "y": 1}, {"x": 1, "y": 1}) == found.label
    for ids, said in (
        (["a", "none"], "1 of its samples is not in .*are the two swapped"),
        (["a", "a"], "1 row says the id of another row again"),
        (["a", None, "d"], '1 row has no id in "id"'),
    ):
        wrong = table("wrong", id=ids)
        for count in (decisions_of, decisions_on_spark):
            with pytest.raises(InputError, match=said):
                count(before, columns, after=wrong)


@pytest.mark.usefixtures("spark")
def test_what_spark_does_not_read_is_refused_with_the_way_out(tmp_path: Path) -> None:
    """Files of Arrow, here or at an address."""
    rows = pa.table({"kept": [True]})
    with pa.OSFile(str(tmp_path / "a.arrow"), "wb") as file, pa.ipc.new_stream(file, rows.schema) as writer:
        writer.write_table(rows)

    for name in (str(tmp_path / "a.arrow"), str(tmp_path), "s3a://bucket/kept.feather"):
        with pytest.raises(InputError, match=r"Spark does not read \(save it as Parquet, or leave --engine spark out"):
            decisions_on_spark(name, {"kept": "kept"})


@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_numbers_of_text_are_added_up_as_they_are_written(form: str, tmp_path: Path) -> None:
    """A half among large whole numbers, ties at the seventh digit, a power of ten; as names, but for that, as well."""
    numbers = ["4611686018427387905", "0.5", "1.0000005", "1e5", "7"]
    path = tmp_path / f"a.{form}"
    if form == "csv":
        path.write_text("kept,n\n" + "".join(f"{place % 2},{it}\n" for place, it in enumerate(numbers)))
    else:
        path.write_text("".join(f'{{"kept": {place % 2}, "n": {it}}}\n' for place, it in enumerate(numbers)))
    columns = {"kept": "kept", "bytes": "n"} | ({"source": "n"} if form == "csv" else {})
    found = decisions_on_spark(str(path), columns)

    assert decisions_of(str(path), columns) == found
    assert {"bytes": (Decimal("4611686018427487913.500001"), Decimal("100000.5"))} == found.sums
