"""NVIDIA DCGM's two texts, held against differences of counters and areas worked by hand."""

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers import dcgm
from reportgen.energy.importers.read import read_records
from reportgen.energy.record import Identity
from reportgen.energy.record_json import record_values
from reportgen.files.json_text import dumps
from tests.energy.importers.sources import joules, only, problem, sample, written

DMON = "#Entity   POWER   TOTEC\nID        W       mJ\n"
ENERGY, POWER = "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", "DCGM_FI_DEV_POWER_USAGE"
HELP = f"# HELP {ENERGY} Total energy consumption since boot (in mJ).\n# HELP {POWER} Power draw (in W).\n"

CUT_OFF = "(is the line cut off or damaged?)"
KEEP = "keep what dcgmi dmon prints, from the first line"
TIMELESS = "there are no times in the file: the duration is unknown"


def scrape(metric: str, value: str, labels: str = 'gpu="0",UUID="a"', time: str = "") -> str:
    """Return a line of the exporter's text."""
    return f"{metric}{{{labels}}} {value} {time}".rstrip() + "\n"


def test_dmon_gives_the_difference_of_its_counter() -> None:
    """GPU 0: 600,000 mJ = 600 J; GPU 1: 480 J; headers come again, and N/A is no value."""
    source = sample("dcgm", "dmon.txt")

    record = only(dcgm.extract(source))

    assert dcgm.identify(source)
    assert Decimal("0.0003") == record.energy_kwh
    assert ["GPU 0", "GPU 1"] == [device.name for device in record.devices]
    assert [600, 480] == [joules(device.energy_kwh) for device in record.devices]
    assert record.duration_s is None
    assert any("no times" in warning for warning in record.warnings)


def test_dmon_with_power_alone_is_no_energy(tmp_path: Path) -> None:
    """dmon prints no times, so power has nothing to be multiplied by; what to do is said."""
    source = written(tmp_path, "#Entity   POWER\nID        W\nGPU 0  100.0\nGPU 0  100.0\n")

    record = only(dcgm.extract(source))

    assert dcgm.identify(source)
    assert record.energy_kwh is None
    assert any("dcgmi dmon -e 155,156" in warning for warning in record.warnings)


def test_columns_without_unit_leave_the_others_theirs(tmp_path: Path) -> None:
    """A unit belongs to the name above it, where some columns have none."""
    text = "# Entity   XIDER      TOTEC   SMCLK\n      Id                 mJ     MHz\n"

    record = only(
        dcgm.extract(written(tmp_path, text + "   GPU 0       0       1000    1400\n   GPU 0       0   3000  1400\n"))
    )

    assert 2 == joules(record.energy_kwh)


def test_parts_of_a_gpu_are_not_added(tmp_path: Path) -> None:
    """Of GPU 0 and its instance, only the GPU counts."""
    text = DMON + "GPU 0 1 1000\nGPU-I 0 1 1000\nGPU 0 1 2000\nGPU-I 0 1 2000\n"

    assert 1 == joules(only(dcgm.extract(written(tmp_path, text))).energy_kwh)


def test_two_scrapes_give_a_difference() -> None:
    """5,731,899,580 - 5,551,899,580 mJ = 180,000 J = 0.05 kWh; the host's name goes nowhere."""
    source = sample("dcgm", "two_scrapes.prom")

    record = only(dcgm.extract(source))

    assert dcgm.identify(source)
    assert Decimal("0.05") == record.energy_kwh
    assert ["NVIDIA L4 0"] == [device.name for device in record.devices]
    assert "node-a" not in repr(record)


def test_one_scrape_is_no_run(tmp_path: Path) -> None:
    """The counter runs since the driver was loaded: one value of it says nothing of the run."""
    record = only(dcgm.extract(written(tmp_path, HELP + scrape(ENERGY, "5551899580"))))

    assert record.energy_kwh is None
    assert (
        "the energy counter counts since the driver was loaded, and this holds one sample of it: the run needs two"
        in record.warnings
    )


def test_times_give_the_duration(tmp_path: Path) -> None:
    """Milliseconds of Prometheus, and seconds of OpenMetrics."""
    for first, last in (("1795293013000", "1795293023500"), ("1795293013.0", "1795293023.5")):
        text = HELP + scrape(ENERGY, "1000", time=first) + scrape(ENERGY, "5000", time=last)

        record = only(dcgm.extract(written(tmp_path, text)))

        assert (Decimal("10.5"), ()) == (record.duration_s, record.warnings)
        assert 4 == joules(record.energy_kwh)


def test_power_with_times_is_integrated(tmp_path: Path) -> None:
    """100 W to 300 W in 10 s are 2,000 J, and a step in between could make it 1,000 J more or less."""
    text = HELP + scrape(POWER, "100.0", time="1795293010000") + scrape(POWER, "300.0", time="1795293020000")

    record = only(dcgm.extract(written(tmp_path, text)))

    assert 2000 == joules(record.energy_kwh)
    assert 1000 == joules(record.low_kwh)
    assert 3000 == joules(record.high_kwh)
    assert 10 == record.duration_s


def test_a_file_sorted_by_metric_is_read(tmp_path: Path) -> None:
    """Times go forward for each metric by itself."""
    text = HELP + "".join(scrape(POWER, "100", time=f"179529301{i}000") for i in range(3))
    text += "".join(scrape(ENERGY, str(100_000 * i), time=f"179529301{i}000") for i in range(3))

    assert 200 == joules(only(dcgm.extract(written(tmp_path, text))).energy_kwh)


def test_the_unit_is_the_one_of_the_help_line(tmp_path: Path) -> None:
    """An exporter set up to write joules says so; one that says nothing is taken at DCGM's word, and that is said."""
    in_joules = HELP.replace("mJ", "J") + scrape(ENERGY, "1") + scrape(ENERGY, "5")
    unsaid = scrape(ENERGY, "1000") + scrape(ENERGY, "5000")

    first = only(dcgm.extract(written(tmp_path, in_joules)))
    second = only(dcgm.extract(written(tmp_path, unsaid)))

    assert 4 == joules(first.energy_kwh)
    assert 4 == joules(second.energy_kwh)
    assert (TIMELESS,) == first.warnings
    assert {f"the unit of {ENERGY} is not in the file: taken as DCGM documents it", TIMELESS} == set(second.warnings)


def test_power_without_a_help_line_is_in_watts(tmp_path: Path) -> None:
    """100 W for 10 s, as DCGM documents it."""
    text = scrape(POWER, "100", time="1795293010000") + scrape(POWER, "100", time="1795293020000")
    record = only(dcgm.extract(written(tmp_path, text)))

    assert 1000 == joules(record.energy_kwh)
    assert (f"the unit of {POWER} is not in the file: taken as DCGM documents it",) == record.warnings


@pytest.mark.parametrize("blank", ["NaN", "nan", "0x7ffffffffffffff0"])
def test_a_value_that_is_none_is_no_damaged_line(blank: str, tmp_path: Path) -> None:
    """Prometheus writes NaN where a scrape gave nothing: the counter runs on over it, of power it is a hole."""
    blank = str(int(blank, 16)) if blank.startswith("0x") else blank
    counter = HELP + scrape(ENERGY, "1000") + scrape(ENERGY, blank) + scrape(ENERGY, "5000")
    powers = ("100", "100", blank, "100", "100")
    power = HELP + "".join(scrape(POWER, watts, time=f"179529301{at}000") for at, watts in enumerate(powers))
    whole, holed = (only(dcgm.extract(written(tmp_path, text))) for text in (counter, power))

    assert (Decimal(4), False, (TIMELESS,)) == (joules(whole.energy_kwh), whole.at_least, whole.warnings)
    assert (Decimal(200), True) == (joules(holed.energy_kwh), holed.at_least)
    assert not any("rows" in warning for warning in holed.warnings)


def test_instances_of_one_gpu_count_once(tmp_path: Path) -> None:
    """Under MIG each instance repeats the counter of the whole board."""
    labels = ['gpu="0",UUID="a",GPU_I_ID="3"', 'gpu="0",UUID="a",GPU_I_ID="5"']
    text = HELP + "".join(scrape(ENERGY, value, label) for value in ("1000", "5000") for label in labels)

    record = only(dcgm.extract(written(tmp_path, text)))

    assert 4 == joules(record.energy_kwh)
    assert any("MIG" in warning for warning in record.warnings)


def test_gpus_of_two_nodes_are_two(tmp_path: Path) -> None:
    """GPU 0 of either node; without UUID the host tells them apart, without being named."""
    labels = ['gpu="0",Hostname="secret-a"', 'gpu="0",Hostname="secret-b"']
    text = HELP + "".join(scrape(ENERGY, value, label) for value in ("1000", "5000") for label in labels)

    record = only(dcgm.extract(written(tmp_path, text)))

    assert 8 == joules(record.energy_kwh)
    assert ["GPU 0", "GPU 0 of node 1"] == [device.name for device in record.devices]
    assert "secret" not in repr(record)


def test_a_reset_is_in_no_sum(tmp_path: Path) -> None:
    """1,000 to 3,000, then from 500 to 1,500: 2 J + 1 J, and what lay between is unknown."""
    text = DMON + "".join(f"GPU 0 1 {value}\n" for value in (1000, 3000, 500, 1500))

    record = only(dcgm.extract(written(tmp_path, text)))

    assert 3 == joules(record.energy_kwh)
    assert "an energy counter was reset once: what was drawn across it is in no sum" in record.warnings


@pytest.mark.parametrize("value", [*range(2**63 - 16, 2**63), *(f"{2**47 + more}.0" for more in range(16)), "NaN"])
def test_blank_values_are_no_values(tmp_path: Path, value: int | str) -> None:
    """What DCGM writes for "not supported" is no energy of 9 EJ, as a whole number or not."""
    text = HELP + scrape(ENERGY, "1000") + scrape(ENERGY, str(value)) + scrape(ENERGY, "5000")

    assert 4 == joules(only(dcgm.extract(written(tmp_path, text))).energy_kwh)


def test_the_greatest_number_below_the_blanks_is_one(tmp_path: Path) -> None:
    """2^47 - 1 mJ are 140,737,488,355.327 J."""
    text = HELP + scrape(ENERGY, "0") + scrape(ENERGY, str(2**47 - 1))

    assert Decimal("140737488355.327") == joules(only(dcgm.extract(written(tmp_path, text))).energy_kwh)


@pytest.mark.parametrize(
    ("unit", "first", "last"), [("mJ", 1000, 5000), ("J", 1, 5), ("uJ", 10**6, 5 * 10**6), ("µJ", 10**6, 5 * 10**6)]
)
def test_every_unit_of_energy_is_read(unit: str, first: int, last: int, tmp_path: Path) -> None:
    """4 J in each of them."""
    text = DMON.replace("mJ", unit) + f"GPU 0 1 {first}\nGPU 0 1 {last}\n"

    assert 4 == joules(only(dcgm.extract(written(tmp_path, text))).energy_kwh)


@pytest.mark.parametrize(("unit", "watts"), [("W", "100"), ("mW", "100000")])
def test_every_unit_of_power_is_read(unit: str, watts: str, tmp_path: Path) -> None:
    """100 W for 10 s are 1,000 J."""
    text = HELP.replace("(in W)", f"(in {unit})")
    text += scrape(POWER, watts, time="1795293010000") + scrape(POWER, watts, time="1795293020000")

    assert 1000 == joules(only(dcgm.extract(written(tmp_path, text))).energy_kwh)


OTHER = 'gpu="1",UUID="b"'


def test_the_duration_is_from_the_first_sample_of_all_to_the_last(tmp_path: Path) -> None:
    """GPU 0 from 10 s to 20 s, GPU 1 from 15 s to 25 s: 15 s, and the curve of GPU 1 begins 5 s after the record."""
    text = HELP + "".join(
        scrape(POWER, "100", labels, f"17952930{second}000")
        for second, labels in ((10, 'gpu="0",UUID="a"'), (15, OTHER), (20, 'gpu="0",UUID="a"'), (25, OTHER))
    )
    record = only(dcgm.extract(written(tmp_path, text)))
    second = record.devices[1].power

    assert 15 == record.duration_s
    assert [1000, 1000] == [joules(device.energy_kwh) for device in record.devices]
    assert second is not None
    assert [(Decimal(5), Decimal(15))] == [(span.start_s, span.end_s) for span in second.spans]


def test_one_sample_of_one_of_two_gpus_is_told(tmp_path: Path) -> None:
    """GPU 0 drew 4 J; of GPU 1 nothing is known, which two sentences say."""
    text = HELP + scrape(ENERGY, "1000") + scrape(ENERGY, "7000", OTHER) + scrape(ENERGY, "5000")
    record = only(read_records(written(tmp_path, text).path))

    assert [True, False] == [device.energy_kwh is not None for device in record.devices]
    assert 4 == joules(record.energy_kwh)
    assert any("holds one sample of it" in warning for warning in record.warnings)
    assert "GPU 1: no energy, or zero, which was not measured" in record.warnings


def test_a_gpu_that_stands_still_beside_a_good_one_is_told(tmp_path: Path) -> None:
    """Its counter was read twice and did not move: no GPU draws nothing."""
    text = DMON + "GPU 0 1 1000\nGPU 1 1 7000\nGPU 0 1 5000\nGPU 1 1 7000\n"
    record = only(read_records(written(tmp_path, text).path))

    assert "GPU 1: no energy, or zero, which was not measured" in record.warnings


def test_a_counter_that_stands_still_is_not_measured(tmp_path: Path) -> None:
    """No GPU draws nothing."""
    record = only(dcgm.extract(written(tmp_path, DMON + "GPU 0 1 1000\nGPU 0 1 1000\n")))

    assert record.energy_kwh is None
    assert any("not measured" in warning for warning in record.warnings)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "record: there is no power or energy of a GPU in the file (dcgmi dmon -e 155,156)"),
        (DMON, "record: there is no power or energy of a GPU in the file (dcgmi dmon -e 155,156)"),
        ("#Entity \nGPU 0 1\n", f"record:2: the header '#Entity ...' is missing ({KEEP})"),
        ("#Entity TOTEC \0\nGPU 0 1\n", f"record:2: the header '#Entity ...' is missing ({KEEP})"),
        (DMON + "GPU 0 120", f"record:3: the line has 3 words, the header asks for 4 {CUT_OFF}"),
        (DMON + "GPU x 120 9\n", f"record:3: 'GPU x' is no GPU and its number {CUT_OFF}"),
        (DMON + "GxU 0 120 9\n", f"record:3: 'GxU 0' is no GPU and its number {CUT_OFF}"),
        (DMON + "GPU 0 120 x\n", "record:3: TOTEC is 'x', which is no number"),
        (DMON + "GPU 0 120 -4\n", "record:3: TOTEC is -4, below zero"),
        (
            DMON.replace("mJ", "BTU") + "GPU 0 1 1\n",
            f"record:3: the unit of {ENERGY} is 'BTU', which is not known here (known: mJ, J, uJ, µJ)",
        ),
        ("#Entity TOTEC\nGPU 0 1\n", "record:2: the unit of DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION is ''"),
        (HELP + f'{ENERGY}{{gpu="0"', f"record:3: '{ENERGY}{{gpu=\"0\"' is no sample of a metric {CUT_OFF}"),
        (HELP + f"{ENERGY}{{gpu-0}} 1\n", f"record:3: '{ENERGY}{{gpu-0}} 1' is no sample of a metric {CUT_OFF}"),
        (HELP + scrape(ENERGY, "oops"), f"record:3: {ENERGY} is 'oops', which is no number"),
        (HELP + scrape(ENERGY, "1", time="1" + "0" * 29), f"record:3: the time is 1{'0' * 26}"),
        (HELP + scrape(ENERGY, "1", time="noon"), f"record:3: the time is 'noon', which is no number {CUT_OFF}"),
        (DMON.encode() + b"GPU 0 \xff 1\n", "record:3: the byte 0xFF here is not UTF-8"),
    ],
)
def test_damage_is_said_in_one_line(tmp_path: Path, content: str | bytes, expected: str) -> None:
    """What is wrong, with its line."""
    assert problem(dcgm.extract, written(tmp_path, content)).startswith(expected)


def test_more_gpus_than_a_record_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two may stand in the file where two are kept, and the third is said with its line."""
    monkeypatch.setattr(dcgm, "MOST_RECORDS", 2)
    text = DMON + "GPU 0 1 1000\nGPU 1 1 1000\n"

    assert 2 == len(only(dcgm.extract(written(tmp_path, text))).devices)
    said = "record:5: more than 2 GPUs (is this a record of DCGM?)"
    assert said == problem(dcgm.extract, written(tmp_path, text + "GPU 2 1 1000\n"))


@pytest.mark.parametrize("text", ["", "#Entities\n", 'node_cpu_seconds_total{cpu="0"} 1\n', "DCGM is a tool\n"])
def test_other_files_are_not_dcgms(tmp_path: Path, text: str) -> None:
    """Neither dmon's header nor a metric of the exporter."""
    assert not dcgm.identify(written(tmp_path, text))


def test_two_instances_of_one_board_are_one_counter() -> None:
    """Read one after the other they differ by a little; between the scrapes lie 1,000,000 mJ, and no reset."""
    record = only(dcgm.extract(sample("dcgm", "mig.prom")))

    assert 1000 == joules(record.energy_kwh)
    assert 1 == len(record.devices)
    assert not any("reset" in warning for warning in record.warnings)


def test_the_instance_that_saw_more_counts(tmp_path: Path) -> None:
    """Of instance 3 the last scrape is missing: 4 J are those of instance 5, which has two resets less."""
    three, five = ('gpu="0",UUID="a",GPU_I_ID="3"', 'gpu="0",UUID="a",GPU_I_ID="5"')
    text = HELP + "".join(scrape(ENERGY, value, three) for value in ("1000", "500", "900", "100"))
    text += "".join(scrape(ENERGY, value, five) for value in ("1000", "5000"))
    record = only(dcgm.extract(written(tmp_path, text)))

    assert 4 == joules(record.energy_kwh)
    assert not any("reset" in warning for warning in record.warnings)


def test_two_resets_are_two(tmp_path: Path) -> None:
    """1,000 to 3,000, from 500 to 1,500 and from 0 to 1,000: 4 J."""
    text = DMON + "".join(f"GPU 0 1 {value}\n" for value in (1000, 3000, 500, 1500, 0, 1000))
    record = only(dcgm.extract(written(tmp_path, text)))

    assert 4 == joules(record.energy_kwh)
    assert any("was reset 2 times" in warning for warning in record.warnings)


@pytest.mark.parametrize("odd", ["GPU 0 120", "GPU 0 120 x", "GPU 0 120 -4", "\0", "GP- 0 120 9", "GPU x 120 9"])
def test_an_odd_line_of_dmon_costs_itself(tmp_path: Path, odd: str) -> None:
    """The counter ran on: 4 J lie between the samples before and after it."""
    record = only(dcgm.extract(written(tmp_path, f"{DMON}GPU 0 1 1000\n{odd}\nGPU 0 1 5000\n")))

    assert (Decimal(4), True) == (joules(record.energy_kwh), record.at_least)
    assert any("1 of 3 rows has no energy (line 4: " in warning for warning in record.warnings)


@pytest.mark.parametrize(
    "odd",
    [
        scrape(POWER, "NaN", time="1795293020000"),
        scrape(POWER, "oops", time="1795293020000"),
        scrape(POWER, "100", time="1795293005000"),
        "\0\n",
    ],
)
def test_a_sample_of_power_that_cannot_be_read_is_a_hole(tmp_path: Path, odd: str) -> None:
    """100 W for 10 s before it and for 10 s after it: nobody knows what was drawn between."""
    times = [f"17952930{second}000" for second in (10, 20, 40, 50)]
    samples = [scrape(POWER, "100", time=time) for time in times]
    record = only(dcgm.extract(written(tmp_path, HELP + "".join([*samples[:2], odd, *samples[2:]]))))

    assert 2000 == joules(record.energy_kwh)
    assert (True, None) == (record.at_least, record.high_kwh)
    assert "samples of power are missing once: what was drawn meanwhile is in no sum" in record.warnings


@pytest.mark.parametrize(
    ("line", "at_least"),
    [
        (scrape(ENERGY, "3000").replace("CONSUMPTION", "CONSUxPTION"), True),
        (scrape(ENERGY, "3000").replace("CONSUMPTION", "CONSxxPTION"), True),
        (scrape(ENERGY, "3000").replace("CONSUMPTION", "CONxxxPTION"), False),  # another metric, as far as one can see
        (f"{ENERGY[:20]}\n", True),
        (scrape(ENERGY, "3000", 'gpu="0",UUID-"a"'), True),
        ('DCGM_FI_DEV_GPU_TEMP{gpu="0",UUID="a"} 40\n', False),
        (f'{POWER}_INSTANT{{gpu="0",UUID="a"}} 40\n', False),
    ],
)
def test_a_metric_whose_name_or_labels_are_damaged_is_lost(tmp_path: Path, line: str, at_least: bool) -> None:
    """Other metrics are none of ours; 4 J lie between the samples before and after it."""
    record = only(dcgm.extract(written(tmp_path, HELP + scrape(ENERGY, "1000") + line + scrape(ENERGY, "5000"))))

    assert (Decimal(4), at_least) == (joules(record.energy_kwh), record.at_least)


@pytest.mark.parametrize(
    ("readings", "energy_j", "said"),
    [
        (("1000", "2", "5000"), 4, "1 reading of an energy counter stands below those before and after"),
        (("1000", "2", "1000", "3000"), 2, "1 reading of an energy counter stands below those before and after"),
        (("1000", "2", "999", "3000"), 2, "an energy counter was reset once"),  # 0.997 J + 2.001 J
        (("1000", "3000", "2"), 2, "an energy counter was reset once"),
    ],
)
def test_a_reading_that_was_cut_is_no_reset(
    tmp_path: Path, readings: tuple[str, ...], energy_j: int, said: str
) -> None:
    """A counter that began anew does not stand above its last reading at once."""
    text = HELP + "".join(scrape(ENERGY, reading) for reading in readings)
    record = only(dcgm.extract(written(tmp_path, text)))

    assert energy_j == int(joules(record.energy_kwh))
    assert any(said in warning for warning in record.warnings)


def test_what_tells_gpus_apart_is_read_and_leaves_no_file(tmp_path: Path) -> None:
    """Host, index and UUID are carried to where overlap is judged; neither host nor UUID is shown anywhere."""
    labels = 'gpu="3",UUID="GPU-5ec4e7",modelName="NVIDIA A30",Hostname="hidden"'
    text = HELP + scrape(ENERGY, "1000", labels) + scrape(ENERGY, "5000", labels)
    record = only(read_records(written(tmp_path, text).path))

    assert [Identity("hidden", "3", "GPU-5ec4e7")] == [device.identity for device in record.devices]
    for shown in (dumps(record_values(record)), repr(record)):
        assert "hidden" not in shown
        assert "5ec4e7" not in shown
    dmon = only(read_records(written(tmp_path, DMON + "GPU 1 1 1000\nGPU 1 1 5000\n").path))
    assert [Identity(index="1")] == [device.identity for device in dmon.devices]


def test_sampled_power_has_the_identity_too(tmp_path: Path) -> None:
    """Of a GPU without a counter power is added up over its times."""
    text = HELP + "".join(scrape(POWER, "100", 'gpu="0",Hostname="hidden"', f"179529301{it}000") for it in (0, 5))
    record = only(dcgm.extract(written(tmp_path, text)))

    assert [("gpu", Identity("hidden", "0"))] == [(device.kind, device.identity) for device in record.devices]
