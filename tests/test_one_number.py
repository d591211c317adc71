"""One way to read a number, read from the source: what calls Decimal or float on a value beside it is listed here."""

import ast
from collections.abc import Iterator

import pytest

from tests.test_imports import PACKAGE, in_file, modules_below

# The rooms into which text comes from outside; the others have figures alone.
ROOMS = ("files", "manifest", "factors", "drafts", "energy", "curation", "evidence", "inputs", "cli")
# Why what a file makes a Decimal or a float of is no text that somebody wrote, and the files below the package.
MAKERS = {
    "is the one way": ("files/number.py",),
    "digits that a pattern holds to seventeen before and after the point": ("evidence/builder.py",),
    "numbers of a caller, a parser or a workbook": (
        *("files/read_toml.py", "manifest/python_values.py", "factors/read_xlsx.py", "evidence/read_parquet.py"),
    ),
    "whole numbers of a device, of our own log, or of a database": (
        *("energy/counter.py", "energy/recorder.py", "energy/tally.py", "energy/timeline.py", "energy/prediction.py"),
        *("energy/meters/nvml.py", "energy/importers/own_log.py", "energy/importers/own_log_lines.py"),
        *("energy/importers/mlflow_sqlite.py", "energy/target.py"),
    ),
    "the time between two moments, or a moment from seconds that were read": (
        *("energy/plausibility.py", "energy/importers/cells.py", "energy/importers/times.py"),
        *(
            "energy/importers/codecarbon_rows.py",
            "energy/importers/nvidia_smi_dmon.py",
            "energy/importers/powermetrics.py",
        ),
    ),
    "counts": (
        *("energy/overlap.py", "energy/importers/carbontracker_section.py", "energy/importers/energy_rows.py"),
        *("energy/importers/tegrastats.py", "inputs/annotation.py", "inputs/evidence.py", "inputs/leaves.py"),
        *(
            "inputs/price_parts.py",
            "inputs/samples.py",
            "inputs/training.py",
            "curation/decision_query.py",
            "curation/random_subset.py",
        ),
        "cli/decision_lines.py",
    ),
    "numbers that were read, for arrays": (
        *("evidence/cells.py", "evidence/combining.py", "evidence/groups.py", "evidence/moments.py"),
        *("evidence/plausibility.py", "evidence/runs.py", "evidence/sides.py", "evidence/statistics.py"),
    ),
    "facts that ship with the package": (
        *("files/units.py", "factors/boards.py", "factors/cpus.py", "factors/cpu_power.py", "factors/embodied.py"),
        *("factors/paper_models.py", "factors/presets.py", "factors/pue.py", "factors/equivalences.py"),
        "factors/trainings.py",
    ),
}


def conversions(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of all calls of Decimal and float but those of a constant, a count or a sum of whole ones."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and node.args
            and ast.unparse(node.func) in ("Decimal", "float", "decimal.Decimal")
        ):
            given = node.args[0]
            whole = isinstance(given, ast.Call) and ast.unparse(given.func) in ("len", "int", "max", "min")
            if not isinstance(given, ast.Constant) and not whole:
                yield node.lineno, ast.unparse(node)


def test_text_becomes_a_number_in_one_way() -> None:
    """Nobody calls Decimal or float on text beside files/number.py, which holds the bound; see the list."""
    found = {
        path.relative_to(PACKAGE).as_posix(): [in_file(path, *call) for call in conversions(path.read_text("utf-8"))]
        for path in modules_below(*(PACKAGE / room for room in ROOMS))
    }
    making = {name: lines for name, lines in found.items() if lines}
    known = [name for names in MAKERS.values() for name in names]

    assert not {name: lines for name, lines in making.items() if name not in known}
    assert sorted(known) == sorted(making)


@pytest.mark.parametrize(
    ("source", "is_seen"),
    [
        *(
            ("Decimal(text)", True),
            ("float(cell)", True),
            ("Decimal(match['number'])", True),
            ("Decimal('1' + x)", True),
        ),
        *(("Decimal('0.5')", False), ("Decimal(len(rows))", False), ("float('nan')", False)),
    ],
)
def test_every_conversion_is_seen(source: str, is_seen: bool) -> None:
    """Of a constant and a count there is nothing to be bounded."""
    assert is_seen == bool(list(conversions(source)))
