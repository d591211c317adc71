"""Every figure as one flat JSON of numbers, which `dvc metrics diff`, MLflow and others take."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.figures.figure import Figure
from reportgen.files.json_text import dumps


def metrics(figures: Mapping[str, Figure]) -> bytes:
    """The figures that have a value, by their keys, as UTF-8 JSON; units and ranges stand in report.json."""
    return (dumps({key: figure.value for key, figure in figures.items() if figure.value is not None}) + "\n").encode()
