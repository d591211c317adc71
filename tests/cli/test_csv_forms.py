"""Every command that takes a CSV takes it as spreadsheets and people leave it, and finds the same in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.running import FOUR_FLAGS, FOUR_LINES, Run

FORMS: Mapping[str, Callable[[str], bytes]] = {
    "comments": lambda text: f"# exported on Monday, by hand\n#\n# all of it; net\n{text}".encode(),
    "a mark": lambda text: text.encode("utf-8-sig"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16, the other order": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "a declared sign": lambda text: f"sep=;\n{text.replace(',', ';')}".encode(),
    "comments and a declared sign": lambda text: f"# net\nsep=;\n{text.replace(',', ';')}".encode(),
    "a declared sign with empty columns": lambda text: f"sep=;;;\n{_wider(text).replace(',', ';')}".encode(),
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "no last line end": lambda text: text.removesuffix("\n").encode(),
    "empty last rows": lambda text: (text + "," * text.split("\n")[0].count(",") + "\n\n").encode(),
    "empty last columns": lambda text: _wider(text).encode(),
    "all of a spreadsheet": lambda text: (
        "# net\nsep=;\n" + (_wider(text) + ",,,,,,,\n,,,,,,,\n").replace(",", ";").replace("\n", "\r\n")
    ).encode("utf-16"),
}


def _wider(text: str) -> str:
    """Each line with two empty cells behind it."""
    return text.replace("\n", ",,\n")


@dataclass(frozen=True)
class Command:
    """A table, the command that takes it, the manifest that names it, and whether a report is written."""

    table: str
    arguments: tuple[str, ...]
    manifest: str = ""
    report: bool = False


PRICES = "task,price,currency,source\nobject-detection,0.95,USD,a contract\nsegmentation,4.5,USD,another\n"
MODELS = "model,accuracy,consumption,cost\nVGG-19,0.9056,10.4,0.03172\nMobileNetV2,0.9454,8.88,0.027084\n"
CHECKPOINTS = "time_s,accuracy,consumption\n60,0.5,10.5\n120,0.7,20.5\n180,0.8,30.5\n"
RUNS = "subset,images,energy (kWh),mAP\n" + "".join(
    f"{subset},{images},{energy},{score}\n"
    for subset, images, energy, score in (
        *(("all", 110000, 5.9, 0.402), ("all", 110000, 6.0, 0.405)),
        *(("kept", 72500, 4.0, 0.411), ("kept", 72500, 3.9, 0.409)),
    )
)
POWER = "t,watts\n" + "".join(f"{1767225600 + second},{100 + second % 3}\n" for second in range(0, 60, 5))
EMISSIONS = (
    "timestamp,project_name,run_id,duration,emissions,energy_consumed,gpu_energy,codecarbon_version\n"
    "2026-01-01T00:01:00,filter,a,3600,0.01,0.05,0.04,2.3.4\n"
)
DECIDED = "kept,reason,label\n1,,car\n0,blurred,car\n1,,bus\n0,twice,tram\n"
MODEL = "models:\n  - {name: yolo, accuracy: 0.8, consumption_wh: 30.5, checkpoints: {file: table.csv}}\n"
EVIDENCE = (
    "evidence: {file: table.csv, group: subset, energy: energy (kWh), accuracy: mAP, samples: images,"
    " before: {subset: all}, after: {subset: kept}}\n"
)
ENERGY = "energy: [{file: table.csv, columns: {time_s: t, power_w: watts}}]\n"
COMMANDS = {
    "generate --costs": Command(PRICES, ("generate", *FOUR_FLAGS, "--costs", "table.csv"), report=True),
    "costs check": Command(PRICES, ("costs", "check", "table.csv")),
    "costs show": Command(PRICES, ("costs", "show", "--costs", "table.csv")),
    "apc": Command(MODELS, ("apc", "table.csv", "--beta", "0.1", "--beta-cost", "50")),
    "apc --checkpoints": Command(CHECKPOINTS, ("apc", "--checkpoints", "table.csv", "--beta", "0.1")),
    "training": Command(
        RUNS,
        (
            "training",
            "table.csv",
            "--group",
            "subset",
            "--energy",
            "energy (kWh)",
            "--accuracy",
            "mAP",
            "--per",
            "images",
        ),
    ),
    "import --columns": Command(POWER, ("import", "table.csv", "--columns", "time_s=t,power_w=watts", "--json")),
    "import": Command(EMISSIONS, ("import", "table.csv", "--json")),
    "count --table": Command(DECIDED, ("count", "table.csv", "--table", "kept=kept,reason=reason,label=label")),
    "count": Command(DECIDED, ("count", "table.csv")),
    "checkpoints of a model": Command(CHECKPOINTS, ("generate", "run.yaml"), MODEL, report=True),
    "evidence": Command(RUNS, ("generate", "run.yaml"), EVIDENCE, report=True),
    "energy": Command(POWER, ("generate", "run.yaml"), ENERGY, report=True),
}


def found(run: Run, folder: Path, command: Command, content: bytes) -> object:
    """What the command says of the table, or the figures of the report that it writes."""
    (folder / "table.csv").write_bytes(content)
    (folder / "run.yaml").write_text(FOUR_LINES + command.manifest, encoding="utf-8")
    options = ("--format", "json", "-o", "out") if command.report else ()
    done = run(*command.arguments, *options)
    assert 0 == done.code, done.err
    if not command.report:
        return re.sub(r", [0-9]+ bytes", "", done.out)  # what the file takes is another thing
    figures = json.loads((folder / "out" / "report.json").read_text(encoding="utf-8"))["figures"]
    return {key: figure["value"] for key, figure in figures.items()}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_reads_every_form(run: Run, tmp_path: Path, name: str) -> None:
    """Comments, a mark, UTF-16, `sep=;`, CRLF, empty last rows and columns change nothing of what is found."""
    command = COMMANDS[name]
    plain = found(run, tmp_path, command, command.table.encode())
    assert plain
    differ = [form for form, made in FORMS.items() if found(run, tmp_path, command, made(command.table)) != plain]
    assert [] == differ


def test_a_header_that_begins_with_a_hash_is_no_comment(run: Run, tmp_path: Path) -> None:
    """`#,model` and `#run,model` name columns."""
    for header in ("#,model", "#run,model"):
        rows = MODELS.split("\n")
        text = "\n".join([rows[0].replace("model", header), *(f"1,{row}" for row in rows[1:] if row)]) + "\n"
        (tmp_path / "table.csv").write_text(text, encoding="utf-8")
        done = run("apc", "table.csv", "--beta", "0.1", "--beta-cost", "50")
        assert (0, True) == (done.code, "VGG-19" in done.out)
