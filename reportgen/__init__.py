"""What filtering a data set saved and what it cost, as a report that can be re-derived.

import reportgen
report = reportgen.report(task="segmentation", samples_before=2975, samples_after=2231, duration_s=540)
report.figures["annotation_savings"].value
report.save("out")

with reportgen.measure() as run:      # time and energy of what stands below
    with run.stage("near duplicates") as stage:
        stage.removed = 744
run.write("run.yaml", task="segmentation", samples_before=2975, samples_after=2231)

with reportgen.filtering(task="segmentation") as run:      # the counts too, from the data itself
    with run.stage("near duplicates", before=frame) as stage:
        stage.after = kept = without_duplicates(frame)
run.report().save("out")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from reportgen.version import VERSION as __version__

if TYPE_CHECKING:
    from reportgen.energy.progress import progress
    from reportgen.filter_run import filtering
    from reportgen.generate import load, report
    from reportgen.measuring import measure
    from reportgen.problems import InputError, Problem
    from reportgen.rendering.report import Report

__all__ = ["InputError", "Problem", "Report", "__version__", "filtering", "load", "measure", "progress", "report"]

# Imported when first asked for, so that the command line does not load for --help what it does not use.
_HOMES = {
    "InputError": "reportgen.problems",
    "Problem": "reportgen.problems",
    "Report": "reportgen.rendering.report",
    "filtering": "reportgen.filter_run",
    "load": "reportgen.generate",
    "measure": "reportgen.measuring",
    "progress": "reportgen.energy.progress",
    "report": "reportgen.generate",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'reportgen' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
