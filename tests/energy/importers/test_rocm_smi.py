"""rocm-smi's table of one instant: the cards are named, and that it is no energy is said."""

from pathlib import Path

from reportgen.energy.importers import rocm_smi
from tests.energy.importers.sources import only, problem, sample, written


def test_one_instant_is_no_energy() -> None:
    """38 W and 36 W at a time that nobody knows."""
    source = sample("rocm-smi", "instant.csv")

    record = only(rocm_smi.extract(source))

    assert rocm_smi.identify(source)
    assert [("card0", None), ("card1", None)] == [(device.name, device.energy_kwh) for device in record.devices]
    assert record.energy_kwh is None
    assert ["rocm-smi writes the power of one instant and no time"] == [it.split(":")[0] for it in record.warnings]


def test_instants_without_times_are_refused(tmp_path: Path) -> None:
    """Appended in a loop the rows say what was drawn, and not when."""
    header = "device,Current Socket Graphics Package Power (W)\n"
    source = written(tmp_path, f"{header}card0,38.0\n{header}card0,40.0\n")

    assert rocm_smi.identify(source)
    assert "record:4: card0 is there twice" in problem(rocm_smi.extract, source)


def test_an_odd_card_is_counted(tmp_path: Path) -> None:
    """A card without power is no card that was measured; a table of nothing else is refused."""
    header = "device,Average Graphics Package Power (W)\n"

    record = only(rocm_smi.extract(written(tmp_path, f"{header}card0,38.0\ncard1,N/A\n")))

    assert ["card0"] == [device.name for device in record.devices]
    assert any("1 of 2 rows has no power" in warning for warning in record.warnings)
    assert "the power is 'N/A'" in problem(rocm_smi.extract, written(tmp_path, f"{header}card1,N/A\n", "b"))


def test_other_tables_of_devices_are_not_taken(tmp_path: Path) -> None:
    """Temperatures are no power."""
    assert not rocm_smi.identify(written(tmp_path, "device,Temperature (Sensor edge) (C)\ncard0,40\n"))
