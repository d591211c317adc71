"""Tools that only flag: CleanVision, cleanlab, imagededup, fastdup, and Lightly, which lists what it removed."""

import json
import re
import shutil
import sys
from pathlib import Path

import duckdb
import pytest

from reportgen.curation.chain import decided
from reportgen.curation.record import POLICIES, Curation
from tests.curation.sources import fault_of, record_in, refusal, removed, run_of, sample, written

CLEANVISION = ("dark", "exact_duplicates", "near_duplicates")


def kept(record: Curation) -> dict[str, int | None]:
    """Return how many each policy keeps."""
    return {choice.name: choice.after for choice in record.choices}


def issues(folder: Path, *rows: str, names: tuple[str, ...] = CLEANVISION) -> Path:
    """Write a table of flags. rows: of each image its flags with their scores, such as "dark exact_duplicates=0.5"."""
    header = ",".join(f"{name}_score,is_{name}_issue" for name in names)
    lines = []
    for place, row in enumerate(rows):
        scores = {flag.partition("=")[0]: flag.partition("=")[2] or "0.1" for flag in row.split()}
        cells = [f"{scores.get(name, '1.0')},{name in scores}" for name in names]
        lines.append(f"{place}.png,{','.join(cells)}")
    return written(folder / "issues.csv", "\n".join([f",{header}", *lines]) + "\n")


def similar(folder: Path, alike: dict[str, list[str]]) -> Path:
    """Write a map of imagededup."""
    value = {f"{name}.png": [f"{it}.png" for it in others] for name, others in alike.items()}
    return written(folder / "map.json", json.dumps(value))


def components(folder: Path, *numbers: int) -> Path:
    """Write the components of fastdup: of each image the number of its own."""
    rows = "".join(f"{place},{number}\n" for place, number in enumerate(numbers))
    return written(folder / "connected_components.csv", f"__id,component_id\n{rows}")


@pytest.mark.parametrize(
    ("yes", "no"), [("True", "False"), ("true", "false"), ("TRUE", "FALSE"), ("1", "0"), ("1.0", "0.0")]
)
def test_a_flag_is_true_or_false_however_it_was_saved(tmp_path: Path, yes: str, no: str) -> None:
    """By pandas, a spreadsheet, or as numbers where a row had none: one of three is dark."""
    path = issues(tmp_path, "dark", "", "")
    path.write_text(path.read_text().replace("True", yes).replace("False", no))
    record = record_in(path)

    assert (3, [("dark", 1)]) == (record.before, [(it.name, it.samples) for it in record.criteria])
    assert not any("rows" in warning for warning in record.warnings)


def test_cleanvision_flags_and_removes_nothing() -> None:
    """118 images: every flagged one out leaves 80, one of each set kept 92, duplicates alone out 101."""
    record = record_in(sample("cleanvision", "results"))

    assert (118, None, {"all": 80, "keep-one": 92, "duplicates": 101}) == (record.before, record.after, kept(record))
    assert {"blurry": 2, "dark": 8, "exact_duplicates": 16, "low_information": 3, "near_duplicates": 15} == {
        it.name: it.samples for it in record.criteria
    }
    assert record == record_in(sample("cleanvision", "results") / "issues.csv")


@pytest.mark.parametrize(
    ("policy", "stages"),
    [
        ("all", {"flagged": 38}),
        ("keep-one", {"quality flags": 12, "duplicates": 14}),
        ("duplicates", {"duplicates": 17}),
    ],
)
def test_a_policy_says_what_goes(policy: str, stages: dict[str, int]) -> None:
    """12 images have a quality flag; 31 are in 14 sets, of which two sets are dark or of low information whole."""
    run = run_of(decided(record_in(sample("cleanvision", "results")), policy, None))

    assert (stages, 0) == (removed(run), run.unexplained)


def test_exact_duplicates_share_their_flags(tmp_path: Path) -> None:
    """Two pairs, one of them dark: the dark pair goes whole, and of the other one is kept."""
    pair, dark = "exact_duplicates=0.5", "dark exact_duplicates=0.5"

    assert {"all": 1, "keep-one": 2, "duplicates": 3} == kept(record_in(issues(tmp_path, pair, pair, dark, dark, "")))


def test_near_duplicates_of_which_some_are_dark_may_leave_one_or_none(tmp_path: Path) -> None:
    """Two pairs, two of the four dark: whether they are one pair or one of each nobody knows: 1 or 2 of 5 more."""
    pair, dark = "near_duplicates=0.5", "dark near_duplicates=0.5"
    record = record_in(issues(tmp_path, pair, pair, dark, dark, ""))

    assert {"all": 1, "keep-one": None, "duplicates": 3} == kept(record)
    assert any("by keep-one 2 to 3 are kept" in it for it in record.warnings)
    assert "keep-one unknown" in fault_of(decided(record, "keep-one", None))


@pytest.mark.parametrize(
    "rows", [["exact_duplicates=0.5"], ["exact_duplicates=0.0"] * 2, ["exact_duplicates=0.5 near_duplicates=0.5"] * 2]
)
def test_sets_that_the_scores_do_not_tell_are_unknown(tmp_path: Path, rows: list[str]) -> None:
    """Half of a pair, a score of an older version, images in two sets: nothing is guessed."""
    record = record_in(issues(tmp_path, *rows, ""))

    assert {"all": 1, "keep-one": None, "duplicates": None} == kept(record)
    assert any("the scores do not tell the sets" in it for it in record.warnings)


def test_without_duplicates_all_and_keep_one_are_the_same(tmp_path: Path) -> None:
    """Of three images one is dark."""
    assert {"all": 2, "keep-one": 2, "duplicates": 3} == kept(record_in(issues(tmp_path, "dark", "", "")))


def test_an_odd_row_costs_itself(tmp_path: Path) -> None:
    """A flag that is neither true nor false: the image is in no count, before and after."""
    path = issues(tmp_path, "dark", "", "")
    path.write_text(path.read_text().replace("1.png,1.0,False", "1.png,1.0,Fa"))
    record = record_in(path)

    assert (2, {"all": 1, "keep-one": 1, "duplicates": 2}) == (record.before, kept(record))
    assert "1 of 3 rows has no flags (line 3: is_dark_issue is 'fa', neither true nor false)" in record.warnings[1]


def test_the_index_may_have_a_name_or_be_absent(tmp_path: Path) -> None:
    """A table that was saved without its index, and by a spreadsheet with semicolons."""
    path = issues(tmp_path, "dark", "")
    lines = [line.partition(",")[2].replace(",", ";") for line in path.read_text().splitlines()]

    assert {"all": 1, "keep-one": 1, "duplicates": 2} == kept(record_in(written(path, "\n".join(lines))))


def test_cleanlab_has_its_sets_in_a_pickle_alone() -> None:
    """60 samples, 6 flagged: 54 are left without them; of 3 near duplicates nobody knows which belong together."""
    record = record_in(sample("cleanlab", "datalab"))

    assert (60, {"all": 54, "keep-one": None, "duplicates": None}) == (record.before, kept(record))
    assert {"label": 4, "near_duplicate": 3} == {it.name: it.samples for it in record.criteria}


@pytest.mark.parametrize(
    "name",
    [
        *("label", "outlier", "near_duplicate", "non_iid", "class_imbalance", "underperforming_group", "null"),
        *("data_valuation", "identifier_column", "spurious_correlations"),
    ],
)
def test_each_kind_of_issue_tells_cleanlab(tmp_path: Path, name: str) -> None:
    """By the names that Datalab gives them, one of which is enough."""
    assert "cleanlab" == record_in(issues(tmp_path, name, names=(name,))).tool


def test_cleanlab_without_duplicates_knows_all_policies(tmp_path: Path) -> None:
    """Three samples, one with a wrong label."""
    path = issues(tmp_path, "label", "", "", names=("label", "near_duplicate"))

    assert {"all": 2, "keep-one": 2, "duplicates": 3} == kept(record_in(path))


def test_imagededup_lists_what_goes() -> None:
    """118 images in the map; the tool's own list has 17: 101 are left. The list alone has no count before."""
    found, listed = (record_in(sample("imagededup", name)) for name in ("duplicates.json", "remove.json"))

    assert (118, {"all": 87, "keep-one": 101, "duplicates": 101}) == (found.before, kept(found))
    assert (118, 101) == (run_of(found, listed).before, run_of(found, listed).after)
    assert (None, 17) == (run_of(listed).before, listed.removed)


def test_a_map_whose_sets_chain_is_not_guessed(tmp_path: Path) -> None:
    """a is like b, b like c, and a not like c: the tool keeps one or two of them, by its order."""
    record = record_in(similar(tmp_path, {"a": ["b"], "b": ["a", "c"], "c": ["b"], "d": []}))

    assert {"all": 1, "keep-one": None, "duplicates": None} == kept(record)
    assert "what is left depends on the tool's order" in record.warnings[1]


def test_scores_beside_the_names_are_passed_over(tmp_path: Path) -> None:
    """A map with distances says the same, one way or both."""
    path = written(tmp_path / "map.json", json.dumps({"a.png": [["b.png", 3]], "b.png": [], "c.png": []}))

    assert {"all": 1, "keep-one": 2, "duplicates": 2} == kept(record_in(path))


@pytest.mark.parametrize("value", [{"a.png": ["b.png"], "b.png": 7}, {"a.png": ["b.png", 7]}, ["a.png", 7]])
def test_a_damaged_map_is_refused(tmp_path: Path, value: object) -> None:
    """No image is guessed."""
    assert "map.json: " in refusal(written(tmp_path / "map.json", json.dumps(value)))


def test_fastdup_keeps_one_of_each_component() -> None:
    """12 images: a component of 3 and one of 2; one file more could not be read."""
    record = record_in(sample("fastdup", "work_dir"))

    assert (12, {"all": 7, "keep-one": 9, "duplicates": 9}) == (record.before, kept(record))
    assert ("1 file could not be read and is in no count",) == record.warnings


@pytest.mark.parametrize(("numbers", "is_said"), [((0, 0, 1, 2), False), ((0, 0, 0, 1), True)])
def test_a_component_that_swallows_half_of_the_set_is_said(
    tmp_path: Path, numbers: tuple[int, ...], is_said: bool
) -> None:
    """Two of four are half of them; three are more."""
    warnings = record_in(components(tmp_path, *numbers)).warnings

    assert is_said == any("one component holds 3 of 4 images" in it for it in warnings)


def test_lightly_is_the_sum_of_its_lists() -> None:
    """2 corrupt, 5 duplicates, 63 not selected, 50 sampled: 120 -> 50; corrupt is no decision."""
    record = record_in(sample("lightly", "run"))

    assert (120, 50, {"duplicates": 5, "not selected": 63}, 0) == (
        *(record.before, record.after),
        *(removed(record), record.unexplained),
    )
    assert [("corrupt", 2)] == [(it.name, it.samples) for it in record.faults]


def test_lightly_without_its_datapool_is_said(tmp_path: Path) -> None:
    """Samples that were in the pool before are in neither count."""
    folder = tmp_path / "filenames"
    shutil.copytree(sample("lightly", "run") / "filenames", folder)
    (folder / "sampled_filenames.txt").rename(folder / "sampled_filenames_excluding_datapool.txt")
    (folder / "corrupt_filenames.txt").write_text("")

    assert (118, ()) == (record_in(folder).before, record_in(folder).faults)
    assert any("listed without the datapool" in it for it in record_in(tmp_path).warnings)


def test_a_table_of_flags_without_rows_is_refused(tmp_path: Path) -> None:
    """Its header alone says nothing of any image."""
    path = issues(tmp_path)
    assert f"{path}: the table has no rows (did the tool end before it wrote?)" == refusal(path)


def test_a_list_of_images_may_have_endings_in_capitals(tmp_path: Path) -> None:
    """As cameras write them; an image that is named twice goes once."""
    record = record_in(written(tmp_path / "list.json", '["A.JPG", "B.JPG", "A.JPG"]'))
    assert ("imagededup", 2) == (record.tool, record.removed)


def test_a_tool_that_flags_has_a_choice_of_each_policy(tmp_path: Path) -> None:
    """The words of --flagged: all, keep-one and duplicates."""
    record = record_in(similar(tmp_path, {"a": ["b"], "b": ["a"]}))
    assert ("all", "keep-one", "duplicates") == POLICIES == tuple(choice.name for choice in record.choices)


STUDIO = sample("lightly-studio", "lightly_studio.db")


def test_lightly_studio_has_tags_of_which_a_person_says_which_means_kept() -> None:
    """40 images, 25 of them tagged diverse and 8 review; annotations and their tags are no samples."""
    record = record_in(STUDIO)

    assert (40, "image", {"diverse": 25, "review": 8}) == (record.before, record.unit, kept(record))
    assert (40, 25) == (run_of(decided(record, None, "diverse")).before, run_of(decided(record, None, "diverse")).after)
    assert (
        "--kept: lightly-studio does not say which tag means kept: of 40 are kept by diverse 25, review 8 "
        "(say --kept TAG, or name the data set that was kept behind it)"
    ) == fault_of(record)


def test_a_collection_without_tags_says_so(tmp_path: Path) -> None:
    """Nobody marked what was kept."""
    shutil.copy(STUDIO, tmp_path / "studio.db")
    with duckdb.connect(str(tmp_path / "studio.db")) as database:
        database.execute("UPDATE tag SET kind = 'annotation'")
    record = record_in(tmp_path / "studio.db")
    [warning] = record.warnings

    assert {} == kept(record)
    assert re.fullmatch("the collection .+ has no tags: what was kept is not known", warning)
    assert () == record_in(STUDIO).warnings


def test_another_database_is_refused(tmp_path: Path) -> None:
    """A store of another tool, and one of which a column is lacking."""
    for name, statement, lacking in (
        ("other.db", "CREATE TABLE x(a INTEGER)", "table collection"),
        ("old.db", "CREATE TABLE collection(collection_id UUID, name VARCHAR)", "column collection.sample_type"),
    ):
        with duckdb.connect(str(tmp_path / name)) as database:
            database.execute(statement)

        assert f"it has no {lacking}" in refusal(tmp_path / name)


def test_nothing_outside_of_a_database_is_read(tmp_path: Path) -> None:
    """A view in place of a table that would read another file is no table of LightlyStudio."""
    written(tmp_path / "secret.csv", "collection_id,name,sample_type\n1,secret,IMAGE\n")
    with duckdb.connect(str(tmp_path / "bad.db")) as database:
        database.execute(f"CREATE VIEW collection AS SELECT * FROM read_csv('{tmp_path / 'secret.csv'}')")

    assert "it has no table collection" in refusal(tmp_path / "bad.db")


def test_without_duckdb_the_way_to_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything else works without the package."""
    monkeypatch.setitem(sys.modules, "duckdb", None)

    assert "not installed (pip install 'filtering-savings-report[samples]')" in refusal(STUDIO)


def test_a_list_of_lightly_that_cannot_be_read_is_not_taken_for_none(tmp_path: Path) -> None:
    """Nothing would be known to have gone so, though a link bears the name of the list."""
    folder = tmp_path / "filenames"
    shutil.copytree(sample("lightly", "run") / "filenames", folder)
    (folder / "duplicate_filenames.txt").unlink()
    (folder / "duplicate_filenames.txt").symlink_to("gone")

    assert "duplicate_filenames.txt: cannot be read: No such file" in refusal(folder)
