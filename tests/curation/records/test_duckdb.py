"""DuckDB's profiles of versions 1.x and 2.x: what a scan had before it, and what each operator left."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.curation.sources import fault_of, record_in, refusal, removed, sample, written

Node = dict[str, Any]


def first(kind: str, rows: int, *children: Node, scanned: int = 0, **extra: Any) -> Node:
    """Return an operator as version 1.x writes it."""
    return {
        "operator_type": kind,
        "operator_cardinality": rows,
        "operator_rows_scanned": scanned,
        "extra_info": {key.replace("_", " "): value for key, value in extra.items()},
        "children": list(children),
    }


def second(
    kind: str, rows: int, *children: Node, scanned: int = 0, groups: tuple[int, int] = (1, 1), **extra: Any
) -> Node:
    """Return an operator as version 2.x writes it."""
    scan = {"rows_scanned": scanned, "row_groups_scanned": groups[0], "total_row_groups_to_scan": groups[1]}
    return {
        "type": kind,
        "intermediate_rows": rows,
        "extra_info": {key.replace("_", " "): value for key, value in extra.items()},
        **({"children": list(children)} if children else scan),
    }


def profile(folder: Path, node: Node) -> Path:
    """Write the profile of a query of this plan, in the version of its operators."""
    if "type" in node:
        root: Node = {"operator": [node], "query": {"total_time": 0.5}}
    else:
        root = {"query_name": "x", "latency": 0.5, "children": [node]}
    return written(folder / "profile.json", json.dumps(root))


def test_version_2_has_the_rows_scanned_before_pushed_filters() -> None:
    """1000 -> 838 in the scan -> 744 by duplicates, in 0.0089 s."""
    record = record_in(sample("duckdb", "version_2.json"))

    assert (1000, 744, {"TABLE_SCAN": 162, "HASH_GROUP_BY": 94}) == (record.before, record.after, removed(record))
    assert "(n > 50); (NOT contains(contents, 'lorem ipsum'))" == record.stages[0].reason
    assert Decimal("0.008943709") == record.duration_s


@pytest.mark.parametrize(
    ("version", "stages"),
    [
        ("1.1.3", {"TABLE_SCAN": 129, "FILTER": 36, "HASH_GROUP_BY": 84}),
        ("1.4.1", {"TABLE_SCAN": 165, "HASH_GROUP_BY": 84}),
    ],
)
def test_version_1_has_other_keys(version: str, stages: dict[str, int]) -> None:
    """The same query in both: what is pushed into the scan differs, what is left does not: 1000 -> 835 -> 751."""
    record = record_in(sample("duckdb", f"version_{version}.json"))

    assert (1000, 751, stages) == (record.before, record.after, removed(record))


def test_groups_of_rows_that_were_skipped_are_not_known() -> None:
    """A million rows in nine groups, of which two were read: 86,592 scanned are no count before."""
    record = record_in(sample("duckdb", "row_groups_skipped.json"))

    assert (None, 50_000, ()) == (record.before, record.after, record.stages)
    assert ("2 of 9 groups of rows were read: what went in is not known",) == record.warnings


@pytest.mark.parametrize(("scanned", "before"), [(122_880, 122_880), (122_881, None)])
def test_version_1_counts_a_scan_for_each_thread(tmp_path: Path, scanned: int, before: int | None) -> None:
    """One thread scans a group of 122,880 rows: more may be the table, or one half of it twice."""
    record = record_in(profile(tmp_path, first("TABLE_SCAN", 90, scanned=scanned, Table="raw", Filters="n>5")))

    assert before == record.before
    said = "DuckDB 1.x counts a scan once for each thread: what went in is not known"
    assert (() if before else (said,)) == record.warnings


@pytest.mark.parametrize(("scanned", "is_said"), [(2048, False), (2049, True)])
def test_parts_of_a_group_may_be_skipped(tmp_path: Path, scanned: int, is_said: bool) -> None:
    """2,048 rows are read together or not: of more rows the count before is at least what was scanned."""
    record = record_in(profile(tmp_path, second("TABLE_SCAN", 90, scanned=scanned, Table="raw", Filters="n>5")))

    assert (scanned, is_said) == (record.before, any("at least what is counted" in it for it in record.warnings))


@pytest.mark.parametrize("make", [first, second])
def test_a_scan_without_filters_is_what_it_gave(tmp_path: Path, make: Any) -> None:
    """Of a CSV what was scanned is a guess, 1187 of 1000: what came out of it is counted."""
    path = profile(tmp_path, make("FILTER", 871, make("TABLE_SCAN", 1000, scanned=1187, Function="READ_CSV_AUTO")))

    assert (1000, 871, {"FILTER": 129}) == (record_in(path).before, record_in(path).after, removed(record_in(path)))


@pytest.mark.parametrize("make", [first, second])
@pytest.mark.parametrize("table", [{}, {"Text": "part.parquet"}, {"Table": "part"}])
def test_what_parquet_had_before_its_filters_is_not_known(tmp_path: Path, make: Any, table: dict[str, str]) -> None:
    """Version 2.x counts what was left, version 1.x the file once for each thread."""
    scan = make("TABLE_SCAN", 500, scanned=500, Function="PARQUET_SCAN", Filters="i>=5", **table)
    record = record_in(profile(tmp_path, make("COPY_TO_FILE", 1, scan)))

    assert (None, 500) == (record.before, record.after)


def test_a_scan_below_a_join_is_filtered_by_it_unsaid(tmp_path: Path) -> None:
    """Version 1.x: 1000 scanned, 998 left by the join's own filter, 252 by the join: 748 removed together."""
    left = first("TABLE_SCAN", 998, scanned=1000, Table="raw")
    right = first("TABLE_SCAN", 252, scanned=252, Table="good")
    record = record_in(profile(tmp_path, first("HASH_JOIN", 252, left, right, Join_Type="SEMI")))

    assert (1000, 252, {"TABLE_SCAN": 2, "HASH_JOIN": 746}) == (record.before, record.after, removed(record))


def test_rows_that_were_found_first_and_fetched_then_are_followed_to_where_they_were_found(tmp_path: Path) -> None:
    """1000 -> 901 by the first of each group, whose rows a join on rowid then fetches."""
    groups = second(
        "HASH_GROUP_BY", 901, second("TABLE_SCAN", 1000, Table="raw"), Aggregates="arg_min_nulls_last(#1, #2)"
    )
    fetched = second("TABLE_SCAN", 901, scanned=1000, Table="raw", Dynamic_Filters="optional: rowid IN PRF(rowid)")
    join = second("HASH_JOIN", 901, fetched, groups, Join_Type="SEMI", Conditions="rowid = rowid")
    record = record_in(profile(tmp_path, second("CREATE_TABLE_AS", 1, join)))

    assert (1000, 901, {"HASH_GROUP_BY": 99}) == (record.before, record.after, removed(record))


@pytest.mark.parametrize(
    ("kind", "functions"), [("HASH_GROUP_BY", ["count_star()"]), ("UNGROUPED_AGGREGATE", "sum(#0)")]
)
def test_groups_and_counts_are_no_rows_that_were_kept(tmp_path: Path, kind: str, functions: object) -> None:
    """A later count of what is left is another query."""
    path = profile(tmp_path, second(kind, 1, second("TABLE_SCAN", 1000, Table="raw"), Aggregates=functions))

    assert "the query gives groups or a count, and no rows that were kept" in refusal(path)


@pytest.mark.parametrize(("other", "is_doubted"), [("more", False), ("raw", True)])
def test_a_union_adds_up_other_tables_alone(tmp_path: Path, other: str, is_doubted: bool) -> None:
    """1000 and 1000 rows of two tables; of one table read twice they are the same."""
    parts = [second("TABLE_SCAN", 1000, Table=it) for it in ("raw", other)]
    record = record_in(profile(tmp_path, second("UNION", 0, *parts)))

    assert (2000, 2000) == (record.before, record.after)
    assert is_doubted == bool(record.unsettled)


@pytest.mark.parametrize("make", [first, second])
def test_a_table_that_the_query_names_is_followed_to_what_it_reads(tmp_path: Path, make: Any) -> None:
    """1000 -> 847 in the named table -> 647 by the query on it, and not 0, which the operator itself counts."""
    named = make("FILTER", 847, make("TABLE_SCAN", 1000, Table="raw"), Expression="n > 50")
    scan = make("CTE_SCAN", 847, CTE_Index="0")
    cte = make("CTE", 0, named, make("FILTER", 647, scan, Expression="n < 300"), Table_Index="0")
    record = record_in(profile(tmp_path, make("CREATE_TABLE_AS", 1, cte)))

    assert (1000, 647, [153, 200]) == (record.before, record.after, [stage.removed for stage in record.stages])


def test_a_named_table_read_twice_is_settled_by_a_person(tmp_path: Path) -> None:
    """A union of it with itself has each row twice."""
    scans = [second("CTE_SCAN", 1000, CTE_Index="0") for _ in range(2)]
    named = second("PROJECTION", 1000, second("TABLE_SCAN", 1000, Table="raw"))
    record = record_in(profile(tmp_path, second("CTE", 0, named, second("UNION", 0, *scans), Table_Index="0")))

    assert "UNION reads raw more than once" in record.unsettled


def test_a_named_table_that_is_not_in_the_plan_is_not_known(tmp_path: Path) -> None:
    """What is read of it has no beginning."""
    path = profile(tmp_path, second("FILTER", 90, second("CTE_SCAN", 100, CTE_Index="7"), Expression="n > 5"))
    record = record_in(path)

    assert (None, 90) == (record.before, record.after)
    assert ("the scan counts rows behind its filters: what went in is not known",) == record.warnings


def test_a_filter_that_removed_nothing_is_a_step(tmp_path: Path) -> None:
    """It looked at every row."""
    record = record_in(profile(tmp_path, second("FILTER", 100, second("TABLE_SCAN", 100, Table="raw"), Expression="n")))

    assert {"FILTER": 0} == removed(record)


def test_a_pushed_filter_that_removed_nothing_is_a_step_too(tmp_path: Path) -> None:
    """Within the scan it looked at all 100 rows of the table."""
    node = second("TABLE_SCAN", 100, scanned=100, Table="raw", Filters="n>5")

    assert {"TABLE_SCAN": 0} == removed(record_in(profile(tmp_path, node)))


def test_a_scan_of_a_sample_has_no_count_before(tmp_path: Path) -> None:
    """Which rows it never looked at is not told."""
    node = second("TABLE_SCAN", 100, scanned=1000, Table="raw", Sample_Method="System: 10%")

    assert (None, 100) == ((record := record_in(profile(tmp_path, node))).before, record.after)


def test_a_table_of_version_1_1_goes_by_its_text(tmp_path: Path) -> None:
    """Read twice it is doubted, as one that is called Table."""
    parts = [first("TABLE_SCAN", 1000, Text="raw") for _ in range(2)]

    assert "reads raw more than once" in record_in(profile(tmp_path, first("UNION", 0, *parts))).unsettled


def test_a_count_that_is_none_is_named_wherever_it_is(tmp_path: Path) -> None:
    """Below a union too."""
    parts = [second("TABLE_SCAN", rows, Table=f"t{rows}") for rows in (5, -1)]

    assert "intermediate_rows is '-1', no count" in refusal(profile(tmp_path, second("UNION", 0, *parts)))


@pytest.mark.parametrize(("seconds", "expected"), [(0, None), (0.5, Decimal("0.5"))])
def test_a_time_of_zero_was_not_measured(tmp_path: Path, seconds: float, expected: Decimal | None) -> None:
    """No query takes none."""
    root = {"operator": [second("TABLE_SCAN", 1000, Table="raw")], "query": {"total_time": seconds}}

    assert expected == record_in(written(tmp_path / "profile.json", json.dumps(root))).duration_s


def test_an_operator_over_several_others_is_not_known(tmp_path: Path) -> None:
    """One that a later version may have: what went in is none of its parts."""
    parts = [second("TABLE_SCAN", 1000, Table=it) for it in ("raw", "more")]
    record = record_in(profile(tmp_path, second("MERGE_ALL", 900, *parts)))

    assert (None, 900, ()) == (record.before, record.after, record.stages)
    assert "MERGE_ALL takes rows from several places" in record.warnings[0]


@pytest.mark.parametrize(
    ("join", "rows", "stages"),
    [("SEMI", 1000, {"HASH_JOIN": 0, "FILTER": 100}), ("MARK", 1000, {"FILTER": 100}), ("LEFT", 1000, {"FILTER": 100})],
)
def test_a_join_that_leaves_all_rows_is_a_step_where_it_filters(
    tmp_path: Path, join: str, rows: int, stages: dict[str, int]
) -> None:
    """One that marks rows, or brings names to them, is none, and the filter above it is; nothing is to be settled."""
    tables = [second("TABLE_SCAN", 1000, Table=it) for it in ("raw", "names")]
    plan = second("FILTER", 900, second("HASH_JOIN", rows, *tables, Join_Type=join))
    record = record_in(profile(tmp_path, plan))

    assert (1000, 900, stages, "") == (record.before, record.after, removed(record), record.unsettled)


def test_an_inner_join_is_settled_by_a_person(tmp_path: Path) -> None:
    """900 of 1000 came out: some may have gone, and others come twice."""
    tables = [second("TABLE_SCAN", 1000, Table=it) for it in ("raw", "names")]
    record = record_in(profile(tmp_path, second("HASH_JOIN", 900, *tables, Join_Type="INNER")))

    assert "HASH_JOIN INNER may leave out rows and repeat others" in fault_of(record)


@pytest.mark.parametrize(("limit", "gone"), [(100, 900), (1000, 0)])
@pytest.mark.parametrize("kind", ["LIMIT", "STREAMING_LIMIT", "TOP_N", "STREAMING_SAMPLE"])
def test_a_limit_is_a_step(tmp_path: Path, kind: str, limit: int, gone: int) -> None:
    """100 of 1000 are left, or all."""
    scan = second("TABLE_SCAN", 1000, Table="raw")
    record = record_in(profile(tmp_path, second(kind, limit, scan, Limit=str(limit))))

    assert {kind: gone} == removed(record)


@pytest.mark.parametrize(("operators", "before"), [(200, 1000), (201, None)])
def test_a_plan_without_end_counts_nothing(tmp_path: Path, operators: int, before: int | None) -> None:
    """200 operators above a scan are more than any query has; what lies deeper is not looked at."""
    node = second("TABLE_SCAN", 1000, Table="raw")
    for _ in range(operators):
        node = second("PROJECTION", 1000, node)

    assert before == record_in(profile(tmp_path, node)).before
