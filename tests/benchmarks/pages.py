"""What a report takes by how much it is made from: stages, models and records of energy, twice as many each time.

    python -m tests.benchmarks.pages [--rounds N]

Printed are the least seconds of the processor for the run's figures with report.json, and for page and PDF, and the
slope of each between the two largest: 1 for what grows as the input does, 0 for a page whose lists end. Nothing is
asserted.
"""

from __future__ import annotations

import argparse
import gc
import math
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import reportgen

SIZES = (125, 250, 500, 1000)
RUN: dict[str, Any] = {"task": "object-detection", "samples_before": 110_000, "samples_after": 72_500, "duration_s": 60}


def stages(count: int) -> list[dict[str, Any]]:
    """Stages that removed some samples each."""
    return [{"name": f"stage {number}", "removed": 30} for number in range(count)]


def models(count: int) -> list[dict[str, Any]]:
    """Models with both scores."""
    return [
        {
            "name": f"model {number}",
            "accuracy": Decimal(500 + number % 400) / 1000,
            "consumption_wh": number + 1,
            "cost": number % 7 + 1,
            "per": "hour",
        }
        for number in range(count)
    ]


def energy(count: int) -> list[dict[str, Any]]:
    """Meters, each with a source of its own."""
    return [{"kwh": number + 1, "scope": f"machine {number}", "source": f"meter {number}"} for number in range(count)]


GIVEN: dict[str, Callable[[int], list[dict[str, Any]]]] = {"stages": stages, "models": models, "energy": energy}


def seconds(given: dict[str, Any]) -> tuple[float, float]:
    """Seconds of the processor for figures and report.json, and for page and PDF."""
    gc.collect()
    start = time.process_time()
    report = reportgen.report(**RUN, **given)
    assert report.json
    figures = time.process_time()
    assert report.html
    report.pdf()
    return figures - start, time.process_time() - figures


def bench_pages(rounds: int) -> None:
    """Print for each kind of input the least seconds by its number, and the slopes between the two largest."""
    seconds({})  # once unmeasured
    for name, made in GIVEN.items():
        found = []
        for count in SIZES:
            both = [seconds({name: made(count)}) for _ in range(rounds)]
            found.append((min(figures for figures, _ in both), min(pages for _, pages in both)))
        slopes = [math.log2(more / less) for less, more in zip(*found[-2:], strict=True)]
        shown = ", ".join(
            f"{count:,}: {figures:.2f} + {pages:.2f} s" for count, (figures, pages) in zip(SIZES, found, strict=True)
        )
        print(f"{name:18} {shown}   slopes {slopes[0]:.2f} and {slopes[1]:.2f}, aims 1 and 0", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=2)
    bench_pages(parser.parse_args().rounds)
