"""Runs that together use every kind of input: what the tests of the ledger compute their reports from."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import reportgen
from reportgen.figures.outline import Outline
from reportgen.files.json_text import dumps

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"
STREET_SCENES = SAMPLES / "street_scenes"

FOUR: dict[str, Any] = {
    "task": "object-detection",
    "samples_before": 110000,
    "samples_after": 72500,
    "duration": "PT42M",
}

# Google's historical list price of a box: 0.063 up to 50,000 units of a month, 0.049 for further ones.
BOX_TIERS = [{"price": Decimal("0.063"), "up_to": 50000}, {"price": Decimal("0.049")}]
BOXES: dict[str, Any] = {
    "task": "object-detection",
    "samples_before": 40000,
    "samples_after": 20000,
    "duration": 1800,
    "units_per_sample": {"box": 1},
    "prices": [{"task": "object-detection", "unit": "box", "tiers": BOX_TIERS, "annotators": 3}],
}

# Every number is round, so that each figure can be worked in the head.
ROUND: dict[str, Any] = {
    "task": "segmentation",
    "samples_before": 1000,
    "samples_after": 600,
    "duration": "PT30M",
    "currency": "EUR",
    "prices": [{"task": "segmentation", "price": 2, "seconds_per_unit": 9}],
    "training": {
        "factor": "scenario",
        "runs": 2,
        "samples": 1000,
        "hours": 10,
        "gpus": 4,
        "watts": 250,
        "gpu_price_per_hour": 3,
    },
    "energy": [{"kwh": 2, "scope": "GPUs", "basis": "measured"}, {"kwh": 1, "scope": "CPU", "basis": "estimate"}],
    "grid": {"intensity": Decimal("0.5"), "pue": Decimal("1.2")},
    "costs": {
        "machines": 2,
        "compute_per_hour": 10,
        "compute_includes_energy": True,
        "person_hours": 3,
        "hourly_rate": 50,
        "licence": 40,
    },
}

_FILTERING: dict[str, Any] = {
    "costs": {"compute_per_hour": 4, "person_hours": 2, "hourly_rate": 60},
    "energy": [{"kwh": Decimal("0.5")}],
}
_REVIEWED_TIERS: dict[str, Any] = {
    "task": "object-detection",
    "unit": "box",
    "tiers": [
        {"price": Decimal("0.08"), "up_to": 1000},
        {"price": Decimal("0.06"), "up_to": 9000},
        {"price": Decimal("0.03")},
    ],
    "units_already_used": 400,
    "units_per_sample": Decimal("2.5"),
    "annotators": 2,
    "review_share": Decimal("0.1"),
    "review_price": Decimal("0.02"),
    "discount": Decimal("0.05"),
    "fixed_fee": 150,
}

# A model of 8 billion parameters on 15 trillion tokens, as Llama 3.1 8B, of whose data three quarters are removed.
WEB_TEXT: dict[str, Any] = {
    "task": "web text",
    "samples_before": 1000,
    "samples_after": 250,
    "duration": "PT3H",
    "prices": [{"task": "web text", "price": Decimal("0.0001")}],
    "training": {
        "schedule": "epochs",
        "parameters": Decimal("8e9"),
        "tokens": Decimal("15e12"),
        "gpu": "H100 SXM",
        "gpu_price_per_hour": Decimal("2.95"),
    },
    "grid": {"intensity": Decimal("0.4"), "pue": Decimal("1.25")},
    **_FILTERING,
}

# 240 samples of 24 classes of ten, of which the n-th loses n % 11; of 20 cameras none is whole.
_DECISIONS = "kept,why,class,camera,size,boxes,words,set\n" + "".join(
    f"{'yes' if kept else 'no'},{'' if kept else 'dark' if it % 2 else 'near duplicate'},class {it // 10:02},"
    f"camera {it % 20:02},{1000 + it},{it % 7},{'' if it == 3 else it},{it // 200}\n"
    for it in range(240)
    for kept in [it % 10 >= it // 10 % 11]
)
OWN: dict[str, dict[str, Any]] = {
    "four lines": FOUR,
    "round numbers": ROUND,
    "boxes by tiers": {**BOXES, **_FILTERING},
    "tiers with every term": {
        **FOUR,
        "samples_before": 4000,
        "samples_after": 900,
        "prices": [_REVIEWED_TIERS],
        **_FILTERING,
    },
    "tiers that count items": {**BOXES, **_FILTERING, "prices": [{**_REVIEWED_TIERS, "tier_counts": "items"}]},
    "a price with every term": {
        **FOUR,
        "prices": [
            {
                "task": "detection",
                "unit": "1k tokens",
                "units_per_sample": 700,
                "price": Decimal("0.11"),
                "low": Decimal("0.1"),
                "high": Decimal("0.2"),
                "annotators": 3,
                "review_share": Decimal("0.25"),
                "review_price": Decimal("0.05"),
                "discount": Decimal("0.1"),
                "fixed_fee": 500,
                "seconds_per_unit": 35,
                "basis": "contract",
            }
        ],
        **_FILTERING,
    },
    "by the thousand samples": {
        **FOUR,
        "prices": [
            {"task": "detection", "unit": "1,000 samples", "price": 80, "annotators": 2, "seconds_per_unit": 9000}
        ],
        **_FILTERING,
    },
    "tiers by month at a pace": {
        **FOUR,
        "prices": [{**_REVIEWED_TIERS, "units_already_used": None, "units_per_month": 70000, "tier_period": "month"}],
        **_FILTERING,
    },
    "tiers by month of samples in part labelled": {
        **FOUR,
        "already_labelled": 20000,
        "prices": [{"task": "detection", "tiers": BOX_TIERS, "units_per_month": 30000, "discount": Decimal("0.1")}],
        **_FILTERING,
    },
    "text by tokens and gigabytes, some of it judged": {
        **FOUR,
        "unit": "document",
        "already_labelled": {"before": 1000, "after": 500},
        "amounts": {"token": {"before": Decimal("9e8"), "after": 400_000_000}, "GB": {"before": 4, "after": 1}},
        "prices": [{"task": "detection", "unit": "1M tokens", "price": Decimal("0.6"), "seconds_per_unit": 60}],
        **_FILTERING,
    },
    "recordings by the audio minute": {
        **FOUR,
        "unit": {"one": "call", "many": "calls"},
        "amounts": {"hour": {"before": 900, "after": 400}},
        "prices": [{"task": "detection", "unit": "audio minute", "price": 1, "annotators": 2}],
        **_FILTERING,
    },
    "recordings by an average": {
        **FOUR,
        "units_per_sample": {"audio_hour": Decimal("0.25")},
        "prices": [{"task": "detection", "unit": "audio hour", "price": 40}],
        **_FILTERING,
    },
    "a judge by tokens of input and output": {
        **FOUR,
        "amounts": {"input_token": {"before": Decimal("2e8"), "after": Decimal("1e8")}},
        "prices": [
            {
                "task": "detection",
                "parts": [
                    {"unit": "1M input tokens", "price": Decimal("0.075")},
                    {"unit": "1M output tokens", "price": Decimal("0.3"), "units_per_sample": 40},
                ],
                "discount": Decimal("0.5"),
            }
        ],
        **_FILTERING,
    },
    "a price of several parts": {
        **FOUR,
        "prices": [
            {
                "task": "detection",
                "parts": [
                    {"unit": "1M tokens", "price": 5, "units_per_sample": 700},
                    {"unit": "1,000 samples", "price": 12},
                    {"unit": "hour", "price": 30, "units_per_sample": Decimal("0.01"), "share": Decimal("0.1")},
                ],
                "discount": Decimal("0.1"),
                "fixed_fee": 30,
                "per_month": 20,
                "months": 2,
                "seats": 3,
                "minimum": 90,
                "seconds_per_unit": 12,
            }
        ],
        **_FILTERING,
    },
    "parts in another currency": {
        **FOUR,
        "prices": [
            {
                "task": "detection",
                "currency": "EUR",
                "parts": [{"price": 1}, {"unit": "frame", "price": 2, "units_per_sample": 3}],
                "per_month": 20,
                "months": 2,
                "minimum": 90,
            }
        ],
        "rates": [{"from": "EUR", "to": "USD", "rate": Decimal("1.1")}],
        **_FILTERING,
    },
    "a tier that is reached": {
        **FOUR,
        "prices": [{**_REVIEWED_TIERS, "tier_rule": "reached"}],
        **_FILTERING,
    },
    "a tier that is reached by samples in part labelled": {
        **FOUR,
        "already_labelled": 20000,
        "prices": [{"task": "detection", "tiers": BOX_TIERS, "tier_rule": "reached", "minimum": 10}],
        **_FILTERING,
    },
    "by the hour": {
        **FOUR,
        **_FILTERING,
        "samples_before": 1000,
        "samples_after": 400,
        "units_per_sample": {"object": Decimal("7.3")},
        "prices": [
            {
                "task": "detection",
                "unit": "hour",
                "timed_unit": "object",
                "price": 18,
                "low": 15,
                "high": 22,
                "seconds_per_unit": 35,
                "annotators": 2,
                "review_share": Decimal("0.1"),
                "review_price": 30,
                "discount": Decimal("0.05"),
            }
        ],
    },
    "minutes by tiers": {
        **FOUR,
        **_FILTERING,
        "samples_before": 4000,
        "samples_after": 900,
        "prices": [
            {
                "task": "detection",
                "unit": "minute",
                "seconds_per_unit": 90,
                "tiers": [{"price": Decimal("0.5"), "up_to": 2000}, {"price": Decimal("0.4")}],
            }
        ],
    },
    "characters by tiers": {
        **FOUR,
        **_FILTERING,
        "samples_before": 4000,
        "samples_after": 900,
        "units_per_sample": {"character": 2600},
        "prices": [
            {
                "task": "detection",
                "unit": "1k characters",
                "tiers": [{"price": Decimal("0.5"), "up_to": 5000}, {"price": Decimal("0.4")}],
                "annotators": 2,
            }
        ],
    },
    "a task like another": {
        **FOUR,
        **_FILTERING,
        "task": "cuboids",
        "started_at": "2026-06-30",
        "prices": [
            {"task": "cuboids", "price": 4, "like": "detection", "valid_to": "2025-12-31"},
            {"task": "cuboids", "price": 5, "like": "detection", "valid_from": "2026-01-01", "tax_included": True},
        ],
    },
    "another currency": {
        **FOUR,
        **_FILTERING,
        "currency": "EUR",
        "rates": [{"from": "USD", "to": "EUR", "rate": Decimal("0.86"), "source": "a bank"}],
    },
    "another currency, inverse": {
        **FOUR,
        **_FILTERING,
        "currency": "EUR",
        "rates": [{"from": "EUR", "to": "USD", "rate": Decimal("1.17")}],
        "prices": [{**_REVIEWED_TIERS, "currency": "USD"}],
    },
    "some labelled": {**FOUR, **_FILTERING, "already_labelled": 30000},
    "labelled before and after": {**FOUR, "already_labelled": {"before": 30000, "after": 29000}},
    "training by steps": {**FOUR, **_FILTERING, "training": {"schedule": "steps"}},
    "exact factor": {**FOUR, **_FILTERING, "training": {"factor": "exact", "runs": 3}},
    "measured training": {
        **FOUR,
        **_FILTERING,
        "task": "classification",
        "training": {"factor": "measured", "samples": 90000, "kwh": Decimal("12.5")},
        "grid": {"zone": "SE", "market_intensity": 0, "site": "cloud"},
    },
    "published beside own training": {
        **FOUR,
        "training": {"samples": 90000, "hours": 7, "gpus": 8, "watts": 400, "gpu_price_per_hour": 2},
    },
    "a clip of many frames": {
        **FOUR,
        **_FILTERING,
        "units_per_sample": {"frame": 240},
        "training": {"factor_per": "frame"},
    },
    "frames by the exact factor": {
        **FOUR,
        "units_per_sample": {"frame": 240},
        "training": {"factor_per": "frame", "factor": "exact"},
    },
    "a company's own factor": {**FOUR, **_FILTERING, "training": {"co2_per_sample": Decimal("0.0002")}},
    "a company's own scenario": {**FOUR, **_FILTERING, "settings": {"factor_kwh": "10", "factor_samples": "90000"}},
    "electricity apart": {
        **FOUR,
        "energy": [{"kwh": Decimal("3.2")}],
        "costs": {"compute_per_hour": 1, "compute_includes_energy": False, "electricity_per_kwh": Decimal("0.31")},
    },
    "boards that no meter read": {**FOUR, "duration": "PT3H", "energy": [{"gpu": "H100 SXM", "count": 8}]},
    "a meter beside a processor that none read": {
        **FOUR,
        "energy": [
            {"kwh": 2, "low": 1, "high": 3},
            {"cpu": {"tdp_watts": 250, "name": "a socket"}, "hours": Decimal("0.5"), "load": Decimal("0.8")},
        ],
    },
    "storage that is deleted": {
        **FOUR,
        **_FILTERING,
        "amounts": {"gigabyte": {"before": 18000, "after": 9500}},
        "storage": {"per_gb_month": Decimal("0.021"), "months": 36, "deleted": True, "copies": 2},
        "training": {"samples": 90000, "hours": 7, "gpus": 8, "watts": 400, "gpu_price_per_hour": 2},
    },
    "storage beside training by steps": {
        **FOUR,
        **_FILTERING,
        "amounts": {"gigabyte": {"before": 18000, "after": 9500}},
        "storage": {"months": 36, "deleted": True, "kwh_per_gb_year": Decimal("0.02")},
        "training": {"schedule": "steps"},
    },
    "storage that is kept": {**FOUR, **_FILTERING, "storage": {"per_gb_month": 1, "months": 1}},
    "one invoice": {**FOUR, "energy": [{"kwh": 2}], "costs": {"machines": 4, "total": Decimal("4200.5")}},
    "paid by the hour and the token": {
        **FOUR,
        "costs": {
            "cpu_hours": 640,
            "price_per_cpu_hour": Decimal("0.04"),
            "gpu_hours": 72,
            "price_per_gpu_hour": Decimal("2.95"),
            "api": {
                "model": "judge",
                "input_tokens": Decimal("1.2e9"),
                "output_tokens": Decimal("2.4e7"),
                "price_in": Decimal("0.25"),
                "price_out": 2,
            },
        },
    },
    "a company's own task": {
        **FOUR,
        **_FILTERING,
        "task": "lidar cuboids",
        "prices": [{"task": "lidar cuboids", "price": 9}],
    },
    "a language model by its size": WEB_TEXT,
    "a mixture of experts at a stated utilisation": {
        **WEB_TEXT,
        "training": {
            **WEB_TEXT["training"],
            "parameters": Decimal("671e9"),
            "active_parameters": Decimal("37e9"),
            "gpu": "A100",
            "mfu": Decimal("0.3"),
            "epochs": 1,
            "runs": 2,
        },
    },
    "a language model on the tokens of its data": {
        **WEB_TEXT,
        "amounts": {"token": {"before": Decimal("1.2e12"), "after": Decimal("3.1e11")}},
        "training": {**{key: it for key, it in WEB_TEXT["training"].items() if key != "tokens"}, "epochs": 2},
    },
    "a language model to a budget of tokens": {
        **WEB_TEXT,
        "training": {**{key: it for key, it in WEB_TEXT["training"].items() if key != "schedule"}, "budget": "tokens"},
    },
    "a language model, schedule not stated": {
        **WEB_TEXT,
        "training": {key: it for key, it in WEB_TEXT["training"].items() if key != "schedule"},
    },
    "GPU-hours and watts as stated": {
        **WEB_TEXT,
        "training": {"schedule": "epochs", "gpu_hours": 1000, "watts": 800, "gpu_price_per_hour": 2},
    },
    "GPU-hours of samples": {
        **WEB_TEXT,
        "training": {"schedule": "epochs", "gpu_hours": 1000, "gpu": "L40S", "samples": 900, "gpu_price_per_hour": 2},
    },
    "models": {
        **FOUR,
        "models": [
            {"name": "A", "accuracy": Decimal("0.9"), "consumption_wh": 12, "cost": Decimal("0.04"), "per": "hour"},
            {"name": "B", "accuracy": Decimal("0.8"), "consumption_wh": Decimal("0.02")},
            {"name": "a", "accuracy": 1, "cost": 0},
        ],
        "quality": {"metric": "mAP", "before": Decimal("0.41"), "after": Decimal("0.4")},
    },
    "models with runs and checkpoints": {
        **FOUR,
        "models": [
            {
                "name": "A",
                "device": "a board",
                "per": "hour",
                "accuracy": Decimal("0.9"),
                "price_per_kwh": Decimal("0.3"),
                "runs": [{"consumption_wh": 10}, {"consumption_wh": 12}, {"consumption_wh": Decimal("11.5")}],
            },
            {
                "name": "A",
                "device": "a GPU",
                "per": "hour",
                "runs": [
                    {"accuracy": Decimal("0.9"), "consumption_wh": 50, "cost": 1},
                    {"accuracy": Decimal("0.88"), "consumption_wh": 52, "cost": 2},
                ],
            },
            {
                "name": "B",
                "consumption_wh": 3,
                "accuracy": Decimal("0.7"),
                "price_per_kwh": 0,
                "checkpoints": {
                    "points": [
                        {"time_s": 60, "accuracy": Decimal("0.5"), "consumption_wh": 3, "cost": 1},
                        {"time_s": 120, "accuracy": Decimal("0.705"), "consumption_wh": 3, "cost": 1},
                        {"time_s": 180, "accuracy": Decimal("0.7"), "consumption_wh": 3, "cost": 1},
                    ]
                },
            },
            {
                "name": "C",
                "checkpoints": {
                    "points": [{"time_s": 60, "accuracy": Decimal("0.5"), "consumption_wh": 3}],
                    "target": Decimal("0.9"),
                },
            },
        ],
        "apc": {"accuracy_step": Decimal("0.02"), "energy_step": Decimal("0.5")},
    },
    "stages": {
        **FOUR,
        "stages": [{"name": "Blur", "removed": 20000}, {"name": "blur!", "removed": 9000, "duration": "PT5M"}],
    },
    "settings": {
        **FOUR,
        **_FILTERING,
        "settings": {
            "annotation_price": "0.9",
            "pue": "1.1",
            "discount": "0.2",
            "review_share": "0.5",
            "review_price": "0.1",
            "annotators": "2",
            "duration_s": "PT1H",
            "already_labelled_before": "10",
        },
    },
    "nothing before": {**FOUR, "samples_before": 0, "samples_after": 0, "stages": [{"name": "Blur", "removed": 0}]},
    "the most samples": {**FOUR, "samples_before": 10**18, "samples_after": 1},
    "a table of decisions": {
        **FOUR,
        "samples_before": 240,
        "samples_after": _DECISIONS.count("\nyes"),
        "files": {"decisions.csv": _DECISIONS},
        "samples": {
            "table": "decisions.csv",
            "kept": "kept",
            "reason": "why",
            "label": "class",
            "source": "camera",
            "bytes": "size",
            "objects": "boxes",
            "tokens": "words",
            "component": "set",
        },
    },
    "stages beside reasons": {
        **FOUR,
        "samples_before": 6,
        "samples_after": 2,
        "files": {"decisions.csv": "kept,why,boxes\nyes,,1\nyes,,0\nno,dark,0\nno,dark,3\nno,near,0\nno,,2\n"},
        "samples": {"table": "decisions.csv", "kept": "kept", "reason": "why", "objects": "boxes"},
        "stages": [{"name": "Embeddings", "removed": 4}],
        "training": {"skips_unlabelled": True},
    },
}


def run(manifest: dict[str, Any], settings: dict[str, str] | None = None) -> reportgen.Report:
    """The report of a manifest, written to a file and loaded as a user would; `settings` are those of --set."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "run.json")
        for name, text in manifest.get("files", {}).items():
            Path(folder, name).write_text(text)
        path.write_text(dumps({key: value for key, value in manifest.items() if key not in ("settings", "files")}))
        return reportgen.load(path, settings={**manifest.get("settings", {}), **(settings or {})})


def values_of(manifest: dict[str, Any], settings: dict[str, str] | None = None) -> dict[str, Decimal | None]:
    """The values of the run's figures by key."""
    return {key: figure.value for key, figure in run(manifest, settings).figures.items()}


def outline_of(**more: Any) -> Outline:
    """The outline of the four lines, but for these fields."""
    return replace(run(FOUR).account.outline, **more)


def report_of(name: str) -> reportgen.Report:
    """The report of one of `OWN`, or of a sample run."""
    return run(OWN[name]) if name in OWN else sample_report(sample_runs()[name])


def all_runs() -> list[str]:
    """The names of all samples and of all of `OWN`."""
    return [*sample_runs(), *OWN]


def sample_runs() -> dict[str, Path]:
    """The manifests of all sample runs, by a name."""
    return {
        "street_scenes" if path.parent == STREET_SCENES else path.relative_to(SAMPLES).as_posix(): path
        for path in sorted(SAMPLES.rglob("*.yaml"))
        if path.name != "meta.yaml"  # a tool's own
    }


def sample_report(path: Path) -> reportgen.Report:
    """The report of a sample's manifest, with the cost tables that lie beside it."""
    return reportgen.load(path, cost_tables=sorted(path.parent.glob("*costs.toml")))


def sample_reports() -> dict[str, reportgen.Report]:
    """The reports of all sample runs, by a name."""
    return {name: sample_report(path) for name, path in sample_runs().items()}


def all_reports() -> dict[str, reportgen.Report]:
    """The reports of all samples and of all of `OWN`, by a name."""
    return {name: report_of(name) for name in all_runs()}
