"""What filtering a data set saved and what it cost, as a report that can be re-derived.

import reportgen
report = reportgen.report(task="segmentation", samples_before=2975, samples_after=2231, duration_s=540)
report.figures["annotation_savings"].value
report.save("out")
"""

from reportgen.generate import load, report
from reportgen.problems import InputError, Problem
from reportgen.rendering.report import Report
from reportgen.version import VERSION as __version__

__all__ = ["InputError", "Problem", "Report", "__version__", "load", "report"]
