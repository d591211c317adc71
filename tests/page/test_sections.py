"""Sections of runs that differ in one thing, each line that a reader sees: amounts, arithmetic, marks and words.

What is expected lies in tests/page/sections, a file for each run, and is written and read by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportgen.charts.range_bar import RangeAxisData, RangeBarData
from reportgen.charts.score_curves import ScoreCurvesData
from reportgen.generate import load
from reportgen.page.parts import Account, Cell, Chart, Facts, Note, Section, Table
from reportgen.rendering.report import Report
from tests.figures.runs import ROUND, SAMPLES, STREET_SCENES, WEB_TEXT
from tests.page.made_runs import (
    CALLS,
    CONFIDENTIAL,
    OWN,
    STEP,
    Run,
    costs,
    energy,
    quality,
    report_of,
    settings,
    step,
    storage,
)
from tests.page.test_covers import EXACT, GRID, PRICED, RANGED, RUNS

FOLDER = Path(__file__).parent / "sections"
LOGS = SAMPLES / "tool_logs"
PLUG = {"scope": "the rest", "source": "a plug", "basis": "measured"}
MODEL = {"name": "m", "consumption_wh": 1}

ALONE: Run = {
    "models": [{**MODEL, "name": name, "accuracy": Decimal("0.9")} for name in ("a", "b")],
    "quality": {"after": Decimal("0.9"), "random_baseline": Decimal("0.8")},
}
CHECKPOINTS = [
    {"time_s": 60, "accuracy": Decimal("0.5"), "consumption_wh": 1},
    {"time_s": 120, "accuracy": Decimal("0.8"), "consumption_wh": 1},
]
SERIES: Run = {
    "models": [
        {**MODEL, "role": "before", "accuracy": Decimal("0.9")},
        {**MODEL, "role": "random", "accuracy": Decimal("0.85")},
        {
            **MODEL,
            "role": "after",
            "accuracy": Decimal("0.8"),
            "consumption_wh": 2,
            "checkpoints": {"points": CHECKPOINTS},
        },
        {
            "name": "r",
            "runs": [
                {"accuracy": Decimal("0.9"), "consumption_wh": 1, "cost": 1},
                {"accuracy": Decimal("0.7"), "consumption_wh": 3, "cost": 2},
            ],
        },
    ]
}

# Ten samples in tests/page/ten_samples.csv: four removed, two as blurred, one as dark, one without a reason.
OF_TEN = {"table": str(Path(__file__).parent / "ten_samples.csv"), "kept": "kept"}
TEN: dict[str, Any] = {
    "task": "classification",
    "samples_before": 10,
    "samples_after": 6,
    "duration": 60,
    "allow_path": True,
    "samples": {
        **OF_TEN,
        "reason": "why",
        "label": "class",
        "component": "set",
        "objects": "boxes",
        "bytes": "size",
        "tokens": "words",
    },
}
# 876 kg over a year are 0.1 kg an hour
DEVICE: dict[str, Any] = {"device": "workstation", "kg": 876, "lifetime_years": 1, "source": "a maker's sheet"}
HARDWARE: Run = {
    **EXACT,
    "training": {**OWN, "kwh": 20, "hours": 10},
    "embodied": [
        {**DEVICE, "hours": 5, "count": 2},
        {**DEVICE, "device": "rack", "share": Decimal("0.5"), "utilisation": Decimal("0.25")},
        {**DEVICE, "device": "cluster", "used_for": "training"},
    ],
}
RECORDS: Run = {
    "energy": [
        {"file": "nvidia-smi/two_gpus.csv"},
        {"file": "zeus/two_gpus.csv"},
        {"kwh": Decimal("0.5"), **PLUG},
    ],
    "energy_folder": LOGS,
}
# A price that the command line replaces, an intensity of the manifest's, a record, and a time.
GIVEN: Run = {
    **RECORDS,
    "prices": [{**RANGED, "seconds_per_unit": 36}],
    "grid": {"intensity": Decimal("0.5")},
    "settings": {"annotation_price": "1.25", "grid_intensity": "0.4", "duration_s": "2400"},
}
# Nothing is left to ask of its cost, its price or its energy.
FIRM: Run = {
    "prices": [{**PRICED, "basis": "contract"}],
    **costs(licence=5, person_hours=0, hourly_rate=1, compute_per_hour=0),
    **energy(kwh=1, meter="wall", low=1, high=1),
    "grid": GRID,
}
TRAININGS: Run = {
    "allow_path": True,
    "evidence": {
        "file": str(SAMPLES / "evidence" / "runs.csv"),
        "group": "subset, model",
        "energy": "energy (MJ)",
        "accuracy": "mAP",
        "samples": "images",
        "duration": "time (h)",
        "before": {"subset": "all", "model": "yolox-s"},
        "after": {"subset": "kept", "model": "yolox-s"},
    },
}
TRAINED: Run = {**FIRM, **TRAININGS, "training": {"schedule": "epochs", "factor": "measured"}}
TWO_RANGES: Run = {
    "prices": [RANGED],
    "already_labelled": 1000,
    **costs(licence=1, person_hours=10, hourly_rate=50),
}

SECTIONS: dict[str, Run] = {
    "money_costs": {
        "prices": [{**PRICED, "seconds_per_unit": 36}],
        **costs(licence=100, person_hours=2, hourly_rate=50, compute_per_hour=10, machines=2),
    },
    "money_costs_ranged": {"prices": [RANGED], **costs(licence=100)},
    "money_band": {"prices": [CONFIDENTIAL], **costs(licence=500)},
    "money_storage": {**storage(deleted=True), "prices": [PRICED]},
    "money_storage_kept": {**storage(), "prices": [PRICED]},
    "money_tiers": {
        "prices": [{"task": "detection", "tiers": [{"price": 2, "up_to": 50000}, {"price": 1}], "source": "t"}]
    },
    "money_dear": {"prices": [{**STEP, "tiers": step(72500)}]},
    "money_unlabelled": {"labelling": "none", **costs(licence=5)},
    "money_unlabelled_open": {
        **{key: value for key, value in RUNS["schedule open"].items() if key != "prices"},
        "labelling": "none",
    },
    "run_timed": {
        "stages": [
            {"name": "a", "removed": 20000, "duration": 60, "reason": "blurred"},
            {"name": "b", "removed": 17499},
        ]
    },
    "run_twice": RUNS["named twice"],
    "run_metered": energy(
        kwh=1, basis="measured", low=Decimal("0.9"), high=Decimal("1.1"), source="a plug", scope="GPUs"
    ),
    "run_estimated": {"energy": [{"gpu": "T4"}, {"kwh": 1, **PLUG}]},
    "run_records": {
        "energy": [{"file": str(LOGS / "nvidia-smi" / "two_gpus.csv")}, {"kwh": Decimal("0.5"), **PLUG}],
        "energy_folder": LOGS,
    },
    "co2_gross": {},
    "co2_net": RUNS["net"],
    "co2_own": RUNS["own training"],
    "co2_own_measured": {**EXACT, "training": {**OWN, "kwh": 20, "factor": "measured", "schedule": "epochs"}},
    "co2_own_scenario": {**EXACT, "training": {**OWN, "kwh": 20, "factor": "scenario"}},
    "co2_company": RUNS["company"],
    "co2_steps": RUNS["steps"],
    "co2_storage_co2": RUNS["storage"],
    "co2_storage_steps": RUNS["storage by steps"],
    "co2_market": {**EXACT, "grid": {**GRID, "market_intensity": Decimal("0.1")}},
    "co2_open_schedule": RUNS["schedule open"],
    "co2_language_model": WEB_TEXT,
    "models_better": RUNS["below random"],
    "models_models": {
        "models": [
            {**MODEL, "role": "before", "accuracy": Decimal("0.9"), "cost": 1},
            {**MODEL, "role": "after", "accuracy": Decimal("0.8"), "consumption_wh": 2},
            {**MODEL, "name": "h", "accuracy": Decimal("0.7"), "consumption_wh": 3, "per": "hour"},
        ]
    },
    "models_alone": ALONE,
    "models_roles": {
        **quality(before="0.9", random_baseline="0.84", after="0.85"),
        "models": [
            {**MODEL, "role": role, "accuracy": Decimal(accuracy), "per": "hour", "price_per_kwh": Decimal("0.3")}
            for role, accuracy in (("before", "0.91"), ("random", "0.84"), ("after", "0.86"))
        ],
    },
    "run_decisions": {**TEN, "stages": [{"name": "a stage", "removed": 3, "duration": 30}]},
    "run_nothing_kept": {**TEN, "samples_after": 0, "samples": {**TEN["samples"], "kept": "none"}},
    "co2_hardware": HARDWARE,
    "co2_hardware_unmetered": {"embodied": [DEVICE]},
    "assumptions_compact": GIVEN,
    "assumptions_full": {**GIVEN, "edition": "full"},
    "records_full": {**RECORDS, "edition": "full"},
    "ranges_money": {"prices": [RANGED], **costs(licence=30000), "ranges": "all"},
    "ranges_nothing": {**costs(licence=1), "prices": [PRICED], "ranges": "all"},
    "money_two_ranges": TWO_RANGES,
    # of 37,499.60 the cents are told, as a licence of 0.40 is not nothing
    "money_cents": {"prices": [PRICED], **costs(licence=Decimal("0.4"))},
    "money_set": {"prices": [RANGED], **costs(licence=100), **settings(annotation_price="2")},
    "money_layers": {
        "currency": "EUR",
        "cost_tables": STREET_SCENES / "company-costs.toml",
        "prices": [{**RANGED, "currency": "EUR", "seconds_per_unit": 190}],
        **costs(licence=100),
    },
    "run_nothing": {},
    "run_nothing_paid": {"prices": [RANGED], **costs(licence=30000)},  # whose cover has no room to sign
    "run_classes": {**TEN, "samples": {**OF_TEN, "label": "class"}},
    "run_sets": {**TEN, "samples": {**OF_TEN, "component": "set"}},
    "money_round": ROUND,
    "money_parts": {
        "prices": [PRICED],
        **costs(gpu_hours=10, price_per_gpu_hour=2, cpu_hours=100, price_per_cpu_hour=Decimal("0.05"), api=CALLS),
    },
    "money_invoice": {"prices": [PRICED], **costs(total=1000)},
    "money_metered": {
        **costs(compute_per_hour=1, compute_includes_energy=False, electricity_per_kwh=Decimal("0.3")),
        **EXACT,
        "prices": [CONFIDENTIAL],
        "audience": "internal",
    },
    "co2_round": ROUND,
    "co2_tokens": RUNS["language model by steps"],
    "records_curve": {
        "energy": [{"file": "gpu-power.csv"}],
        "energy_folder": STREET_SCENES,
        "started_at": "2026-11-12T09:14:00+01:00",
        "edition": "full",
    },
    "scores_unreached": {
        "models": [
            {"name": "m", "checkpoints": {"points": CHECKPOINTS, "target": 1}},
            {"name": "n", "per": "hour", "checkpoints": {"points": [{**it, "cost": 1} for it in CHECKPOINTS]}},
        ]
    },
    "ranges_held": {
        **energy(kwh=2, low=1, high=3),
        "prices": [PRICED],
        "training": {**OWN, "kwh": 20},
        "ranges": "no-judgement",
    },
    "page_four_lines": {},
    "page_confidential": {
        "prices": [CONFIDENTIAL],
        "name": "A run",
        "dataset": "Some data",
        "prepared_by": {"name": "P. Q", "date": "2026-11-20"},
        "reviewed_by": "R. S",
        "edition": "full",
    },
    "page_internal": {"prices": [CONFIDENTIAL], "audience": "internal", "locale": "de_DE"},
    "caveats_four_lines": {},
    "page_brief": {"edition": "brief", "dataset": "Some data"},
    "summary_four_lines": {},
    "summary_open": RUNS["net open"],
    "summary_trained": TRAINED,
    "summary_hours": RUNS["contract"],
    "summary_schedule": RUNS["schedule open"],
    "summary_unexplained": {**FIRM, **RUNS["unexplained"]},
    "summary_untrained": FIRM,
    "formulas_series": SERIES,
    "formulas_net": RUNS["net"],
    "tried_net": {**RUNS["net"], "prices": [RANGED], **costs(licence=500)},
    "glossary_alone": ALONE,
    "glossary_series": SERIES,
    "assumptions_series": SERIES,
    "scores_series": SERIES,
}


# Of whole samples: many tools' records, of which two are in no sum, and trainings as evidence.
SAMPLE_RUNS = {
    "run_tool_logs": "tool_logs.yaml",
    "run_decided": "decisions/run.yaml",
    "models_evidence": "evidence/run.yaml",
    "models_few": "evidence/few_runs.yaml",
    "models_lower": "evidence/lower_accuracy.yaml",
}


def lines_of(section: Section) -> list[str]:
    """Its heading, facts, notes, and of a table its title, remarks, columns and rows, with plain blanks.

    A column of numbers ends in >, one of bars in {}. A row begins with its style where it has one, and the kinds of its
    bars stand in braces; a dash for nothing is a double one. Of an account each bar has its value and range, and an
    outlined one is marked; of a chart the line for who does not see it stands too.
    """
    return [_plain(line) for line in _lines(section)]


def _plain(line: str) -> str:
    return line.replace("\u00a0", " ").replace("\u2019", "'").replace("\u2082", "2").rstrip(" |")


def _lines(section: Section) -> Iterator[str]:
    page = ", on a page of its own" if section.new_page else ""
    yield f"{section.number} {section.name}: {section.finding} (#{section.anchor}{page})"
    for block in section.blocks:
        match block:
            case Facts(facts):
                yield from (f"* {fact.amount} {fact.text}" for fact in facts)
            case Note(title, text):
                yield f"> {title} {text}"
            case Table():
                yield from _table(block)
            case Account():
                yield f"# {block.title}, {block.unit}{', leads' if block.leads else ''}"
                for line in block.lines:
                    yield f"{'= ' if line.is_net else ''}{line.label}: {line.factors} | {line.amount}{_bar(line.bar)}"
                yield from filter(None, (_axis(block.axis), block.note))
            case Chart():
                yield f"% {block.title} | {block.sub}{' (over the rail)' if block.wide else ''}"
                yield f'"{_spoken(block.data)}"'
                yield from filter(None, (block.note, f"{block.rail_title} {block.rail}".strip()))


def _spoken(data: Any) -> str:
    return str(data.title)


def _bar(bar: RangeBarData | None) -> str:
    if bar is None:
        return ""
    ends = "" if bar.low is None or bar.high is None else f" from {bar.low:.3g} to {bar.high:.3g}"
    return f" {{{bar.value:.3g}{ends}}}{' (outlined)' if bar.estimated else ''}"


def _axis(axis: RangeAxisData) -> str:
    return " | ".join(text for _, text in axis.marks)


def _table(table: Table) -> Iterator[str]:
    kept = " (flows)" if table.flows else "" if table.wide else " (beside the rail)"
    yield " | ".join(filter(None, (f"# {table.name} {table.title}", table.sub))) + kept
    yield " | ".join(
        f"{column.title}{'>' if column.right else ''}{'{}' if column.bar else ''}" for column in table.columns
    )
    for name, rows in table.groups:
        if name:
            yield f"## {name}"
        for row in rows:
            head = f"{row.style + ' ' if row.style else ''}{row.head}{f' ({row.small})' if row.small else ''}"
            yield f"{head}: {' | '.join(map(_cell, row.cells))}"
    yield from filter(None, (table.note, f"{table.rail_title} {table.rail}".strip()))


def _cell(cell: Cell) -> str:
    text = cell.text * (2 if cell.plain_dash else 1) if cell.amount is None else str(cell.amount)
    bars = f"{{{','.join(kind for kind, *_ in cell.bars)}}}" if cell.bars else ""
    marked = f"[{cell.mark}]" if cell.mark else ""
    return " ".join(filter(None, (text, marked, f"({cell.small})" if cell.small else "", bars)))


def summary_of(report: Report) -> Iterator[str]:
    """The cover's sentences with the figures that each speaks of, and what its author can do."""
    for it in report.summary:
        yield f"{it.kind}: {it.text} [{' '.join(it.figures)}]{f' ({it.advice})' if it.advice else ''}"


def formulas_of(report: Report) -> Iterator[str]:
    """Each formula with its numbers and result, and how many more there are."""
    for it in report.page.formulas:
        yield f"# {it.label} ({it.key}): {it.formula}{'' if it.result is None else f' = {it.numbers} = {it.result}'}"
        yield from (f"{row.label}: {row.numbers} = {row.result}" for row in it.rows)
    yield from filter(None, [report.page.formulas_note])


def tried_in(report: Report) -> Iterator[str]:
    """What a reader may change on a screen and between which ends, what follows from it, and how."""
    found = report.page.what_if
    assert found is not None
    for it in found.assumptions:
        yield f"{it.label} ({it.key}): {it.value} {it.unit}, {it.low} to {it.high}, within {it.least} to {it.most}"
    yield from (f"= {it.label} ({it.key}): {it.value} {it.unit}" for it in found.figures)
    yield from found.formulas.splitlines()


OF_OTHER_TESTS = (
    *("first", "sections", "appendix", "formulas", "caveats", "printed", "what_if", "origins"),
    *("version", "inputs"),  # which a release or a newer source changes
)


def fields_of(report: Report) -> Iterator[str]:
    """What a page has beside its sections, numbers and formulas."""
    page = report.page
    for it in fields(page):
        if it.name not in OF_OTHER_TESTS:
            value = getattr(page, it.name)
            yield f"{it.name}: {value if it.name != 'files' else [(file.name, file.description) for file in value]}"
    yield from (f"{it.number} {it.name}{', on a new page' if it.new_page else ''}" for it in page.sections)
    yield from (f"{it.number} {it.name}{', on a new page' if it.new_page else ''}" for it in page.appendix)


def caveats_of(report: Report) -> Iterator[str]:
    """What to know before signing, with the numbers of its sources."""
    yield from (f"{title} {text}" for title, text in report.page.caveats)


OTHERS = {"summary": summary_of, "formulas": formulas_of, "tried": tried_in, "page": fields_of, "caveats": caveats_of}


def section(name: str) -> list[str]:
    """The lines of the section of a run; scores stand whole in the full edition, and facts' sources are not ours."""
    report = load(SAMPLES / SAMPLE_RUNS[name]) if name in SAMPLE_RUNS else report_of(SECTIONS[name])
    if (lines := OTHERS.get(name.partition("_")[0])) is not None:
        return [_plain(line) for line in lines(report)]
    page = (replace(report, edition="full") if name.startswith("scores") else report).page
    (found,) = (it for it in (*page.sections, *page.appendix) if it.anchor == name.partition("_")[0])
    return [line for line in lines_of(found) if not line.startswith("source ")]


@pytest.mark.parametrize("name", [*SECTIONS, *SAMPLE_RUNS])
def test_a_section_line_by_line(name: str) -> None:
    """Nothing is missing, nothing is more, and what is an estimate is outlined."""
    assert (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines() == section(name)


def test_every_file_is_that_of_a_run() -> None:
    """None lies there unread."""
    assert {path.stem for path in FOLDER.iterdir()} == {*SECTIONS, *SAMPLE_RUNS}


def test_formulas_of_a_kind_are_stated_once() -> None:
    """In the compact appendix, with a row for each figure; in the full one each stands by itself."""
    report = report_of(SERIES)
    compact = {it.key: it for it in report.page.formulas}
    full = {it.key: it for it in replace(report, edition="full").page.formulas}
    family = compact["apc.*"]
    weighed = "(consumption_wh.* * ((1 - alpha) * (1 - accuracy.*) + alpha)) + 1)"
    assert ("4 figures", f"accuracy.* / (beta * {weighed}", "", None) == (
        family.label,
        family.formula,
        family.numbers,
        family.result,
    )
    first = family.rows[0]
    assert ("APC per inference, m, before", "0.9 ÷ (1 × (1 × ((1 − 0.1) × (1 − 0.9) + 0.1)) + 1)", "0.7563025") == (
        first.label,
        first.numbers.replace("\u00a0", " "),
        first.result.text,
    )
    assert 4 == len(family.rows)
    assert () == compact["samples_removed"].rows
    assert "apc.*" not in full
    assert {"apc.m_2", "apc.m_3"} <= set(full)
    assert "110,000 − 72,500" == full["samples_removed"].numbers.replace("\u00a0", " ")


@pytest.mark.parametrize(("models", "named"), [(12, 12), (13, 5)])
def test_of_many_models_five_are_named_in_the_chart(models: int, named: int) -> None:
    """Twelve names have room; of thirteen the five with the best scores have theirs, and all have their mark."""
    listed = [
        {**MODEL, "name": f"m{number}", "accuracy": Decimal("0.9") - number * Decimal("0.01")}
        for number in reversed(range(models))
    ]
    page = report_of({"models": listed}).page
    blocks = [block for section in (*page.sections, *page.appendix) for block in section.blocks]
    (chart,) = (block.data for block in blocks if isinstance(block, Chart) and "equal accuracy" in block.title)
    assert isinstance(chart, ScoreCurvesData)
    assert models == len(chart.models)
    assert [f"m{number}" for number in range(named)] == [model.label for model in chart.models if model.label]
