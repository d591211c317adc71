"""The table of decisions that a manifest names: counted, held against the manifest, and beside a random subset."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import reportgen
from reportgen.curation import decision_query
from reportgen.problems import InputError

# 100 rows, of which the first 30 are removed: 10 buses, 20 of 90 cars; three cameras in turn.
ROWS = "id,kept,class,camera\n" + "".join(
    f"{number},{'no' if number < 30 else 'yes'},{'bus' if number < 10 else 'car'},camera {number % 3}\n"
    for number in range(100)
)
FIELDS = "task: classification\nsamples_before: 100\nsamples_after: 70\nduration: PT1M\n"
SAMPLES = "samples: {table: decisions.csv, kept: kept, label: class, source: camera, id: id}\n"


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    (tmp_path / "decisions.csv").write_text(ROWS)
    path = tmp_path / "run.yaml"
    path.write_text(FIELDS + SAMPLES)
    return path


def test_what_was_cut_most_stands_beside_a_random_subset(manifest: Path) -> None:
    """Of 10 buses a random 70 of 100 have 7, in nine of ten draws 5 to 9; the filter left none."""
    figures = reportgen.load(manifest).figures
    parts = ("before", "after", "random", "random_low", "random_high")

    assert [10, 0, 7, 5, 9] == [figures[f"balance_{it}.class_bus"].value for it in parts]
    assert [90, 70, 63, 61, 65] == [figures[f"balance_{it}.class_car"].value for it in parts]
    assert [2, 1] == [figures[f"balance_{it}.class"].value for it in ("values", "lost")]
    assert [3, 0] == [figures[f"balance_{it}.source"].value for it in ("values", "lost")]
    assert Decimal(34) * 70 / 100 == figures["balance_random.source_camera_0"].value
    assert "measured" == figures["balance_after.class_bus"].basis
    assert "bus" == figures["balance_kept.class_bus"].label == figures["balance_random.class_bus"].label


def test_the_page_shows_it_and_without_a_table_does_not(manifest: Path, tmp_path: Path) -> None:
    """In the section on the run, even of a run without stages and energy."""
    reportgen.load(manifest).save(tmp_path / "out", ["html"])
    shown = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    manifest.write_text(FIELDS)
    reportgen.load(manifest).save(tmp_path / "out", ["html"])
    bare = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")

    graded = "Less than a hundredth left: 0. Of the others, fewer samples left than in 19 of 20 random subsets: 0."
    for text in (
        "What was cut most and least, beside a random subset",
        "Classes of which nothing is left: 1 of 2.",
        graded,
    ):
        assert text in shown
        assert text not in bare


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("samples_before: 101", "holds 100 samples and not the 101 of samples_before"),
        ("samples_after: 71", "holds 70 samples and not the 71 of samples_after"),
    ],
)
def test_a_table_of_other_samples_is_refused(field: str, said: str, manifest: Path) -> None:
    """It says nothing of this run."""
    name = field.partition(":")[0]
    lines = [field if line.startswith(name) else line for line in manifest.read_text().splitlines()]
    manifest.write_text("\n".join(lines))

    with pytest.raises(InputError, match=rf"run\.yaml:5: \$\.samples\.table: {said}"):
        reportgen.load(manifest)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("kept: keep", 'has no column "keep" for kept'),
        ("kept: class", '100 rows of "class" are neither true nor false'),
        ("kept: kept, id: camera", "97 rows say the id of another row again"),
    ],
)
def test_what_is_wrong_with_the_table_is_said_at_its_field(given: str, said: str, manifest: Path) -> None:
    """With the table's own words."""
    manifest.write_text(f"{FIELDS}samples: {{table: decisions.csv, {given}}}\n")

    with pytest.raises(InputError, match=rf"\$\.samples\.table: .*{said}"):
        reportgen.load(manifest)


def test_a_second_table_elsewhere_is_said_at_its_field(manifest: Path) -> None:
    """One that lies outside the manifest's folder is not opened."""
    manifest.write_text(f"{FIELDS}samples: {{table: decisions.csv, after: ../kept.csv, id: id}}\n")

    with pytest.raises(InputError, match=r"run\.yaml:5: \$\.samples\.after: .*lies outside the manifest's folder"):
        reportgen.load(manifest)


@pytest.mark.parametrize(("column", "refused"), [("id", False), ("camera", True)])
def test_ids_of_a_large_table_are_looked_at_too(
    column: str, refused: bool, manifest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever its size: the manifest's field says that an id that stands twice is refused."""
    monkeypatch.setattr(decision_query, "_SMALL", 99)
    manifest.write_text(f"{FIELDS}samples: {{table: decisions.csv, kept: kept, id: {column}}}\n")

    if refused:
        with pytest.raises(InputError, match="97 rows say the id of another row again"):
            reportgen.load(manifest)
    else:
        reportgen.load(manifest)


def test_a_table_lies_below_the_manifest(manifest: Path, tmp_path: Path) -> None:
    """Unless it is allowed otherwise."""
    below = tmp_path / "below"
    below.mkdir()
    (below / "run.yaml").write_text(FIELDS + SAMPLES.replace("decisions.csv", "../decisions.csv"))

    with pytest.raises(InputError, match="lies outside the manifest's folder"):
        reportgen.load(below / "run.yaml")
    assert Decimal(10) == reportgen.load(below / "run.yaml", allow_path=True).figures["balance_before.class_bus"].value
    assert manifest.exists()


@pytest.mark.parametrize(("many", "shown"), [(17, 17), (18, 16)])
def test_of_many_classes_both_ends_are_shown_and_the_others_together(
    many: int, shown: int, manifest: Path, tmp_path: Path
) -> None:
    """Class n keeps n of twenty: of eighteen the eight that were cut most and least, between them two as one row."""
    rows = "".join(f"{number < of},class {of:02}\n" for of in range(many) for number in range(20))
    before, after = 20 * many, sum(range(many))
    (tmp_path / "decisions.csv").write_text("kept,class\n" + rows)
    fields = FIELDS.replace("100", str(before)).replace("70", str(after))
    manifest.write_text(f"{fields}samples: {{table: decisions.csv, kept: kept, label: class}}\n")
    report = reportgen.load(manifest)
    figures = report.figures
    labels = [it.label for key, it in figures.items() if key.startswith("balance_before.")]
    report.save(tmp_path / "out", ["html"])

    assert [f"class {it:02}" for it in range(many) if shown == many or it not in (8, 9)] == labels
    assert [many, 1] == [figures[f"balance_{it}.class"].value for it in ("values", "lost")]
    assert ("2 others" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")) == (shown < many)
    if shown == many:
        assert "balance_rest.class" not in figures
    else:
        rest = [figures[f"balance_rest{it}.class"].value for it in ("", "_before", "_after", "_kept")]
        assert [2, 40, 17, Decimal("0.425")] == rest
        assert "measured" == figures["balance_rest.class"].basis
        assert Decimal(40) * after / before == figures["balance_rest_random.class"].value


def test_of_classes_that_were_cut_alike_the_larger_come_first(manifest: Path, tmp_path: Path) -> None:
    """Two of which nothing is left, two that are whole."""
    sizes = {"a": 1, "b": 3, "c": 1, "d": 3}
    rows = "".join(f"{name in 'cd'},{name}\n" for name, many in sizes.items() for _ in range(many))
    (tmp_path / "decisions.csv").write_text("kept,class\n" + rows)
    fields = FIELDS.replace("100", "8").replace("70", "4")
    manifest.write_text(f"{fields}samples: {{table: decisions.csv, kept: kept, label: class}}\n")
    keys = [key for key in reportgen.load(manifest).figures if key.startswith("balance_before.")]

    assert [f"balance_before.class_{it}" for it in "badc"] == keys


def test_evenness_is_that_of_the_table(manifest: Path, tmp_path: Path) -> None:
    """By hand: of 10 of 100 the entropy over log 2 is 0.468995594; of one class that is left it is none."""
    figures = reportgen.load(manifest).figures
    of_class = [figures[f"balance_evenness_{it}.class"].value for it in ("before", "after")]
    (tmp_path / "decisions.csv").write_text(ROWS.replace(",yes,", ",no,"))
    manifest.write_text(FIELDS.replace("70", "0") + SAMPLES)

    assert [Decimal("0.468995594"), 0] == of_class
    assert "balance_evenness_after.class" not in reportgen.load(manifest).figures


def test_any_name_of_a_class_is_shown_on_one_line(manifest: Path, tmp_path: Path) -> None:
    """Long ones cut, one of two lines as an escape, none as a dash; markup stays text."""
    names = ["x" * 5000, '"two\nlines"', "", "<script>alert(1)</script>", "Ü"]
    rows = "".join(f"{kept},{name}\n" for name in names for kept in ("yes", "no"))
    (tmp_path / "decisions.csv").write_text("kept,class\n" + rows, encoding="utf-8")
    manifest.write_text(
        "task: classification\nsamples_before: 10\nsamples_after: 5\nduration: PT1M\n"
        "samples: {table: decisions.csv, kept: kept, label: class}\n"
    )
    report = reportgen.load(manifest)
    report.save(tmp_path / "out", ["html"])
    labels = {it.label for key, it in report.figures.items() if key.startswith("balance_before.")}

    assert {"x" * 59 + "…", "two\\nlines", "–", "<script>alert(1)</script>", "Ü"} == labels
    assert "<script>alert" not in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_bytes_are_told_in_gigabytes(tmp_path: Path) -> None:
    """3 and 1.5 times 10^9 bytes are 4.5 GB, of which 3 stay."""
    (tmp_path / "d.csv").write_text("kept,size\nyes,3000000000\nno,1500000000\n")
    path = tmp_path / "run.yaml"
    path.write_text(
        "task: classification\nsamples_before: 2\nsamples_after: 1\nduration: PT1M\n"
        "samples: {table: d.csv, kept: kept, bytes: size}\n"
    )
    figures = reportgen.load(path).figures
    assert ["4.5", "3"] == [str(figures[f"amount_{side}.gigabyte"].value) for side in ("before", "after")]


def test_reasons_stand_in_the_order_of_what_they_removed(tmp_path: Path) -> None:
    """The most first, and of equals by their names."""
    rows = [("b", 2), ("c", 3), ("a", 2), ("d", 1)]
    lines = [f"no,{reason}\n" for reason, many in rows for _ in range(many)]
    (tmp_path / "d.csv").write_text("kept,reason\nyes,\n" + "".join(lines))
    path = tmp_path / "run.yaml"
    path.write_text(
        "task: classification\nsamples_before: 9\nsamples_after: 1\nduration: PT1M\n"
        "samples: {table: d.csv, kept: kept, reason: reason}\n"
    )
    ledger = reportgen.load(path).account.ledger
    found = [(str(ledger[key].label), int(ledger.value(key))) for key in ledger if key.startswith("stage_removed.")]
    assert [("c", 3), ("a", 2), ("b", 2), ("d", 1)] == found
