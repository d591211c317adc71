"""`reportgen devices` as a process, on stand-ins for the hardware."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.cli.running import Run, command, plain_environment
from tests.energy.meters.standins import compile_nvml, zone


def test_devices_lists_what_is_there_and_how_to_mend_the_rest(tmp_path: Path) -> None:
    """Two GPUs of which one is hidden, a package, no memory domain."""
    library = compile_nvml(tmp_path)
    (tmp_path / "nvml.txt").write_text("gpu GPU-1 A100\npower 0:1\ngpu GPU-2 A100\npower 0:1\nmig MIG-a\n")
    zone(tmp_path / "powercap", "intel-rapl:0", "package-0", 5)
    told = plain_environment(
        LD_LIBRARY_PATH=str(library.parent), NVML_STANDIN=str(tmp_path / "nvml.txt"), CUDA_VISIBLE_DEVICES="1"
    )

    done = subprocess.run(
        command("devices", "--powercap", "powercap"), cwd=tmp_path, env=told, capture_output=True, text=True, check=True
    )

    assert [
        "measured: A100 (GPU 1) (energy counter, limit 400 W)",
        "measured: CPU package-0 (energy counter)",
        "not measured: GPU 0 (A100): CUDA_VISIBLE_DEVICES does not name it",
        "not measured: memory: RAPL has no DRAM domain here",
        "note: GPU 1 (A100) is divided (MIG): its figures are the whole GPU's, with what others ran on it",
    ] == done.stdout.splitlines()


def test_devices_names_the_command_that_mends_permissions(tmp_path: Path) -> None:
    """An unreadable counter is not measured, and the estimate that takes its place says what it is."""
    package = zone(tmp_path / "powercap", "intel-rapl:0", "package-0", 5)
    (package / "energy_uj").unlink()
    (package / "energy_uj").symlink_to("/proc/self/mem")  # reads as an error, also for root

    done = subprocess.run(
        command("devices", "--powercap", "powercap"),
        cwd=tmp_path,
        env=plain_environment(),
        capture_output=True,
        text=True,
        check=True,
    )

    assert "not measured: CPU package-0: powercap/intel-rapl:0/energy_uj cannot be read" in done.stdout
    assert "estimated: CPU" in done.stdout


def test_a_tdp_that_is_given_is_the_one_of_the_estimate(run: Run, tmp_path: Path) -> None:
    """And none is guessed from the number of CPUs."""
    (tmp_path / "powercap").mkdir()
    done = run("devices", "--powercap", "powercap", "--cpu-tdp", "280")
    assert 0 == done.code
    assert "note: CPU: estimated from its load and its TDP of 280 W, as given\n" in done.out
