"""Every way in which an input can be wrong ends with exit code 2 and a clear line, quickly."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import FOUR_FLAGS, FOUR_LINES, Run, files_in

BAD = {
    "empty": ("run.yaml", b"", "empty"),
    "blanks": ("run.yaml", b" \n\n", "empty"),
    "comments alone": ("run.yaml", b"# nothing\n", "no values"),
    "binary": ("run.yaml", bytes(range(256)) * 40, "not UTF-8"),
    "a PNG called JSON": ("run.json", b"\x89PNG\r\n\x1a\n" + bytes(100), "run.json:1: "),
    "UTF-16": ("run.yaml", FOUR_LINES.encode("utf-16"), "UTF-8"),
    "Latin-1": ("run.yaml", ("name: Größe\n" + FOUR_LINES).encode("latin-1"), "run.yaml:1: "),
    "brackets": ("run.yaml", b"a: " + b"[" * 100_000, "run.yaml:1: "),
    "braces": ("run.json", b'{"a":' * 100_000, "run.json:1: "),
    "brackets in TOML": ("run.toml", b"a = " + b"[" * 100_000, "run.toml:1: "),
    "aliases": (
        "run.yaml",
        b"a: &a [x,x]\n" + b"".join(b"%c: &%c [*%c,*%c]\n" % (n + 1, n + 1, n, n) for n in range(97, 121)),
        "alias",
    ),
    "a tag that runs code": ("run.yaml", b"task: !!python/object/apply:os.system ['true']\n", "run.yaml:1: "),
    "duplicate key": ("run.yaml", FOUR_LINES.encode() + b"task: classification\n", "given twice"),
    "duplicate key in JSON": ("run.json", b'{"task": "a",\n"task": "b"}', "run.json:2: "),
    "a list": ("run.yaml", b"- task: x\n", "a list"),
    "a number": ("run.json", b"5", "a single value"),
    "half of a JSON": ("run.json", b'{"task": "classification", ', "run.json:1: "),
    "not a number": ("run.json", b'{"samples_before": NaN}', "NaN"),
    "tabs": ("run.yaml", b"task: x\n\tname: y\n", "run.yaml:2: "),
    "two documents": ("run.yaml", FOUR_LINES.encode() + b"---\n" + FOUR_LINES.encode(), "run.yaml:5: "),
    "report instead of manifest": ("run.json", b'{"schema": "reportgen/report/1", "figures": {}}', "$.figures"),
    "unknown ending": ("run.txt", FOUR_LINES.encode(), "run.txt: the ending '.txt'"),
    "unknown task": ("run.yaml", FOUR_LINES.replace("object-", "objekt-").encode(), "object-detection"),
    "more after than before": ("run.yaml", FOUR_LINES.replace("72500", "725000").encode(), "$.samples_after: 725,000"),
    "exponent": ("run.yaml", FOUR_LINES.replace("110000", "1.1e5").encode(), "no whole number"),
    "beyond 10^18": ("run.yaml", FOUR_LINES.replace("110000", "1" + "0" * 19).encode(), "10^18"),
    "full-width digits": ("run.yaml", FOUR_LINES.replace("110000", "１１００００").encode(), "$.samples_before"),
    "underscores": ("run.yaml", FOUR_LINES.replace("110000", "1_10_000").encode(), "$.samples_before"),
    "no duration": ("run.yaml", FOUR_LINES.replace("PT42M", "PT0S").encode(), "$.duration"),
    "in the future": ("run.yaml", FOUR_LINES.encode() + b"started_at: 2999-01-01\n", "future"),
    "a currency without price": ("run.yaml", FOUR_LINES.encode() + b"currency: JPY\n", "rates: "),
    "no currency": ("run.yaml", FOUR_LINES.encode() + b"currency: Euro\n", "ISO 4217"),
    "percentage": ("run.yaml", FOUR_LINES.encode() + b"quality: {after: 90.56}\n", "did you mean 0.9056?"),
    "grams": ("run.yaml", FOUR_LINES.encode() + b"grid: {intensity: 381}\n", "did you mean 0.381?"),
}


@pytest.mark.parametrize(("name", "content", "expected"), BAD.values(), ids=BAD)
def test_bad_input_is_told_clearly(run: Run, tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    """Exit code 2, lines of a bearable length that name the file, nothing written, no traceback."""
    (tmp_path / name).write_bytes(content)
    done = run("generate", name, "-o", "out")
    assert (2, "") == (done.code, done.out)
    assert expected in done.err
    places = (name, "built-in prices: ")
    assert [] == [line for line in done.err.splitlines() if not line.startswith(places) or len(line) > 500]
    assert "Traceback" not in done.err
    assert [name] == files_in(tmp_path)


def test_a_huge_file_is_refused_unread(run: Run, tmp_path: Path) -> None:
    """A file of 50 MB is refused by its size: were it read, its NULs would be what is wrong."""
    with (tmp_path / "run.yaml").open("wb") as file:
        file.truncate(50_000_000)
    done = run("generate", "run.yaml")
    assert (2, "run.yaml: the file is larger than 10 MB") == (done.code, done.err[:39])


def test_what_is_no_file_is_refused(run: Run, tmp_path: Path) -> None:
    """A folder, a file that is not there and an empty name are refused, with what was perhaps meant."""
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "run.yaml").write_text(FOUR_LINES, encoding="utf-8")
    for name, expected in (("runs", "run.yaml"), ("runs/rum.yaml", "did you mean run.yaml?"), ("", "")):
        done = run("generate", name)
        assert (2, "") == (done.code, done.out)
        assert done.err
        assert expected in done.err
    assert ["runs"] == files_in(tmp_path)


TEN = """\
task: objekt-detection
samples_before: "1.5e3"
samples_after: -4
duration: soon
curency: EUR
started_at: 1066-10-14
stages:
  - {name: "", removed: 7}
grid: {zone: ATLANTIS, pue: 0.5}
quality: {after: 41.1}
"""


def test_ten_mistakes_are_told_at_once(run: Run, tmp_path: Path) -> None:
    """Each of ten mistakes of one file stands on a line of its own with its place."""
    (tmp_path / "run.yaml").write_text(TEN, encoding="utf-8")
    done = run("check", "run.yaml")
    places = {
        "run.yaml:1: $.task",
        "run.yaml:2: $.samples_before",
        "run.yaml:3: $.samples_after",
        "run.yaml:4: $.duration",
        "run.yaml:5: $.curency",
        "run.yaml:6: $.started_at",
        "run.yaml:8: $.stages[0].name",
        "run.yaml:9: $.grid.pue",
        "run.yaml:10: $.quality.after",
        "run.yaml:9: $.grid.zone",
    }
    assert 2 == done.code
    assert places == {":".join(line.split(":")[:2]) + ": " + line.split(": ")[1] for line in done.err.splitlines()}
    assert len(places) == len(done.err.splitlines())


def test_a_value_that_is_set_twice_is_a_problem(run: Run) -> None:
    """Nobody knows which of two values was meant, be they the same or not; two keys are two values."""
    for second in ("2", "1"):
        done = run("check", *FOUR_FLAGS, "--set", "annotation_price=1", "--set", f"annotation_price = {second}")
        line = "--set annotation_price: is given twice: one value counts (leave one of them out)"
        assert (2, [line]) == (done.code, done.err.splitlines())
    assert 0 == run("check", *FOUR_FLAGS, "--set", "annotation_price=1", "--set", "pue=1.2").code


def test_an_unknown_log_is_told_to_both_ways(run: Run, tmp_path: Path) -> None:
    """`import` names its option, `check` the field that does the same; what is said of the log takes 120 characters."""
    (tmp_path / "log.csv").write_text("timestamp,gpu_index,util,power_w\n2025-09-24T03:48:33Z,0,100,387\n")
    said = "task: detection\nsamples_before: 9\nsamples_after: 5\nduration: 60\nenergy: [{file: log.csv}]\n"
    (tmp_path / "run.yaml").write_text(said)
    imported, checked = run("import", "log.csv"), run("check", "run.yaml")
    fault = "log.csv: no tool known here writes such a file"
    fields = "columns: {time: timestamp, power_w: power_w, device: gpu_index}"

    assert (2, 2) == (imported.code, checked.code)
    assert f"{fault} (say --columns time=timestamp,power_w=power_w,device=gpu_index)\n" == imported.err
    assert f"run.yaml:5: $.energy[0].file: {fault} (say {fields})\n" == checked.err
    assert 120 >= max(len(text) - text.index(fault) for text in (imported.err, checked.err))
