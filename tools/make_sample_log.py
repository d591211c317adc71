"""Make the power log of the sample run, as nvidia-smi writes it: invented, but the same each time.

    .venv/bin/python tools/make_sample_log.py

Two GPUs every ten seconds over the run's 42 minutes; its stages differ in what they draw.
"""

from __future__ import annotations

import math
import random
from datetime import datetime, timedelta
from pathlib import Path

LOG = Path(__file__).resolve().parent.parent / "sample_data" / "street_scenes" / "gpu-power.csv"
START = datetime(2026, 11, 12, 9, 14)
DURATION_S, STEP_S = 2520, 10
# Until which second the GPUs draw about so many W.
STAGES = ((130, 105), (350, 140), (2000, 352), (2440, 231), (DURATION_S + 1, 68))
HEADER = "timestamp, index, name, uuid, power.draw [W]"
NAMES = ("GPU-00000000-0000-0000-0000-000000000000", "GPU-00000000-0000-0000-0000-000000000001")


def lines() -> list[str]:
    """The log, line by line."""
    dice = random.Random(7)
    found = [HEADER]
    for second in range(0, DURATION_S + 1, STEP_S):
        level = next(watts for end, watts in STAGES if second < end)
        wave = 14 * math.sin(second / 45) if level > 300 else 0
        moment = START + timedelta(seconds=second, milliseconds=dice.randrange(40))
        for index, uuid in enumerate(NAMES):
            power = max(level * (1 - 0.04 * index) + wave + dice.gauss(0, 7), 55)
            stamp = f"{moment:%Y/%m/%d %H:%M:%S}.{moment.microsecond // 1000:03d}"
            found.append(f"{stamp}, {index}, NVIDIA A100-SXM4-80GB, {uuid}, {power:.2f} W")
    return found


if __name__ == "__main__":
    LOG.write_text("\n".join(lines()) + "\n", encoding="utf-8")
    print(LOG)
