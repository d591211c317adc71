"""Whose a file is: detected by its content, said by a person, or nobody's; and which record of it is taken."""

from pathlib import Path

import pytest

from reportgen.curation.records.read import READERS, read_curation, reader_of
from reportgen.energy.importers.read import IMPORTERS
from reportgen.problems import InputError
from tests.curation.sources import refusal, sample, written

BOTH = '{"train_runtime": 5.5, "train_loss": 1.0, "num_images_passed": 4, "num_input_images": 5}\n'


def test_a_file_that_two_tools_could_have_written_asks_which(tmp_path: Path) -> None:
    """A summary of images with the results of a training in it: a person says whose it is."""
    path = written(tmp_path / "summary.json", BOTH)
    taken = reader_of(path, "hf-trainer")

    assert f"{path}: this can be a record of cosmos-curate and hf-trainer (say which: --as cosmos-curate)" == (
        refusal(path)
    )
    assert taken is not None
    assert "hf-trainer" == taken.TOOL


def test_a_record_of_energy_has_no_reader_here() -> None:
    """It is read by the importers of energy, whether it is detected or named."""
    log = Path(__file__).parents[2] / "sample_data" / "tool_logs" / "codecarbon" / "emissions.csv"

    assert reader_of(log, None) is None
    assert reader_of(log, "codecarbon") is None


def test_no_tool_of_either_kind_has_the_name_of_another() -> None:
    """--as tells them apart."""
    names = [*(it.TOOL for it in READERS), *(it.TOOL for it in IMPORTERS)]

    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize(
    ("name", "said"),
    [("gone.json", "there is no such file or folder"), ("empty", "the folder is empty"), ("nothing", "file is empty")],
)
def test_what_is_not_there_is_refused(tmp_path: Path, name: str, said: str) -> None:
    """A name that was mistyped, an empty folder, a tool that ended before it wrote."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "nothing").touch()

    assert said in refusal(tmp_path / name)


@pytest.mark.parametrize("run", [0, 2])
def test_a_run_that_is_not_there_is_refused(run: int) -> None:
    """Runs are counted from 1."""
    path = sample("dolma", "mix.stderr.txt")
    reader = reader_of(path, None)
    assert reader is not None

    with pytest.raises(InputError, match=rf"there is no run {run} \(the file has 1 run, counted from 1\)"):
        read_curation(path, reader, run)
