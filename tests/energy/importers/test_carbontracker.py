"""carbontracker's logs, held against what the tool printed and what the stand-in devices really drew."""

import shutil
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers import carbontracker
from reportgen.energy.record import Record
from reportgen.files.source import Source
from tests.energy.importers.sources import SAMPLES, joules, only, problem, sample, written

FOLDER = SAMPLES / "carbontracker"
HEAD = "2026-11-21 20:19:13 - carbontracker version {version}\n"
PUE = "2026-11-21 20:19:13 - Only predicted and actual consumptions are multiplied by a PUE coefficient of {pue} (x).\n"
FOUND = "2026-11-21 20:19:13 - The following components were found: {found}.\n"
POWER = "Average power usage (W)"
OUTPUT = "2026-11-21 20:19:23 - CarbonTracker: \nActual consumption{epochs}:\n\tTime:\t0:00:10\n\tEnergy:\t{kwh} kWh\n"


def epoch(number: int, *powers: str, seconds: str = "5.00") -> str:
    """Return an epoch as the standard log has it."""
    lines = [f"Epoch {number}:", f"Duration: 0:00:0{seconds}", *(f"Average power usage (W) for {it}" for it in powers)]
    return "".join(f"2026-11-21 20:19:18 - {line}\n" for line in lines)


def run(
    folder: Path,
    *epochs: str,
    version: str = "2.4.7",
    pue: str = "1.58",
    found: str = "GPU with device(s) A, A",
    output: str | None = None,
) -> list[Record]:
    """Return the records of a run whose log is written into the folder, and what the terminal showed where given."""
    standard = HEAD.format(version=version) + PUE.format(pue=pue) + FOUND.format(found=found) + "".join(epochs)
    (folder / "1_carbontracker.log").write_text(standard)
    if output is not None:
        (folder / "1_carbontracker_output.log").write_text(FOUND.format(found=found) + output)
    return carbontracker.extract(Source(folder, "logs", {}))


@pytest.mark.parametrize(
    ("name", "printed_kwh", "pue"),
    [
        ("plain", "0.000187824649", "1.58"),
        ("early", "0.000093782476", "1.58"),
        ("two_gpus", "0.000877810174", "1.58"),
        ("version_1", "0.000689310216", "1.55"),
    ],
)
def test_the_tools_own_total_is_reproduced(name: str, printed_kwh: str, pue: str) -> None:
    """What the tool printed is the energy times its PUE, within its twelve decimals: the PUE is in it once."""
    record = only(carbontracker.extract(sample("carbontracker", name)))

    assert record.energy_kwh is not None
    assert Decimal(printed_kwh) == round(record.energy_kwh * Decimal(pue), 12)
    assert Decimal(1) == record.pue_included


def test_the_mean_over_devices_is_corrected() -> None:
    """Two GPUs at 100 W and 300 W for 10 s draw 4000 J; 2.4.7 says half of that, 1.1 says what they drew."""
    record = only(carbontracker.extract(sample("carbontracker", "two_gpus")))

    assert record.energy_kwh is not None
    assert record.corrected_kwh is not None
    assert abs(record.corrected_kwh * 3_600_000 - 4000) < 1
    assert round(record.corrected_kwh, 20) == round(2 * record.energy_kwh, 20)
    assert round(record.corrected_kwh, 20) == round(sum(it.energy_kwh or 0 for it in record.devices), 20)
    assert "2 devices of GPU" in record.warnings[0]
    assert (Decimal("0.445"), Decimal("10.00")) == (record.intensity_kg_per_kwh, record.duration_s)


def test_a_list_of_powers_needs_no_correction() -> None:
    """Version 1 adds the devices up: 400 W for 4 s are 1600 J, of which the first GPU drew a quarter."""
    record = only(carbontracker.extract(sample("carbontracker", "version_1")))

    assert record.corrected_kwh is None
    assert record.energy_kwh is not None
    assert abs(record.energy_kwh * 3_600_000 - 1600) < 2
    assert [Decimal("0.25"), Decimal("0.75")] == [
        round((device.energy_kwh or Decimal(0)) / record.energy_kwh, 9) for device in record.devices
    ]


def test_only_the_component_with_several_devices_is_corrected(tmp_path: Path) -> None:
    """Two GPUs at a mean of 200 W and one CPU at 50 W: 250 W are said, 450 W were drawn, for 10 s."""
    epochs = [epoch(number, "gpu: 200.0", "cpu: 50.0") for number in (1, 2)]
    found = "GPU with device(s) A, A. CPU with device(s) cpu:0"
    record = only(run(tmp_path, *epochs, found=found))

    assert Decimal(2500) == joules(record.energy_kwh)
    assert Decimal(4500) == joules(record.corrected_kwh)
    assert [2000, 2000, 500] == [joules(device.energy_kwh) for device in record.devices]


def test_the_kind_of_a_device_is_its_components_and_of_dram_memory(tmp_path: Path) -> None:
    """RAPL's domain of memory stands among those of the CPU; what is no such name is a CPU's model."""
    epochs = [epoch(number, "gpu: 200.0", "cpu: 50.0") for number in (1, 2)]
    found = "GPU with device(s) A. CPU with device(s) package-0, dram-0, DRAM-1, Xeon"
    record = only(run(tmp_path, *epochs, found=found))

    assert [("A", "gpu"), ("package-0", "cpu"), ("dram-0", "ram"), ("DRAM-1", "ram"), ("Xeon", "cpu")] == [
        (device.name, device.kind) for device in record.devices
    ]
    assert ["measured", "measured", "measured", "measured", "estimate"] == [it.basis for it in record.devices]


def test_a_run_that_never_ended_is_rebuilt_from_its_epochs() -> None:
    """Three epochs of 2.00 s at a mean of 200 W: 1200 J without PUE, twice that of the two GPUs."""
    record = only(carbontracker.extract(sample("carbontracker", "crashed")))

    assert Decimal(1200) == joules(record.energy_kwh)
    assert Decimal(2400) == joules(record.corrected_kwh)
    assert "rebuilt from 3 complete epochs" in record.warnings[0]
    assert Decimal(1) == record.pue_included
    assert (True, record.energy_kwh) == (record.at_least, record.low_kwh)


INTERRUPTED = "2026-11-21 20:19:23 - Training was interrupted before all 9 epochs were monitored.\n"


@pytest.mark.parametrize(
    ("last", "output", "expected"),
    [
        ("", None, False),
        ("", "", True),
        ("", OUTPUT.format(epochs=" for 1 epoch(s)", kwh="0.00158"), False),
        (INTERRUPTED, None, True),
        (INTERRUPTED, OUTPUT.format(epochs=" for 1 epoch(s)", kwh="0.00158"), True),
    ],
    ids=["log alone", "no end on the terminal", "ended", "interrupted, log alone", "interrupted, with a consumption"],
)
def test_what_was_cut_short_is_at_least_what_it_says(
    tmp_path: Path, last: str, output: str | None, expected: bool
) -> None:
    """What was drawn after the last complete epoch is in no figure of the tool's."""
    record = only(run(tmp_path, epoch(1, "gpu: 100.0"), last, found="GPU with device(s) A", output=output))

    assert record.energy_kwh is not None
    assert (expected, record.energy_kwh if expected else None) == (record.at_least, record.low_kwh)
    assert record.high_kwh is None


def test_zero_is_not_measured_and_the_reason_is_named() -> None:
    """The error log beside it says that RAPL could not be read."""
    record = only(carbontracker.extract(sample("carbontracker", "not_permitted")))

    assert record.energy_kwh is None
    assert [None] == [device.energy_kwh for device in record.devices]
    assert any("not permitted to read" in warning for warning in record.warnings)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("does not support retrieval of power usages", ", because the GPU does not tell its power"),
        ("something else", ""),
    ],
)
def test_a_gpu_that_does_not_tell_its_power_is_the_reason_of_zero(tmp_path: Path, said: str, reason: str) -> None:
    """The error log beside it says so, or nothing of it."""
    (tmp_path / "1_carbontracker_err.log").write_text(f"2026-11-21 20:19:13 - GPU A {said}.\n")
    record = only(run(tmp_path, epoch(1, "gpu: 0.0"), found="GPU with device(s) A"))

    assert record.energy_kwh is None
    assert any(it.endswith(f"reports zero energy: it was not measured{reason}") for it in record.warnings)


def test_a_folder_without_its_logs_is_refused(tmp_path: Path) -> None:
    """What their names end in is said."""
    (tmp_path / "notes.txt").write_text("none")
    told = problem(carbontracker.extract, Source(tmp_path, "logs", {}))
    assert "there is no log of carbontracker in the folder (they end in _carbontracker.log)" in told


def test_a_component_of_zero_is_told_beside_one_that_was_measured(tmp_path: Path) -> None:
    """The GPU's 500 J are the energy; the CPU is not nothing, it is not known."""
    found = "GPU with device(s) A. CPU with device(s) cpu:0"
    record = only(run(tmp_path, epoch(1, "gpu: 100.0", "cpu: 0.0"), found=found))

    assert Decimal(500) == joules(record.energy_kwh)
    assert record.devices[1].energy_kwh is None
    assert "of CPU the tool reports zero energy: it was not measured" in record.warnings


@pytest.mark.parametrize(
    "path", sorted(FOLDER.glob("*/*.log")), ids=lambda path: f"{path.parent.name}/{path.name[-12:]}"
)
def test_each_file_of_a_run_gives_the_run(path: Path) -> None:
    """Named alone, a file is read together with those beside it, which say the PUE."""
    whole = carbontracker.extract(Source(path.parent, "folder", {}))

    alone = carbontracker.extract(Source(path, path.name, {}))

    assert carbontracker.identify(Source(path, path.name, {}))
    assert [record.energy_kwh for record in alone] in ([it.energy_kwh for it in whole], [whole[-1].energy_kwh])
    assert {Decimal(1)} == {record.pue_included for record in alone}


def test_runs_of_one_process_are_counted_once() -> None:
    """The first tracker's files hold the second one too, which has files of its own: two runs, not three."""
    records = carbontracker.extract(sample("carbontracker", "two_in_one_process"))

    assert [Decimal("0.000344474296"), Decimal("0.000345026237")] == [
        round((record.energy_kwh or Decimal(0)) * Decimal("1.55"), 12) for record in records
    ]


def test_an_output_log_without_its_standard_log_does_not_know_the_pue(tmp_path: Path) -> None:
    """The figure stays as it is printed, and that a PUE is in it is said."""
    [output] = (FOLDER / "plain").glob("*_output.log")
    shutil.copy(output, tmp_path)

    record = only(carbontracker.extract(Source(tmp_path / output.name, output.name, {})))

    assert (Decimal("0.000187824649"), None) == (record.energy_kwh, record.pue_included)
    said = "the log that says the PUE is not there: a PUE, of 1.55 to 1.67, is in the figure"
    assert said in record.warnings


def test_what_a_terminal_showed_is_read_without_any_file(tmp_path: Path) -> None:
    """A captured standard output has the consumption, but neither version nor PUE."""
    shutil.copy(FOLDER / "two_gpus" / "stdout.log", tmp_path)
    record = only(carbontracker.extract(Source(tmp_path / "stdout.log", "stdout.log", {})))

    assert (Decimal("0.000877810174"), None) == (record.energy_kwh, record.pue_included)
    assert (Decimal(10), None) == (record.duration_s, record.corrected_kwh)
    assert any("if it was one of these" in warning for warning in record.warnings)


@pytest.mark.parametrize(
    ("power", "expected_j"),
    [
        ("200.0", 1000),
        ("[100. 300.]", 2000),
        ("[100.   300. ]", 2000),
        ("[100.\n 300.]", 2000),  # numpy breaks a list of many GPUs over lines
        ("[ 50.\n  50.\n 300.]", 2000),
        ("None", None),
        ("[None]", None),
        ("nan", None),
        ("[nan nan]", None),
    ],
)
def test_powers_in_all_their_forms(tmp_path: Path, power: str, expected_j: int | None) -> None:
    """A number is the component's mean, a list its devices; None and nan are no measurement. One epoch of 5 s."""
    record = only(run(tmp_path, epoch(1, f"gpu: {power}"), version="2.1.0"))

    assert expected_j == (None if record.energy_kwh is None else joules(record.energy_kwh))
    assert (datetime(2026, 11, 21, 20, 19, 13), datetime(2026, 11, 21, 20, 19, 18)) == (
        record.started_at,
        record.ended_at,
    )


@pytest.mark.parametrize("epochs", ["", " for 2 epoch(s)", " for 2 epochs"])
def test_actual_consumption_in_all_its_forms(tmp_path: Path, epochs: str) -> None:
    """With and without the number of epochs, of which no more are counted: the third is after the final figure."""
    three = [epoch(number, "gpu: 100.0") for number in (1, 2, 3)]
    output = OUTPUT.format(epochs=epochs, kwh="0.00158")
    record = only(run(tmp_path, *three, found="GPU with device(s) A", output=output))

    assert Decimal("0.001") == record.energy_kwh
    assert Decimal("10.00" if epochs else "15.00") == record.duration_s
    assert [f"epoch {number}" for number in (1, 2, 3)][: 2 if epochs else 3] == [it.name for it in record.stages]


@pytest.mark.parametrize("unit", ["gCO2/kWh", "gCO2eq/kWh"])
def test_intensity_in_both_spellings(tmp_path: Path, unit: str) -> None:
    """The tool's intensity is in g/kWh; where it stands behind the place, the place is not read."""
    line = f"Average carbon intensity during training was 54.09 {unit} at detected location: X, DK."
    logged = f"2026-11-21 20:19:23 - {line}\n"
    record = only(run(tmp_path, epoch(1, "gpu: 100.0"), logged, found="GPU with device(s) A"))

    assert Decimal("0.05409") == record.intensity_kg_per_kwh


def test_a_cpu_by_name_is_an_estimate() -> None:
    """The tool takes half of a TDP for it; a counter has the name of a domain."""
    record = only(carbontracker.extract(sample("carbontracker", "plain")))

    assert ("estimate", "estimate") == (record.basis, record.devices[0].basis)
    assert any("half of a TDP" in warning for warning in record.warnings)


CUT_OFF = "(is the line cut off or damaged?)"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Duration: soon", "5: 'soon' is no duration such as 0:00:12 (is the line damaged?)"),
        (f"{POWER} for gpu: 1x", f"5: the power is '1x', which is no number {CUT_OFF}"),
        (f"{POWER} for gpu: -1", "5: the power is -1, below zero (a counter that was reset? remove the line)"),
        (f"{POWER} for gpu: [1. 2", f"5: a list of powers does not end {CUT_OFF}"),
        (f"{POWER} for g-u: 1", f"5: '{POWER} for g-u: 1' is no power {CUT_OFF}"),
        ("Duration: 0:00:05.00", f"4: epoch 123456789 has no power {CUT_OFF}"),
        (f"{POWER} for gpu: 1", f"4: epoch 123456789 has no duration {CUT_OFF}"),
    ],
)
def test_damage_is_said_with_its_line(tmp_path: Path, message: str, expected: str) -> None:
    """What is wrong, where, in one line."""
    text = HEAD.format(version="2.4.7") + PUE.format(pue="1.58") + FOUND.format(found="GPU with device(s) A")
    text += f"2026-11-21 20:19:18 - Epoch 1234567890:\n2026-11-21 20:19:18 - {message}\n"

    told = problem(carbontracker.extract, written(tmp_path, text, "1_carbontracker.log"))
    assert f"1_carbontracker.log:{expected}" == told


def test_an_epoch_that_is_damaged_twice_is_lost_once(tmp_path: Path) -> None:
    """Neither its duration nor its power can be read."""
    twice = epoch(2, "gpu: 1x0.0").replace("0:00:05", "soon")
    record = only(run(tmp_path, epoch(1, "gpu: 100.0"), twice, found="GPU with device(s) A"))

    assert Decimal(500) == joules(record.energy_kwh)
    assert any("1 of 2 rows has no energy (line 8: 'soon.00' is no duration" in it for it in record.warnings)


def test_a_cut_energy_is_no_energy(tmp_path: Path) -> None:
    """A figure that lost its unit may have lost digits too."""
    source = written(
        tmp_path, "CarbonTracker: \nActual consumption:\n\tTime:\t0:00:10\n\tEnergy:\t0.0008", "stdout.log"
    )

    assert "stdout.log:4: the energy is '0.0008', not in kWh" in problem(carbontracker.extract, source)


def test_a_run_without_an_epoch_is_said(tmp_path: Path) -> None:
    """A tracker that ended before its first epoch measured nothing."""
    source = written(tmp_path, HEAD.format(version="2.4.7"), "1_carbontracker.log")

    assert "neither an epoch nor a consumption" in problem(carbontracker.extract, source)


def test_a_device_without_power_keeps_its_place(tmp_path: Path) -> None:
    """Of [None 300.] over 5 s the second device drew 1,500 J; the first is not known, and nothing is corrected."""
    for version in ("1.2.5", "2.0.0"):
        record = only(run(tmp_path, epoch(1, "gpu: [None 300.]"), version=version, found="GPU with device(s) A, B"))

        assert [("A", None), ("B", Decimal(1500))] == [
            (it.name, None if it.energy_kwh is None else joules(it.energy_kwh)) for it in record.devices
        ]
        assert (True, record.energy_kwh, None) == (record.at_least, record.low_kwh, record.high_kwh)
        assert record.corrected_kwh is None
        assert any("1 power of single devices beside others not known" in it for it in record.warnings)


@pytest.mark.parametrize(
    ("first", "second", "expected_j"),
    [
        ("[100. 300.]", "[300. 100.]", [2000, 2000]),
        ("[100. 300.]", "[None 300.]", [500, 3000]),
        ("[None 300.]", "[100. 300.]", [500, 3000]),
        ("[None 300.]", "[None 300.]", [None, 3000]),
    ],
)
def test_each_device_of_a_list_has_what_its_epochs_say(
    first: str, second: str, expected_j: list[int | None], tmp_path: Path
) -> None:
    """Two epochs of 5 s: of a device that has no power in one, the other counts."""
    found = "GPU with device(s) A, B"
    record = only(run(tmp_path, epoch(1, f"gpu: {first}"), epoch(2, f"gpu: {second}"), version="1.2.5", found=found))
    shares = [None if it.energy_kwh is None else it.energy_kwh * 3_600_000 for it in record.devices]

    assert expected_j == [None if share is None else round(share, 9) for share in shares]


@pytest.mark.parametrize(
    ("found", "names"),
    [
        ("GPU with device(s) ", ["GPU"]),  # the tool did not find its name
        ("GPU with device(s) A, B", ["A", "B"]),
        ("GPU with device(s) A, B, A", ["A 0", "B", "A 2"]),
        ("NPU with device(s) X", ["X"]),
    ],
)
def test_devices_of_one_name_are_told_apart(found: str, names: list[str], tmp_path: Path) -> None:
    """By their places; one without a name has that of its component."""
    record = only(run(tmp_path, epoch(1, "gpu: 100.0"), found=found))

    assert names == [device.name for device in record.devices]


@pytest.mark.parametrize(
    ("version", "found", "corrected_j"),
    [
        ("1.9.9", "GPU with device(s) A, A", None),  # it added up
        ("2.0.0", "GPU with device(s) A, A", 2000),
        ("2.1", "GPU with device(s) A, A, B", 3000),
        ("10.2", "GPU with device(s) A, A", 2000),
        ("2.0.0", "GPU with device(s) A", None),
    ],
)
def test_from_version_2_on_a_mean_stands_for_several_devices(
    version: str, found: str, corrected_j: int | None, tmp_path: Path
) -> None:
    """200 W for 5 s are said; each of the devices drew as much."""
    record = only(run(tmp_path, epoch(1, "gpu: 200.0"), version=version, found=found))

    assert 1000 == joules(record.energy_kwh)
    assert corrected_j == (None if record.corrected_kwh is None else joules(record.corrected_kwh))


def test_a_long_version_is_cut(tmp_path: Path) -> None:
    """At forty characters."""
    record = only(run(tmp_path, epoch(1, "gpu: 200.0"), version="2." + "3" * 40))

    assert "2." + "3" * 38 == record.tool_version


@pytest.mark.parametrize(
    ("numbers", "said"),
    [((7,), "1 complete epoch"), ((7, 8), "2 complete epochs"), ((1234567890,), "1 complete epoch")],
)
def test_a_run_without_end_says_how_many_epochs_it_has(numbers: tuple[int, ...], said: str, tmp_path: Path) -> None:
    """Each is a stage, with nine digits of its number at most; each that has no power is told."""
    record = only(run(tmp_path, *(epoch(number, "cpu: None", "gpu: 100.0") for number in numbers)))
    lacking = "1 epoch has" if len(numbers) == 1 else "2 epochs have"

    assert f"the run did not end: its energy is rebuilt from {said}, as power times duration" == record.warnings[0]
    assert f"{lacking} no power and count for nothing where the log is added up" in record.warnings
    assert [f"epoch {str(number)[:9]}" for number in numbers] == [stage.name for stage in record.stages]
    assert {Decimal(1000)} == {joules(stage.energy_kwh) for stage in record.stages}  # of two GPUs at 100 W for 5 s


@pytest.mark.parametrize(
    ("first", "second", "energy_j", "at_least"),
    [
        ("gpu: 100.0", "gpu: 100.0", 1000, False),
        ("gpu: 100.0", "gpu: None", 500, True),
        ("gpu: None", "gpu: None", None, False),
    ],
)
def test_an_epoch_without_power_makes_a_least_figure(
    tmp_path: Path, first: str, second: str, energy_j: int | None, at_least: bool
) -> None:
    """Where other epochs have one; a component that was never measured is told as such."""
    record = only(run(tmp_path, epoch(1, first), epoch(2, second), found="GPU with device(s) A"))

    assert energy_j == (None if record.energy_kwh is None else joules(record.energy_kwh))
    assert at_least == record.at_least
    assert at_least == any("GPU: 1 of 2 epochs have no power" in warning for warning in record.warnings)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Epoch 2:", "Epoch x:", "'Epoch x:' is no header of an epoch"),
        ("2026-11-21 20:19:18 - Epoch 2:", "\0", "the file holds a NUL"),
        ("- Epoch 2:", "- Epxch 2:", "a duration stands there without the header of its epoch"),
        ("Duration: 0:00:03", "Duration: 0:0x:03", "'0:0x:03.00' is no duration"),
        ("Duration: 0:00:03", "Duration: 999999:00:03", "the duration is 3599996403.00 s, longer than ten years"),
        ("Duration: 0:00:03", "Durat", "epoch 2 has no duration"),
        ("gpu: 900.0", "gpu: 9x0.0", "the power is '9x0.0', which is no number"),
        ("gpu: 900.0", "gpu: [9", "a list of powers does not end"),
        ("for gpu: 900.0", "for g-u: 900.0", "'Average power usage (W) for g-u: 900.0' is no power"),
        ("Average power usage (W) for gpu: 900.0", "Aver", "epoch 2 has no power"),
        ("20:19:18 - Average", "20:19x18 - Average", "the line does not begin with its time"),
    ],
)
def test_a_damaged_epoch_is_left_out_and_moves_no_other(tmp_path: Path, old: str, new: str, said: str) -> None:
    """5 s at 200 W and 5 s at 100 W are 1,500 J; the epoch between them drew 2,700 J more."""
    epochs = (epoch(1, "gpu: 200.0"), epoch(2, "gpu: 900.0", seconds="3.00"), epoch(3, "gpu: 100.0"))
    whole = only(run(tmp_path, *epochs, found="GPU with device(s) A"))
    damaged = only(run(tmp_path, epochs[0], epochs[1].replace(old, new), epochs[2], found="GPU with device(s) A"))

    assert [4200, 1500] == [joules(it.energy_kwh) for it in (whole, damaged)]
    assert [13, 10] == [it.duration_s for it in (whole, damaged)]
    assert [False, True] == [it.at_least for it in (whole, damaged)]
    assert ["epoch 1", "epoch 3"] == [stage.name for stage in damaged.stages]
    [line] = [it for it in damaged.warnings if "no energy (" in it]
    assert line.startswith("1 of 3 rows has no energy (line ")
    assert said in line


@pytest.mark.parametrize("counted", [" for 2 epoch(s)", ""])
def test_the_final_figure_holds_whatever_the_log_has_lost(counted: str, tmp_path: Path) -> None:
    """It says 0.00158 kWh with a PUE of 1.58 in 10 s, of however many epochs; one of its two cannot be read."""
    epochs = (epoch(1, "gpu: 100.0"), epoch(2, "gpu: 1x0.0"))
    output = OUTPUT.format(epochs=counted, kwh="0.00158")
    record = only(run(tmp_path, *epochs, found="GPU with device(s) A", output=output))

    assert (Decimal("0.001"), Decimal(10), False) == (record.energy_kwh, record.duration_s, record.at_least)


@pytest.mark.parametrize("text", ["1.2.3", "x", "1e99", ""])
def test_an_intensity_that_cannot_be_read_is_unknown(tmp_path: Path, text: str) -> None:
    """The energy stands as it is, and the line is said."""
    line = f"2026-11-21 20:19:23 - Average carbon intensity during training was {text} gCO2/kWh\n"
    record = only(run(tmp_path, epoch(1, "gpu: 100.0"), line, found="GPU with device(s) A"))

    assert (Decimal(500), None, False) == (joules(record.energy_kwh), record.intensity_kg_per_kwh, record.at_least)
    assert any(it.startswith("line 7: the grid intensity is") for it in record.warnings)


def test_a_pue_that_cannot_be_read_is_unknown(tmp_path: Path) -> None:
    """1.5.8 is no number: whether one is in the final figure is then not known."""
    output = OUTPUT.format(epochs="", kwh="0.00158")
    record = only(run(tmp_path, epoch(1, "gpu: 100.0"), pue="1.5.8", found="GPU with device(s) A", output=output))

    assert (Decimal("0.00158"), None) == (record.energy_kwh, record.pue_included)
    assert any("the PUE is '1.5.8'" in warning for warning in record.warnings)


@pytest.mark.parametrize(
    ("told", "seconds"), [("0:00:10", 10), ("0:02:10", 130), ("3:02:10", 10930), ("1 days, 3:02:10", 97330)]
)
def test_days_hours_and_minutes_of_a_duration(tmp_path: Path, told: str, seconds: int) -> None:
    """86,400 s, 3,600 s and 60 s: 2 minutes are 120 s, 3 hours 10,800 s."""
    text = f"Actual consumption for 1 epoch(s):\nTime: {told}\nEnergy: 1.0 kWh\nCO2eq: 50 g\n"
    record = only(carbontracker.extract(written(tmp_path, text, "x_carbontracker_output.log")))

    assert seconds == record.duration_s


def test_a_second_final_figure_without_energy_is_said(tmp_path: Path) -> None:
    """The first one stands: 1 kWh in 10 s, 50 g of CO2."""
    text = "Actual consumption for 1 epoch(s):\nTime: 0:00:10\nEnergy: 1.0 kWh\nCO2eq: 50 g\n"
    text += "Actual consumption for 1 epoch(s):\nCO2eq: 50 g\n"
    record = only(carbontracker.extract(written(tmp_path, text, "x_carbontracker_output.log")))

    assert (Decimal(1), Decimal(10)) == (record.energy_kwh, record.duration_s)
    assert Decimal("0.05") == record.intensity_kg_per_kwh
    assert any("(line 5: a final consumption stands there without its energy)" in it for it in record.warnings)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("0:00:10", "soon", "line 2: 'soon' is no duration such as 0:00:12; it is left out"),
        ("50 g", "x g", "line 4: CO2eq is 'x', which is no number; it is left out"),
        ("CO2eq: 50 g", "\0", "1 line is no text and passed over"),
        ("CO2eq: 50 g", "\0\n\0", "2 lines are no text and passed over"),
    ],
)
def test_what_is_damaged_beside_the_final_energy_is_left_out(tmp_path: Path, old: str, new: str, said: str) -> None:
    """1 kWh stands, and is not only the least; the file's name may hold a colon."""
    text = "Actual consumption for 1 epoch(s):\nTime: 0:00:10\nEnergy: 1.0 kWh\nCO2eq: 50 g\n".replace(old, new)
    record = only(carbontracker.extract(written(tmp_path, text, "10:30_carbontracker_output.log")))

    assert (Decimal(1), False) == (record.energy_kwh, record.at_least)
    assert said in record.warnings


@pytest.mark.parametrize("end", ["Epoch 2:", "Epoch 2:\n2026-11-21 20:19:18 - Duration: 0:00:03"])
def test_an_epoch_that_is_cut_off_at_the_end_is_said(tmp_path: Path, end: str) -> None:
    """The tool writes an epoch's lines at once: what the second one drew is lost, 500 J of the first are there."""
    last = f"2026-11-21 20:19:18 - {end}\n"
    record = only(run(tmp_path, epoch(1, "gpu: 100.0"), last, found="GPU with device(s) A"))

    assert (Decimal(500), True) == (joules(record.energy_kwh), record.at_least)
    assert any("1 of 2 rows has no energy (line 7: epoch 2 has no " in warning for warning in record.warnings)


PREDICTED = """CarbonTracker: The following components were found: GPU with device(s) a board.
CarbonTracker:
Predicted consumption for 10 epoch(s):
	Time:	0:00:20
	Energy:	0.150000000000 kWh
	CO2eq:	60.000000000000 g
"""
ACTUAL = """CarbonTracker:
Actual consumption for 2 epoch(s):
	Time:	0:00:04
	Energy:	0.030000000000 kWh
	CO2eq:	12.000000000000 g
"""


def test_a_prediction_alone_is_no_measurement(tmp_path: Path) -> None:
    """What the tool foretold is kept as such, and the energy is not measured."""
    (record,) = records_of(tmp_path, PREDICTED)

    assert (None, None) == (record.energy_kwh, record.duration_s)
    assert record.predicted is not None
    assert (10, Decimal("0.15")) == (record.predicted.epochs, record.predicted.energy_kwh)
    assert (Decimal(20), Decimal("0.06")) == (record.predicted.duration_s, record.predicted.co2_kg)
    assert record.warnings == ("the log holds a prediction and no consumption: the energy was not measured",)


def test_a_prediction_beside_a_consumption_is_in_no_sum(tmp_path: Path) -> None:
    """0.03 kWh were drawn, whatever had been foretold."""
    (record,) = records_of(tmp_path, PREDICTED + ACTUAL)

    assert Decimal("0.03") == record.energy_kwh
    assert record.predicted is not None
    assert Decimal("0.15") == record.predicted.energy_kwh


def test_without_a_prediction_there_is_none(tmp_path: Path) -> None:
    """A consumption alone foretells nothing."""
    (record,) = records_of(tmp_path, ACTUAL)
    assert record.predicted is None


def test_a_damaged_prediction_costs_no_energy(tmp_path: Path) -> None:
    """Its energy cannot be read: it is passed over, and the consumption stands."""
    (record,) = records_of(tmp_path, PREDICTED.replace("0.150000000000", "0.15O") + ACTUAL)

    assert (Decimal("0.03"), None, False) == (record.energy_kwh, record.predicted, record.at_least)


def records_of(folder: Path, text: str) -> list[Record]:
    """The records of what a terminal showed."""
    path = folder / "stdout.log"
    path.write_text(text, encoding="utf-8")
    return carbontracker.extract(Source(path, path.name, {}))


@pytest.mark.parametrize(
    ("devices", "said"),
    [("0, 1", ": 2 times, which the corrected figure mends"), ("0, 1, 2", "; by how much, the log does not say")],
)
def test_a_mean_without_epochs_is_mended_where_every_component_has_as_many(
    tmp_path: Path, devices: str, said: str
) -> None:
    """The tool's own 1 kWh of two GPUs and two CPUs is 2; of three CPUs beside two GPUs nobody knows the parts."""
    found = f"GPU with device(s) A, A. CPU with device(s) {devices}"
    record = only(
        run(tmp_path, version="2.4.7", found=found, output=OUTPUT.format(epochs=" for 2 epoch(s)", kwh="1.58"))
    )

    assert any(warning.endswith(said) for warning in record.warnings), record.warnings
    assert 1 == record.energy_kwh
    assert (2 if devices == "0, 1" else None) == record.corrected_kwh
