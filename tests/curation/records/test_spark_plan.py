"""Plans of Spark's queries: which operators are steps, which are none, and what is no subset."""

import time
from typing import Any

import pytest

from reportgen.curation.records.row_flow import Flow
from reportgen.curation.records.spark_plan import flow, is_write

SCAN_TEXT = "FileScan parquet [a#1] Batched: true, DataFilters: [], PushedFilters: []"


def node(name: str, text: str, rows: int | None, *children: dict[str, Any]) -> dict[str, Any]:
    """Return an operator; rows: None where it counts none."""
    return {"nodeName": name, "simpleString": text, "children": list(children), "rows": rows}


def scan(rows: int | None = 100, text: str = SCAN_TEXT) -> dict[str, Any]:
    """Return what reads a table."""
    return node("Scan parquet ", text, rows)


def numbered(plan: dict[str, Any], first: int = 1) -> tuple[dict[str, Any], dict[int, int]]:
    """Return the plan with the numbers of accumulators in place of rows, and the rows by these numbers."""
    rows: dict[int, int] = {}

    def without(it: dict[str, Any]) -> dict[str, Any]:
        metrics = [{"name": "duration", "accumulatorId": 0}]
        if it["rows"] is not None:
            number = first + len(rows)
            rows[number] = it["rows"]
            metrics.append({"name": "number of output rows", "accumulatorId": number})
        children = [without(child) for child in it["children"]]
        return {
            "nodeName": it["nodeName"],
            "simpleString": it["simpleString"],
            "metrics": metrics,
            "children": children,
        }

    return without(plan), rows


def flow_of(plan: dict[str, Any]) -> Flow:
    """Return the rows of a plan."""
    return flow(*numbered(plan))


def steps(found: Flow) -> list[tuple[str, int | None]]:
    """Return what each step removed."""
    return [(stage.name, stage.removed) for stage in found.stages]


def aggregate(functions: str, rows: int, *children: dict[str, Any], keys: str = "a#1") -> dict[str, Any]:
    """Return an aggregate over these keys."""
    return node("HashAggregate", f"HashAggregate(keys=[{keys}], functions=[{functions}])", rows, *children)


def test_operators_without_rows_pass_them_on() -> None:
    """A projection, a shuffle and a sort change no count."""
    plan = node("Sort", "", None, node("Exchange", "", None, node("Project", "", None, scan())))

    assert (100, 100, []) == (flow_of(plan).before, flow_of(plan).rows, flow_of(plan).stages)


def test_a_filter_that_removed_nothing_is_a_step() -> None:
    """It was there to remove, and its condition is its reason."""
    found = flow_of(node("Filter", "Filter (n#1 > 50)", 100, scan()))

    assert [("Filter", 0)] == steps(found)
    assert "(n#1 > 50)" == found.stages[0].reason


@pytest.mark.parametrize("functions", ["", "first(b#2, false), first(c#3, false)"])
def test_of_two_aggregates_the_partial_one_is_no_step(functions: str) -> None:
    """Duplicates are dropped in each partition, 90 left, and then in all, 80 left: one step of 20."""
    partial = aggregate(functions.replace("first", "partial_first"), 90, scan())
    found = flow_of(aggregate(functions, 80, node("Exchange", "", None, partial)))

    assert [("HashAggregate", 20)] == steps(found)
    assert "one of each a" == found.stages[0].reason


def test_aggregates_over_other_keys_are_two_steps() -> None:
    """Duplicates by b of what was left of duplicates by a."""
    found = flow_of(aggregate("", 70, aggregate("", 90, scan()), keys="b#2"))

    assert [("HashAggregate", 10), ("HashAggregate", 20)] == steps(found)


def test_duplicates_of_which_there_are_none_are_a_step() -> None:
    """They were looked for, and none was dropped."""
    assert [("HashAggregate", 0)] == steps(flow_of(aggregate("", 100, scan())))


def test_the_first_of_each_window_is_one_step() -> None:
    """Spark leaves out early what the filter would: 100 -> 82 -> 81, all of it by the filter on the rank."""
    window = node("WindowGroupLimit", "", 81, node("WindowGroupLimit", "", 82, scan()))

    assert [("Filter", 19)] == steps(flow_of(node("Filter", "Filter (r#68 = 1)", 81, node("Window", "", None, window))))


@pytest.mark.parametrize("functions", ["count(1)", "first(b#2, false), sum(n#3)"])
def test_groups_are_no_samples(functions: str) -> None:
    """A count or a sum of each group is no sample of what went in."""
    assert not flow_of(aggregate(functions, 10, scan())).is_subset


@pytest.mark.parametrize("kind", ["LeftSemi", "LeftAnti"])
def test_a_join_that_only_leaves_out_is_a_step(kind: str) -> None:
    """What it reads on its right side is no sample of the left."""
    join = f"BroadcastHashJoin [id#0], [id#8], {kind}, BuildRight, false"
    found = flow_of(node("BroadcastHashJoin", join, 79, scan(), node("BroadcastExchange", "", 21, scan(500))))

    assert (100, 79, [("BroadcastHashJoin", 21)], "") == (found.before, found.rows, steps(found), found.unsettled)


@pytest.mark.parametrize(("rows", "is_doubted"), [(100, False), (99, True), (101, True)])
def test_any_other_join_is_settled_by_a_person(rows: int, is_doubted: bool) -> None:
    """One that neither leaves out nor repeats is none; else it may do both."""
    found = flow_of(node("SortMergeJoin", "SortMergeJoin [id#0], [id#8], Inner", rows, scan(), scan(500)))

    assert is_doubted == ("may leave out rows and repeat others" in found.unsettled)


def test_an_operator_that_makes_rows_is_settled_by_a_person() -> None:
    """An array that is taken apart gives 130 rows of 100."""
    assert "Generate makes 30 rows more than there were" in flow_of(node("Generate", "", 130, scan())).unsettled


def test_a_limit_removes_what_the_operator_above_does_not_get() -> None:
    """100 rows, 40 written: the limit counts nothing itself, and its two parts are one."""
    limit = node("GlobalLimit", "GlobalLimit 40, 0", None, node("LocalLimit", "LocalLimit 40", None, scan()))
    found = flow_of(node("Execute InsertIntoHadoopFsRelationCommand", "", 40, limit))

    assert (100, 40, [("LocalLimit 40", 60)]) == (found.before, found.rows, steps(found))
    nameless = node("Execute InsertIntoHadoopFsRelationCommand", "", 40, node("CollectLimit", "", None, scan()))
    assert [("limit", 60)] == steps(flow_of(nameless))


@pytest.mark.parametrize(("written", "removed"), [(99, 1), (100, 0), (101, None)])
def test_a_limit_that_lets_all_rows_through_removes_none(written: int, removed: int | None) -> None:
    """Of 100 rows; where more are written than entered it, what it removed is not known."""
    limit = node("GlobalLimit", "GlobalLimit 500", None, scan())
    found = flow_of(node("Execute InsertIntoHadoopFsRelationCommand", "", written, limit))

    assert [("GlobalLimit 500", removed)] == [(stage.name, stage.removed) for stage in found.stages]


def test_a_union_adds_up_what_it_reads() -> None:
    """100 and 50 went in, and of the first 10 were left out before."""
    found = flow_of(node("Union", "Union", None, node("Filter", "Filter x", 90, scan()), scan(50)))

    assert (150, 140, [("Filter", 10)]) == (found.before, found.rows, steps(found))


@pytest.mark.parametrize(("second", "is_doubted"), [("kept", False), ("raw", True)])
@pytest.mark.parametrize("filters", ["", ", PushedFilters: [GreaterThan(n,50)]"])
def test_a_union_of_one_table_with_itself_is_settled_by_a_person(second: str, is_doubted: bool, filters: str) -> None:
    """The same rows read twice are no more samples than they are, filtered while they are read or not."""
    files = "FileScan parquet Location: InMemoryFileIndex(1 paths)[file:/"
    parts = [scan(text=f"{files}{it}]{filters}") for it in ("raw", second)]

    assert is_doubted == ("reads file:/raw more than once" in flow_of(node("Union", "Union", None, *parts)).unsettled)


def test_a_union_with_an_unknown_part_is_unknown() -> None:
    """Nobody counted one of the two."""
    found = flow_of(node("Union", "Union", None, scan(), scan(None)))

    assert (None, None) == (found.before, found.rows)
    assert "what went in is not known" in found.warnings[0]


@pytest.mark.parametrize(
    ("text", "before", "said"),
    [
        (SCAN_TEXT, 100, ""),
        ("FileScan parquet PushedFilters: [GreaterThan(n,50)]", 100, "at least what is counted"),
        ("FileScan csv Format: CSV, PushedFilters: [GreaterThan(n,50)]", None, "what went in is not known"),
        ("FileScan csv Format: CSV, PushedFilters: []", 100, ""),
    ],
)
def test_a_scan_with_filters_may_count_less(text: str, before: int | None, said: str) -> None:
    """Parquet skips whole groups of rows; text is filtered row by row before anything is counted."""
    found = flow_of(scan(text=text))

    assert before == found.before
    assert bool(said) == any(said in it for it in found.warnings if said)


@pytest.mark.parametrize(("rows", "before"), [(90, 100), (80, 80)])
def test_a_cache_that_was_read_whole_is_what_filled_it(rows: int, before: int) -> None:
    """Filtered before it was cached: 100 -> 90; where fewer are read than it holds, it is the source."""
    filled = node("Filter", "Filter x", 90, scan())
    found = flow_of(node("InMemoryTableScan", "InMemoryTableScan [a#1]", rows, filled))

    assert (before, rows) == (found.before, found.rows)
    assert (rows == 80) == any("reads a cache" in it for it in found.warnings)


def test_a_subquery_of_a_condition_is_nothing_that_is_read() -> None:
    """It stands behind what a filter reads, and below a scan that it prunes: neither's rows are samples."""
    subquery = node("SubqueryBroadcast", "SubqueryBroadcast dynamicpruning#1", 5, scan(500))
    pruned = {**scan(), "children": [{**subquery, "nodeName": "ReusedSubquery"}]}
    found = flow_of(node("Filter", "Filter (n#1 > Subquery)", 60, pruned, {**subquery, "nodeName": "Subquery"}))

    assert (100, 60, [("Filter", 40)]) == (found.before, found.rows, steps(found))


def test_an_operator_over_several_others_is_not_known() -> None:
    """Every row beside every other one: what went in is none of its parts."""
    found = flow_of(node("CartesianProduct", "CartesianProduct", 5000, scan(), scan(50)))

    assert (None, 5000) == (found.before, found.rows)
    assert "CartesianProduct takes rows from several places" in found.warnings[0]


def test_a_plan_that_never_ends_counts_nothing() -> None:
    """A file made to break a reader has operators without end above each other."""
    plan = scan()
    for _ in range(500):
        plan = node("Project", "", None, plan)

    assert flow(plan, {}).before is None


@pytest.mark.parametrize(
    ("name", "writes"),
    [("Execute InsertIntoHadoopFsRelationCommand", True), ("AppendData", True), ("HashAggregate", False)],
)
def test_what_writes_is_known_by_its_name(name: str, writes: bool) -> None:
    """Below the plan that adapts itself stands what the query does."""
    assert writes == is_write(numbered(node("AdaptiveSparkPlan", "", None, node(name, "", 1, scan())))[0])


def test_a_long_plan_without_ends_is_read_at_once() -> None:
    """100,000 lists that are not closed: each of them went to the end to look for its own."""
    start = time.process_time()
    found = flow_of(node("HashAggregate", "HashAggregate(" + "keys=[functions=[" * 100_000, 80, scan()))

    assert (80, time.process_time() - start < 2) == (found.rows, True)
