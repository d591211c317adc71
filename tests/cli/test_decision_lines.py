"""What `reportgen count --table` prints of a table of decisions: funnel, classes beside a random subset, and sums."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import Run

HEAD = "kept,why,class,from,size,boxes\n"
# Seven reasons of twelve samples; of each class so many are removed and kept; a kept sample has 1.5 bytes, and one box.
REMOVED = [*"bbb", *"aaa", *"cc", *"defg"]
LABELS, KEPT = "uuuuvvvwwxyz", "uuvvwwxy"
ROWS = [
    *(f"no,{why},{LABELS[place]},{'web' if place < 11 else 'lab'},10,{place % 2}" for place, why in enumerate(REMOVED)),
    *(f"yes,,{label},{'lab' if place else 'web'},1.5,1" for place, label in enumerate(KEPT)),
]
COLUMNS = "kept=kept,reason=why,label=class,source=from,bytes=size,objects=boxes"


def counted(run: Run, folder: Path, rows: list[str], columns: str) -> list[str]:
    """The lines of a table with these rows."""
    (folder / "d.csv").write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    done = run("count", "d.csv", "--table", columns)
    assert 0 == done.code, done.err
    return done.out.splitlines()


def test_every_line_of_a_table(run: Run, tmp_path: Path) -> None:
    """Five reasons by their number, then by name; five classes, the most cut first; a source far off; both sums.

    Evenness is the entropy over that of as many equal parts: of 6, 5, 4, 2, 2 and 1 of 20 it is 0.915,
    of 2, 2, 2, 1, 1 and none of the six 0.870.
    """
    assert [
        "d.csv: 20 samples, 8 kept",
        "  removed: a 3",
        "  removed: b 3",
        "  removed: c 2",
        "  removed: d 1",
        "  removed: e 1",
        "  removed: 2 further reasons 2",
        "  label: 6 values, 5 left, evenness 0.915 before and 0.870 after",
        "    z: 1 before, 0 after; a random subset has 0.4 (0 to 1)",
        "    u: 6 before, 2 after; a random subset has 2.4 (1 to 4)",
        "    v: 5 before, 2 after; a random subset has 2 (0 to 4)",
        "    w: 4 before, 2 after; a random subset has 1.6 (0 to 3)",
        "    x: 2 before, 1 after; a random subset has 0.8 (0 to 2)",
        "    and 1 that were cut less",
        "  source: 2 values, 2 left, evenness 0.971 before and 0.544 after",
        "    web: 12 before, 1 after; a random subset has 4.8 (3 to 7; outside of it)",
        "    lab: 8 before, 7 after; a random subset has 3.2 (1 to 5; outside of it)",
        "  bytes: 132 before, 12 after",
        "  objects: 14 before, 8 after",
        "  without a label: 6 before, 0 after",
    ] == counted(run, tmp_path, ROWS, COLUMNS)


def test_five_reasons_and_classes_have_nothing_further(run: Run, tmp_path: Path) -> None:
    """Without the two last reasons, z and y no line says that there are more."""
    rows = [row for row in ROWS if row.split(",")[1] not in ("f", "g") and row.split(",")[2] not in ("y", "z")]
    lines = counted(run, tmp_path, rows, "kept=kept,reason=why,label=class")
    assert 5 == sum(line.startswith("  removed: ") for line in lines)
    assert not [line for line in lines if "further" in line or "cut less" in line or "bytes" in line]


def test_what_has_no_reason_or_class_says_so(run: Run, tmp_path: Path) -> None:
    """An empty cell is named for its column, also among what vanished."""
    rows = ["no,,,web,1,1", "no,,,web,1,1", "yes,,car,web,1,1", "yes,,car,,1,1"]
    lines = counted(run, tmp_path, rows, "kept=kept,reason=why,label=class,source=from")
    assert "  removed: (without a reason) 2" in lines
    assert lines[3].startswith("    (without a label): 2 before, 0 after; ")
    assert any(line.startswith("    (without a source): 1 before, 1 after; ") for line in lines)
    said = run("count", "d.csv", "--table", "kept=kept,label=class").err
    assert "reportgen: d.csv: label: nothing is left of 1 of 2: (without a label)\n" == said


@pytest.mark.parametrize("many", [5, 6])
def test_five_that_vanished_are_named(run: Run, tmp_path: Path, many: int) -> None:
    """The count says them all; the names are those of five at most."""
    rows = [f"no,x,{'abcdef'[place]},w,1,1" for place in range(many)] + ["yes,,g,w,1,1"]
    counted(run, tmp_path, rows, "kept=kept,label=class")
    said = run("count", "d.csv", "--table", "kept=kept,label=class").err
    assert f"reportgen: d.csv: label: nothing is left of {many} of {many + 1}: a, b, c, d, e\n" == said


def test_the_table_as_json_has_every_value(run: Run, tmp_path: Path) -> None:
    """All reasons, classes and sums, null for a column that was not named and no sum of it, and the cautions."""
    counted(run, tmp_path, ROWS, COLUMNS)
    value = json.loads(run("count", "d.csv", "--table", COLUMNS, "--json").out)
    assert {"name", "samples_before", "samples_after", "removed", "label", "source", "warnings"} < set(value)
    assert {"a": 3, "b": 3, "c": 2, "d": 1, "e": 1, "f": 1, "g": 1} == value["removed"]
    assert ({"before": 132, "after": 12}, {"before": 14, "after": 8}) == (value["bytes"], value["objects"])
    assert ["label: nothing is left of 1 of 6: z"] == value["warnings"]
    assert (0.970950594, 0.543564443) == (value["source"]["evenness_before"], value["source"]["evenness_after"])
    assert {"before": 2, "after": 1, "random": {"expected": 0.8, "low": 0, "high": 2, "none": 0.347368421}} == (
        value["label"]["values"]["x"]
    )
    bare = json.loads(run("count", "d.csv", "--table", "kept=kept", "--json").out)
    assert [None] * 3 == [bare[name] for name in ("removed", "label", "source")]
    assert not {"bytes", "objects"} & set(bare)


def test_a_sum_of_which_a_sample_does_not_say_its_part_is_null(run: Run, tmp_path: Path) -> None:
    """One size of seven is empty, and all have their boxes; of 4 and 3 of 7, of which 2 stay, 1.1 and 0.86 are left."""
    rows = [*["no,x,a,web,1,1"] * 2, *["no,x,b,web,1,1"] * 3, "yes,,a,web,1,1", "yes,,b,web,,1"]
    lines = counted(run, tmp_path, rows, "kept=kept,label=class")
    found = json.loads(run("count", "d.csv", "--table", "kept=kept,bytes=size,objects=boxes", "--json").out)
    assert (None, {"before": 7, "after": 2}) == (found["bytes"], found["objects"])
    assert "    b: 4 before, 1 after; a random subset has 1.1 (0 to 2)" == lines[2]
    assert "    a: 3 before, 1 after; a random subset has 0.86 (0 to 2)" == lines[3]
