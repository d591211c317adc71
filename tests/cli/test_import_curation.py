"""`reportgen import` of filtering tools: detected beside energy tools, joined, and put into a manifest."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.running import FOUR_LINES, SAMPLES, Run, files_in

CURATION = SAMPLES / "curation"
CHAIN = [str(CURATION / "data-prep-toolkit" / name) for name in ("out_filter", "out_ededup")]
FLAGS = str(CURATION / "cleanvision" / "results")
RAW, FILTERED = (str(CURATION / "hf-datasets" / name) for name in ("raw", "filtered"))
TRAINED = str(CURATION / "hf-trainer" / "all_results.json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the command, with a log of energy in it."""
    shutil.copy(SAMPLES / "tool_logs" / "codecarbon" / "emissions.csv", tmp_path)
    return tmp_path


def test_each_entry_has_its_kind(run: Run, folder: Path) -> None:  # noqa: ARG001
    """Energy, a filter and a training in one call; those of energy keep their fields."""
    entries = json.loads(run("import", "--json", "emissions.csv", CHAIN[0], TRAINED).out)

    assert [
        ("energy", "emissions.csv"),
        ("curation", "out_filter"),
        ("training", "all_results.json"),
    ] == [(entry["kind"], entry["file"]) for entry in entries]
    assert {"energy_kwh", "pue_included", "devices", "basis"} <= set(entries[0])
    assert (1000, 838) == (entries[1]["samples_before"], entries[1]["samples_after"])
    assert (20000, None) == (entries[2]["samples"], entries[2]["tokens"])


def test_a_chain_becomes_one_run(run: Run, folder: Path) -> None:
    """1000 -> 838 -> 744, with its stages in order, its duration, and no start, whose zone nobody says."""
    done = run("import", *CHAIN, "-o", "run.yaml", "--task", "classification")

    assert 0 == done.code
    assert "one run: 1,000 -> 744 documents (256 removed)\n" in done.out
    assert (
        "task: classification\nsamples_before: 1000\nsamples_after: 744\nduration: 1.063\n"
        "tool: {name: data-prep-toolkit}\nstages:\n"
        '  - name: "filter: n > 50"\n    removed: 120\n    reason: "n > 50"\n'
        "  - name: \"filter: contents NOT LIKE '%lorem ipsum%'\"\n    removed: 42\n"
        "    reason: \"contents NOT LIKE '%lorem ipsum%'\"\n"
        "  - name: ededup\n    removed: 94\n"
    ) == (folder / "run.yaml").read_text()


def test_a_duration_that_is_given_takes_the_place_of_the_records(run: Run, folder: Path) -> None:
    """Whoever gives one knows that it is another: nothing is said of the record's."""
    done = run("import", *CHAIN, "-o", "run.yaml", "--duration", "3h")

    assert (0, False) == (done.code, "duration" in done.err)
    assert "duration: 10800\n" in (folder / "run.yaml").read_text()


def test_what_was_imported_becomes_a_report(run: Run, folder: Path) -> None:
    """The manifest of a chain needs no further word: 256 were removed, and all of them are explained."""
    run("import", *CHAIN, "-o", "run.yaml", "--task", "classification")
    done = run("generate", "run.yaml", "--format", "json")

    figures = json.loads((folder / "report.json").read_text())["figures"]
    assert 0 == done.code
    assert (256, 0) == (figures["samples_removed"]["value"], figures["stages_unexplained"]["value"])


def test_flagged_is_not_removed(run: Run, folder: Path) -> None:
    """Without a policy the three results are shown, and -o writes nothing; a policy decides."""
    shown = run("import", FLAGS)
    refused = run("import", FLAGS, "-o", "run.yaml")

    assert (0, 2) == (shown.code, refused.code)
    assert "of 118 are kept by all 80, keep-one 92, duplicates 101\n" in shown.out
    assert "all 80, keep-one 92, duplicates 101 (say --policy POLICY" in refused.err
    assert ["emissions.csv"] == files_in(folder)
    for policy, after in (("all", 80), ("keep-one", 92), ("duplicates", 101)):
        assert 0 == run("import", FLAGS, "-o", f"{policy}.yaml", "--policy", policy).code
        assert f"samples_before: 118\nsamples_after: {after}\n" in (folder / f"{policy}.yaml").read_text()


def test_what_was_kept_decides_as_a_number_or_as_a_data_set(run: Run, folder: Path) -> None:
    """Behind the flags stands what a person kept: 90, or the 50 rows of a data set."""
    run("import", FLAGS, "-o", "number.yaml", "--samples-after", "90")
    run("import", FLAGS, str(CURATION / "hf-datasets" / "old"), "-o", "set.yaml")

    assert "samples_before: 118\n" in (folder / "number.yaml").read_text()
    assert "samples_after: 90\n" in (folder / "number.yaml").read_text()
    assert "samples_before: 118\nsamples_after: 50\n" in (folder / "set.yaml").read_text()


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--policy", "all"), "--policy: none of the records only flags samples (leave it out)"),
        (("--kept", "good"), "--kept: none of the records has tags (leave it out)"),
    ],
)
def test_a_choice_that_no_record_has_is_refused(run: Run, folder: Path, flags: tuple[str, str], said: str) -> None:  # noqa: ARG001
    """A policy for a tool that removes, a tag of a tool that has none."""
    done = run("import", CHAIN[0], *flags)

    assert (2, said) == (done.code, done.err.strip())


def test_records_that_do_not_join_write_nothing(run: Run, folder: Path) -> None:
    """They are shown, with why they do not; -o is refused."""
    other = str(CURATION / "img2dataset" / "out_wds")
    shown, refused = run("import", CHAIN[0], other), run("import", CHAIN[0], other, "-o", "run.yaml")

    assert (0, 2) == (shown.code, refused.code)
    assert "they do not join to one run: " in shown.out
    assert "out_wds: begins with 125 images, and those before it end with 838" in refused.err
    assert ["emissions.csv"] == files_in(folder)


def test_two_data_sets_are_before_and_after(run: Run, folder: Path) -> None:
    """No tool is named, and no time: both are left for a person."""
    done = run("import", RAW, FILTERED, "-o", "run.yaml")

    assert "samples_before: 1000\nsamples_after: 781\nstages:\n  - name: filtered\n    removed: 219\n" == (
        (folder / "run.yaml").read_text()
    )
    lacking = "run.yaml still lacks task, duration: add them, or give them to generate as flags"
    assert f"reportgen: {lacking}\n" in done.err


def test_the_filter_says_how_long_it_took_and_not_the_energy_beside_it(run: Run, folder: Path) -> None:
    """1.063 s by the jobs, 8.01 s by the tracker around them: both are said, one is written."""
    done = run("import", *CHAIN, "emissions.csv", "-o", "run.yaml")

    assert "duration: 1.063 is taken, and not 8.010360457000047 of the other record" in done.err
    assert "duration: 1.063\n" in (folder / "run.yaml").read_text()
    assert "energy:\n  - file: emissions.csv\n" in (folder / "run.yaml").read_text()


def test_our_own_measurement_of_the_command_says_how_long_it_took(run: Run, folder: Path) -> None:
    """`measure` ran around the filter: its 6.001 s and its start are those of the run, the stages the filter's."""
    shutil.copy(SAMPLES / "tool_logs" / "reportgen" / "killed.energy.jsonl", folder)
    done = run("import", "killed.energy.jsonl", str(CURATION / "data-juicer" / "stdout.txt"), "-o", "run.yaml")

    text = (folder / "run.yaml").read_text()
    assert "duration: 6.001 is taken, and not 10.05 of the other record" in done.err
    assert "samples_before: 1000\n" in text
    assert 'duration: 6.001\nstarted_at: "2026-11-25T22:22:37+00:00"\n' in text
    assert "  - name: words_num_filter\n    removed: 120\n" in text


def test_what_a_person_must_settle_is_said_and_not_written(run: Run, folder: Path) -> None:
    """Two of three tasks are complete: shown with that; -o is refused, and --run 1 takes it."""
    shutil.copytree(CURATION / "datatrove" / "logs_full", folder / "logs")
    (folder / "logs" / "stats" / "00003.json").unlink()
    shown, refused, taken = (
        run("import", "logs", *more) for more in ((), ("-o", "a.yaml"), ("-o", "b.yaml", "--run", "1"))
    )

    assert (0, 2, 0) == (shown.code, refused.code, taken.code)
    assert "3 of 4 tasks are complete: the counts are theirs alone" in shown.err
    assert "(say which record is meant: --run N, counted from 1)" in refused.err
    assert ["b.yaml", "emissions.csv", "logs"] == files_in(folder)


def test_faults_are_no_savings_unless_a_person_counts_them(run: Run, folder: Path) -> None:
    """8 of 125 were not found or no image: the run begins with 117, of which the 5 that were too small went."""
    shards = str(CURATION / "img2dataset" / "out_wds")
    told = run("import", shards, "-o", "run.yaml")
    same = run("import", shards, "-o", "same.yaml", "--samples-before", "117")
    every = run("import", shards, "-o", "all.yaml", "--samples-before", "125")
    other = run("import", shards, "-o", "more.yaml", "--samples-before", "130")

    assert "8 of 125 samples were lost to faults" in told.err
    assert "a manifest begins with the other 117 (--samples-before 125 counts them as removed)" in told.err
    for name in ("run.yaml", "same.yaml"):
        text = (folder / name).read_text()
        assert ("samples_before: 117\n" in text, 1) == (True, text.count("removed:"))
    text = (folder / "all.yaml").read_text()
    assert ("samples_before: 125\n" in text, 3) == (True, text.count("removed:"))
    assert not [line for line in (same.err + every.err).splitlines() if "and not" in line]
    assert "samples_before: 130 by --samples-before, and not 125 by " in other.err


@pytest.mark.parametrize(
    ("before", "removed"),
    # 112 are left: of 130 the 5 too small and the 8 faults, of 120 the 5, of 117 the 5; of 116 only 4 can have gone
    [("130", [5, 1, 7]), ("125", [5, 1, 7]), ("120", [5]), ("117", [5]), ("116", [])],
)
def test_no_stages_name_more_than_a_person_counts(run: Run, folder: Path, before: str, removed: list[int]) -> None:
    """Whatever number is given, the stages hold what is known to be in it."""
    run("import", str(CURATION / "img2dataset" / "out_wds"), "-o", "run.yaml", "--samples-before", before)

    assert removed == [int(it) for it in re.findall(r"removed: (\d+)", (folder / "run.yaml").read_text())]


def test_an_existing_manifest_is_completed_and_never_contradicted(run: Run, folder: Path) -> None:
    """What it lacks is added; where its count differs from the record's the file stays."""
    (folder / "run.yaml").write_text("# ours\ntask: classification\n")
    (folder / "other.yaml").write_text(FOUR_LINES)
    done, refused = (run("import", *CHAIN, "-o", name) for name in ("run.yaml", "other.yaml"))

    assert (0, 2) == (done.code, refused.code)
    assert (folder / "run.yaml").read_text().startswith("# ours\ntask: classification\nsamples_before: 1000\n")
    assert 'other.yaml:2: $.samples_before: is "110000", but ' in refused.err
    assert FOUR_LINES == (folder / "other.yaml").read_text()


def test_a_training_gives_its_samples_and_hours(run: Run, folder: Path) -> None:
    """412.8706 s are 0.114686 h; of two trainings nobody knows which one is meant, and nothing is written."""
    state = str(CURATION / "hf-trainer" / "trainer_state.json")
    run("import", TRAINED, "-o", "run.yaml")
    refused = run("import", TRAINED, state, "-o", "two.yaml")

    assert "training: {samples: 20000, hours: 0.114686}\n" == (folder / "run.yaml").read_text()
    said = f"{TRAINED}: says nothing that a manifest could hold (leave out -o to see what it says)"
    assert (2, said) == (refused.code, refused.err.strip())


def test_as_names_a_tool_of_either_kind(run: Run, folder: Path) -> None:
    """One that is known reads the file, of which it finds nothing; one that is not is refused with those that are."""
    (folder / "log.txt").write_text("nothing\n")
    done, unknown = (run("import", "log.txt", "--as", tool) for tool in ("dolma", "dolmas"))

    assert (2, 2) == (done.code, unknown.code)
    assert "log.txt: no file was mixed" in done.err
    assert '"dolmas" is no tool that is known here (did you mean "dolma"?)' in unknown.err


def test_a_file_of_nobody_is_refused_with_all_tools(run: Run, folder: Path) -> None:
    """Those of energy and those that filter stand in one list."""
    (folder / "odd.json").write_text('{"a": 1}\n')
    done = run("import", "odd.json")

    assert 2 == done.code
    assert all(tool in done.err for tool in ("codecarbon", "datatrove", "hf-trainer"))


def test_a_folder_of_records_names_them(run: Run, folder: Path) -> None:
    """What lies in it is said, of either kind."""
    shutil.copy(CURATION / "dolma" / "mix.stderr.txt", folder)
    done = run("import", ".")

    assert 2 == done.code
    assert "(name a file in it: emissions.csv, mix.stderr.txt)" in done.err


def test_run_takes_one_record_of_several(run: Run, folder: Path) -> None:  # noqa: ARG001
    """--run 2 of a file with one run is refused as it is of energy."""
    done = run("import", CHAIN[0], "--run", "2")

    assert "out_filter: there is no run 2 (the file has 1 run, counted from 1)" in done.err


def test_names_that_a_terminal_would_obey_are_escaped(run: Run, folder: Path) -> None:
    """A criterion with an escape in it stands on one line."""
    value = json.loads((CURATION / "data-prep-toolkit" / "out_filter" / "metadata.json").read_text())
    value["job_output_stats"]["docs_filtered_out_by 'n > 50'"] = 1
    value["job_output_stats"]["docs_filtered_out_by '\x1b[31m<script>\n'"] = 119
    (folder / "metadata.json").write_text(json.dumps(value))
    done = run("import", "metadata.json", "-o", "run.yaml", "--task", "classification")

    assert 0 == done.code
    assert "\x1b" not in done.out + (folder / "run.yaml").read_text()
    assert r"\x1b[31m<script>" in done.out


def test_more_after_than_there_were_is_refused_in_their_unit(run: Run, folder: Path) -> None:
    """Of 118 images no 200 are left."""
    done = run("import", FLAGS, "-o", "number.yaml", "--samples-after", "200")
    assert "--samples-after: has 200 images, and before it there are 118" in done.err
    assert not (folder / "number.yaml").exists()
