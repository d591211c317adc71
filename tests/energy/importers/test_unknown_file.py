"""A file that no importer claims: what it looks like is said, with what to do."""

from pathlib import Path

import pytest

from reportgen.energy.importers.read import read_records
from reportgen.problems import InputError

SHOWN = """\
+-----------------------------------------------------------------------------+
| NVIDIA-SMI 535.104.05   Driver Version: 535.104.05    CUDA Version: 12.2     |
|   0  NVIDIA A100-SXM4-40GB          On  | 00000000:07:00.0 Off |           0 |
| N/A   31C    P0    53W / 400W |      0MiB / 40960MiB |      0%      Default   |
"""


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (SHOWN, "it is what nvidia-smi shows of one moment; a log: nvidia-smi --query-gpu="),
        ("2026/01/03 15:00:00.000, 0, 200.00 W\n", "its first line is a row: put the header above it"),
        (
            "timestamp,gpu_index,power_w\n2025/04/24 15:58:57.879,0,35.2\n",
            "(say --columns time=timestamp,power_w=power_w,device=gpu_index)",
        ),
        (
            "timestamp,gpu_index,temperature_C,utilization_gpu_percent,power_W\n2025-09-24T03:48:33Z,0, 38, 100, 387\n",
            "--columns time=timestamp,power_w=power_W,device=gpu_index)",
        ),
        ("Time (ms);Power (mW)\n1;2\n", '--columns "time_ms=Time (ms),power_mw=Power (mW)")'),
        ("Datum\tgpu_watts\n1\t2\n", "--columns time=Datum,power_w=gpu_watts)"),
        # a power without a unit, a time in a unit that none of ours has, no time, no table
        ("time,power\n1,2\n", "zeus; for a CSV of your own: --columns time=NAME,power_w=NAME)"),
        ("time_h,power_w\n1,2\n", "for a CSV of your own"),
        ("name,power_w\n1,2\n", "for a CSV of your own"),
        ("task: classification\n", "tegrastats, wide-csv, zeus)"),
    ],
)
def test_what_can_be_done_with_it_is_said(tmp_path: Path, text: str, hint: str) -> None:
    """The columns that its header names, where these say a time and a power; else which tools are known."""
    path = tmp_path / "log.csv"
    path.write_text(text)
    with pytest.raises(InputError) as raised:
        read_records(path)

    assert str(raised.value).startswith(f"{path}: no tool known here writes such a file (")
    assert hint in str(raised.value)
