"""What further columns of the table of decisions say of the run: reasons, amounts, near duplicates, a second table."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import reportgen
from reportgen.problems import InputError
from reportgen.rendering.report import Report
from tests.page.made_runs import without_links

# Ten samples, of which four are removed: two are blurred, one is dark, one has no reason.
ROWS = """id,kept,why,size,boxes,length,words,set
a,yes,,1000,3,1800,10,1
b,yes,,1000,2,1800,10,1
c,yes,,1000,1,1800,10,2
d,yes,,1000,0,1800,10,
e,yes,,1000,4,1800,10,
f,yes,,1000,2,1800,10,3
g,no,blurred,3000,1,3600,,1
h,no,blurred,3000,0,3600,20,1
i,no,dark,500,1,3600,20,1
j,no,,500,0,3600,20,2
"""
FIELDS = "task: classification\nsamples_before: 10\nsamples_after: 6\nduration: PT1M\n"


def loaded(folder: Path, samples: str, more: str = "", rows: str = ROWS) -> Report:
    (folder / "d.csv").write_text(rows)
    (folder / "run.yaml").write_text(f"{FIELDS}{more}samples: {{table: d.csv, {samples}}}\n")
    return reportgen.load(folder / "run.yaml")


def refused(folder: Path, samples: str, more: str = "", rows: str = ROWS) -> str:
    with pytest.raises(InputError) as error:
        loaded(folder, samples, more, rows)
    return "\n".join(map(str, error.value.problems))


def test_reasons_are_the_stages_where_none_are_given(tmp_path: Path) -> None:
    """The largest first; what has no reason belongs to no stage."""
    figures = loaded(tmp_path, "kept: kept, reason: why").figures
    stages = {key: it for key, it in figures.items() if key.startswith("stage_removed.")}

    assert ["stage_removed.blurred", "stage_removed.dark"] == list(stages)
    assert [2, 1] == [it.value for it in stages.values()]
    assert {"measured"} == {it.basis for it in stages.values()}
    assert [8, 7] == [figures[f"stage_left.{it}"].value for it in ("blurred", "dark")]
    assert 1 == figures["stages_unexplained"].value


def test_a_reason_in_other_letters_has_a_key_beside_the_stages(tmp_path: Path) -> None:
    """Keys are small letters of the alphabet; the reason's own name is its label."""
    rows = ROWS.replace("blurred", "重复")
    figures = loaded(tmp_path, "kept: kept, reason: why", "stages: [{name: a stage, removed: 3}]\n", rows).figures

    reasons = {key: it.label for key, it in figures.items() if key.startswith("reason_removed.")}
    assert {"reason_removed.reason": "重复", "reason_removed.dark": "dark"} == reasons


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"samples_after": "0"},
            [
                "run.yaml:5: $.samples.objects: 12 after filtering, in no sample (0, or the samples in samples_after)",
                "run.yaml:5: $.samples.table: 1 samples without a label cannot be kept (of 3, from 0 to 0 can)",
            ],
        ),
        (
            {"amount_before.object": "1"},
            ["run.yaml:5: $.samples.objects: 12 after filtering is more than the 1 before (are the two swapped?)"],
        ),
        (
            {"amount_after.object": "15"},
            ["--set amount_after.object: 15 after filtering is more than the 14 before (are the two swapped?)"],
        ),
    ],
)
def test_what_was_counted_and_cannot_be_is_said_at_the_table(
    tmp_path: Path, settings: dict[str, str], said: list[str]
) -> None:
    """The manifest states no such amount: its fields of the table are where it comes from."""
    loaded(tmp_path, "kept: kept, objects: boxes")
    with pytest.raises(InputError) as error:
        reportgen.load(tmp_path / "run.yaml", settings=settings)
    assert said == [str(problem).replace(f"{tmp_path}/", "") for problem in error.value.problems]


@pytest.mark.parametrize(("many", "last"), [(40, "reason 39"), (41, "2 further reasons")])
def test_of_many_reasons_the_small_ones_are_one_stage(many: int, last: str, tmp_path: Path) -> None:
    """Forty rows at most, and all that was removed for a reason is in one of them."""
    rows = "kept,why\n" + "".join(f"no,reason {number:02}\n" for number in range(many))
    (tmp_path / "d.csv").write_text(rows)
    counts = FIELDS.replace("10", str(many)).replace("6", "0")
    (tmp_path / "run.yaml").write_text(f"{counts}samples: {{table: d.csv, kept: kept, reason: why}}\n")
    figures = reportgen.load(tmp_path / "run.yaml").figures
    labels = [it.label for key, it in figures.items() if key.startswith("stage_removed.")]

    assert (40, last) == (len(labels), labels[-1])
    assert 0 == figures["stages_unexplained"].value


def test_stages_that_are_given_stay_and_must_count_what_the_table_does(tmp_path: Path) -> None:
    """A stage of another name than any reason says what it says."""
    stages = "stages: [{name: dark, removed: 1}, {name: by hand, removed: 3}]\n"
    figures = loaded(tmp_path, "kept: kept, reason: why", stages).figures

    assert ["dark", "by hand"] == [it.label for key, it in figures.items() if key.startswith("stage_removed.")]
    assert "is 2, and the table of decisions has 1 of this reason" in refused(
        tmp_path, "kept: kept, reason: why", stages.replace("removed: 1", "removed: 2")
    )


def test_reasons_of_other_names_than_the_stages_stand_beside_them(tmp_path: Path) -> None:
    """A second funnel of the same four: two, one, and one without a reason; none where the stages are the reasons."""
    stages = "stages: [{name: dark, removed: 1}, {name: by hand, removed: 3}]\n"
    report = loaded(tmp_path, "kept: kept, reason: why", stages)
    figures = report.figures
    reasons = {key: it.value for key, it in figures.items() if key.startswith("reason_")}
    same = loaded(tmp_path, "kept: kept, reason: why", stages.replace("by hand, removed: 3", "blurred, removed: 2"))

    share = {"reason_share.blurred": Decimal("0.2"), "reason_share.dark": Decimal("0.1")}
    assert {"reason_removed.blurred": 2, "reason_removed.dark": 1, **share} == reasons
    unexplained = [figures[it].value for it in ("reasons_unexplained", "stages_unexplained")]
    assert [1, 0] == unexplained
    assert "| Without a reason | 1 |" in report.markdown.decode()
    assert not same.figures.keys() & {"reason_removed.blurred", "reasons_unexplained"}


def test_sums_are_amounts(tmp_path: Path) -> None:
    """Of 9,000 and 4,000 bytes more; of 6 x 1,800 s and 4 x 3,600 s: 7 hours, of which 3 are left."""
    figures = loaded(tmp_path, "kept: kept, bytes: size, objects: boxes, seconds: length").figures
    both = {it: [figures[f"amount_{side}.{it}"].value for side in ("before", "after")] for it in ("object", "hour")}

    assert {"object": [14, 12], "hour": [7, 3]} == both
    assert Decimal("0.000013") == figures["amount_before.gigabyte"].value
    assert Decimal("0.000007") == figures["amount_removed.gigabyte"].value
    assert ("GB", "measured") == (figures["amount_after.gigabyte"].unit, figures["amount_after.gigabyte"].basis)


def test_what_a_sample_holds_on_average(tmp_path: Path) -> None:
    """Of 14 boxes on ten samples and 12 on six; the four that were removed had two. Of 13,000 bytes 1,300 each."""
    report = loaded(tmp_path, "kept: kept, bytes: size, objects: boxes")
    keys = ("amount_per_sample_before", "amount_per_sample_after", "amount_per_removed")
    averages = [[report.figures[f"{it}.{end}"].value for it in keys] for end in ("object", "gigabyte")]
    report.save(tmp_path / "out", ["html"])
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")

    assert [[Decimal("1.4"), 2, Decimal("0.5")], [Decimal(it) / 10**9 for it in (1300, 1000, 1750)]] == averages
    assert "What a sample holds on average" in page
    printed = {(it.key, it.text, it.unit) for it in report.page.printed}
    assert ("amount_per_sample_before.gigabyte", "1.30", "kB/sample") in printed
    assert ("amount_per_removed.object", "0.50", "") in printed


def test_of_nothing_kept_there_is_no_average(tmp_path: Path) -> None:
    """A dash stands for it."""
    rows = ROWS.replace(",yes,", ",no,")
    (tmp_path / "d.csv").write_text(rows)
    (tmp_path / "run.yaml").write_text(
        FIELDS.replace("after: 6", "after: 0") + "samples: {table: d.csv, kept: kept, objects: boxes, bytes: size}\n"
    )
    report = reportgen.load(tmp_path / "run.yaml")

    assert "no sample was kept" == report.figures["amount_per_sample_after.object"].reason
    assert "What a sample holds on average" in report.html


def test_an_amount_of_which_a_sample_says_nothing_is_not_known(tmp_path: Path) -> None:
    """A blank is no zero: how many do not say it stands on the page and is told."""
    report = loaded(tmp_path, "kept: kept, tokens: words")
    report.save(tmp_path / "out", ["html"])

    assert "amount_before.token" not in report.figures
    assert 1 == report.figures["amount_unknown.token"].value
    html = without_links((tmp_path / "out" / "report.html").read_text(encoding="utf-8"))
    assert "Tokens: not known, since 1 sample has no such value in the table of decisions." in html
    assert ("samples: tokens: 1 sample does not say theirs, and the sum is not known",) == report.said


def test_what_is_counted_is_not_stated_too(tmp_path: Path) -> None:
    """One of two numbers would be passed over."""
    more = "amounts: {objects: {before: 14, after: 12}}\n"

    assert "$.amounts.objects: is counted in the table of decisions, as objects" in refused(
        tmp_path, "kept: kept, objects: boxes", more
    )
    assert "object" in loaded(tmp_path, "kept: kept, bytes: size", more).figures["amount_before.object"].unit


def test_the_largest_set_of_near_duplicates(tmp_path: Path) -> None:
    """Five of ten; a sample without a set is alone."""
    assert 5 == loaded(tmp_path, "kept: kept, component: set").figures["component_largest"].value


KEPT = "id\n" + "".join(f"{it}\n" for it in "abcdef")


def test_a_second_table_says_what_was_kept(tmp_path: Path) -> None:
    """By the same id: of ten the six that it holds, and their bytes."""
    (tmp_path / "kept.csv").write_text(KEPT)
    figures = loaded(tmp_path, "after: kept.csv, id: id, reason: why, bytes: size").figures

    assert [10, 6] == [figures[f"samples_{it}"].value for it in ("before", "after")]
    assert Decimal("0.000006") == figures["amount_after.gigabyte"].value
    assert 2 == figures["stage_removed.blurred"].value


def test_ids_that_one_table_reads_as_numbers_and_the_other_as_words_are_the_same(tmp_path: Path) -> None:
    """As their text stands."""
    (tmp_path / "kept.csv").write_text("id\n1\n2\n3\n4\n5\n6\n")
    rows = "id\n" + "".join(f"{it}\n" for it in ("x", "y", "z", "w", *range(1, 7)))

    assert 4 == loaded(tmp_path, "after: kept.csv, id: id", rows=rows).figures["samples_removed"].value


@pytest.mark.parametrize(
    ("kept", "samples", "said"),
    [
        (KEPT + "x\ny\n", "after: kept.csv, id: id", "2 of its samples are not in"),
        (KEPT + "f\n", "after: kept.csv, id: id", "1 row says the id of another row again"),
        ("name\na\n", "after: kept.csv, id: id", 'has no column "id" for id'),
        ('id,x\na,1\n"",2\n', "after: kept.csv, id: id", '1 row has no id in "id"'),
        (KEPT, "after: kept.csv", "$.samples.id: is missing"),
        (KEPT, "after: kept.csv, kept: kept, id: id", "$.samples.after: says a second time what was kept"),
        (KEPT, "id: id", "$.samples.kept: is missing"),
        (KEPT, "after: ../kept.csv, id: id", "lies outside the manifest's folder"),
    ],
)
def test_what_is_wrong_with_a_second_table_is_said(kept: str, samples: str, said: str, tmp_path: Path) -> None:
    """Samples that the first lacks, twice, without an id; and which field is missing or too much."""
    (tmp_path / "kept.csv").write_text(kept)

    assert said in refused(tmp_path, samples)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("a,yes", "a,", '1 row of "kept" is neither true nor false'),
        ("a,yes", "a,0.7", '1 row of "kept" is neither true nor false'),
        ("1000,3", "1000,three", 'the column "boxes" for objects holds VARCHAR and no numbers'),
        ("1000,3", "1000,-3", 'the column "boxes" for objects holds numbers below zero'),
        ("boxes", "objects", 'has no column "boxes" for objects'),
    ],
)
def test_cells_that_do_not_fit_are_said(old: str, new: str, said: str, tmp_path: Path) -> None:
    """A decision that is none, words among numbers, a head of another name."""
    assert said in refused(tmp_path, "kept: kept, objects: boxes", rows=ROWS.replace(old, new, 1))


def test_a_word_far_below_numbers_is_said(tmp_path: Path) -> None:
    """The kind of a column is told by its first rows."""
    rows = "kept,size\n" + "yes,1\n" * 60_000 + "no,large\n"

    said = refused(tmp_path, "kept: kept, bytes: size", rows=rows)

    assert '"size" for bytes holds no number in 1 row: "large" (numbers alone, with a decimal point)' in said
