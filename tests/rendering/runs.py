"""Runs for whole reports: the samples, one at the ends of what is accepted, and one full of markup."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from reportgen.files.json_text import dumps
from reportgen.generate import load
from reportgen.rendering.report import Report

SAMPLES = Path(__file__).parents[2] / "sample_data"
STREET_SCENES = SAMPLES / "street_scenes"


def sample() -> Report:
    """The sample run with its company's prices."""
    return load_sample()


def load_sample(**options: Any) -> Report:
    """The same, with options of `load`."""
    return load(STREET_SCENES / "run.yaml", cost_tables=[STREET_SCENES / "company-costs.toml"], **options)


def company(name: str) -> Report:
    """The report of one of the sample companies, whose look its reportgen.toml says."""
    folder = SAMPLES / "companies" / name
    return load(folder / "run.yaml", cost_tables=[folder / "costs.toml"])


def four_lines() -> Report:
    """Four lines, everything else by default."""
    return load(SAMPLES / "four_lines.yaml")


def caveat_run(name: str) -> Report:
    """A run of sample_data/caveats."""
    return load(SAMPLES / "caveats" / f"{name}.yaml")


def given(folder: Path, manifest: dict[str, Any], costs: dict[str, Any] | None = None) -> Report:
    """The report of a manifest and a cost table, written to `folder` as JSON first; numbers are ints and Decimals."""
    path = folder / "run.json"
    path.write_text(dumps(manifest), encoding="utf-8")
    if costs is None:
        return load(path)
    (folder / "costs.json").write_text(dumps(costs), encoding="utf-8")
    return load(path, cost_tables=[folder / "costs.json"])


# A word that no line can hold, and words that go on and on.
UNBROKEN, WORDY = "Unteilbar" * 50, "A name that does not come to its end, " * 30


def extreme() -> dict[str, Any]:
    """A manifest at the ends of what is accepted, with a net far below zero."""
    tiny, huge = Decimal("1e-9"), Decimal("1e18")
    return {
        "name": UNBROKEN[:400],
        "dataset": WORDY[:400],
        "task": "object-detection",
        "samples_before": 10**18,
        "samples_after": 10**17,
        "duration": Decimal("0.5"),
        "started_at": "2025-01-31T23:59:59+14:00",
        "tool": {"name": UNBROKEN[:200], "version": UNBROKEN[:100]},
        "stages": [
            {
                "name": f"{number} {UNBROKEN if number % 2 else WORDY}"[:400],
                "removed": 2 * 10**16,
                "duration": number + 1,
                "reason": (UNBROKEN if number % 3 else WORDY)[: 1000 if number < 2 else 100],
            }
            for number in range(40)
        ],
        "prices": [
            {
                "task": "object-detection",
                "price": tiny,
                "low": Decimal("1e-10"),
                "high": Decimal("1e-8"),
                "seconds_per_unit": tiny,
                "source": (UNBROKEN * 3)[:1000],
            }
        ],
        "energy": [{"kwh": huge, "source": (UNBROKEN * 3)[:1000], "scope": UNBROKEN[:200], "basis": "measured"}],
        "grid": {"intensity": Decimal("1e-9"), "market_intensity": 3, "pue": 10},
        "costs": {"compute_per_hour": huge, "person_hours": 10**6, "hourly_rate": huge, "licence": huge},
        "models": [
            {
                "name": f"{number}{UNBROKEN}"[:400],
                "accuracy": Decimal("0.5"),
                "consumption_wh": tiny if number % 2 else huge,
                "per": "hour" if number % 3 else "inference",
                "cost": huge if number % 2 else tiny,
                "role": "after",
            }
            for number in range(60)
        ],
        "quality": {
            "metric": UNBROKEN[:60],
            "before": Decimal("0.9"),
            "after": Decimal("0.1"),
            "random_baseline": Decimal("0.5"),
        },
        "prepared_by": UNBROKEN[:200],
        "reviewed_by": WORDY[:200],
        "approved_by": UNBROKEN[:200],
    }


def small() -> dict[str, Any]:
    """A manifest of the smallest values, in a currency without decimals."""
    return {
        "task": "classification",
        "samples_before": 1,
        "samples_after": 0,
        "duration": Decimal("0.001"),
        "currency": "JPY",
        "prices": [{"task": "classification", "price": Decimal("1e-9")}],
        "energy": [{"kwh": Decimal("1e-12")}],
        "costs": {"licence": Decimal("1e-12"), "compute_per_hour": Decimal("1e-9")},
    }


MARKUP = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "{{7*7}}",
    "{% raw %}",
    "&amp;",
    "</style></title>",
    "' onmouseover='alert(3)",
    "javascript:alert(4)",
    "\u200fright to left",
    "two\nlines",
)


def marked_up() -> tuple[dict[str, Any], dict[str, Any]]:
    """A manifest and a cost table with markup in every field that takes a text of the user's."""
    text = " ".join(MARKUP)
    manifest = {
        "name": text,
        "dataset": f"data {text}",
        "task": "object-detection",
        "samples_before": 1000,
        "samples_after": 600,
        "duration": 60,
        "tool": {"name": text[:200], "version": text[:100]},
        "stages": [{"name": f"{text} {number}", "removed": 100 * number, "reason": text} for number in (1, 2)],
        "training": {
            "schedule": "epochs",
            "samples": 1000,
            "hours": 3,
            "gpus": 1,
            "watts": 300,
            "gpu_price_per_hour": 2,
        },
        "energy": [{"kwh": 1, "source": text, "scope": text[:200], "host": text[:200]}],
        "costs": {"licence": 5},
        "embodied": [{"device": text[:200], "kg": 1, "source": text}],
        "models": [
            {
                "name": text,
                "device": text[:200],
                "accuracy": Decimal("0.9"),
                "consumption_wh": 1,
                "cost": 1,
                "checkpoints": {"points": [{"time_s": 60, "accuracy": Decimal("0.9"), "consumption_wh": 1}]},
            }
        ],
        "quality": {"metric": text[:60], "before": Decimal("0.9"), "after": Decimal("0.9")},
        "prepared_by": {"name": text[:200]},
        "reviewed_by": {"name": text[:200]},
        "approved_by": {"name": text[:200]},
    }
    row = {
        "task": "object-detection",
        "price": 2,
        "unit": text[:60],
        "units_per_sample": 3,
        "seconds_per_unit": 9,
        "tier_period": text[:60],
        "source": text,
        "retrieved": "2025-01-02",
        "approved_by": text[:200],
        "notes": text,
    }
    hourly = {**row, "task": "segmentation", "unit": "hour", "timed_unit": text[:60]}
    parts = [{"price": 1, "unit": text[:60], "units_per_sample": 2}]
    parted = {"task": "classification", "parts": parts, "source": text, "retrieved": "2025-01-02"}
    rate = {"from": "EUR", "to": "USD", "rate": Decimal("1.25"), "source": text, "date": "2025-01-02"}
    return manifest, {"name": text[:200], "currency": "EUR", "prices": [row, hourly, parted], "rates": [rate]}


def awkward_reports() -> dict[str, Report]:
    """The report of each run that is hard to lay out, by its name."""
    made = {"small": (small(), None), "extreme": (extreme(), None), "marked_up": marked_up()}
    reports = {}
    for name, (manifest, costs) in made.items():
        with tempfile.TemporaryDirectory() as folder:
            reports[name] = given(Path(folder), manifest, costs)
    return reports
