"""What every chart has in common: its data draws itself."""

from __future__ import annotations

from abc import ABC, abstractmethod

from reportgen.charts.palette import Palette


class ChartData(ABC):
    """What a chart shows, as numbers and finished texts; each kind is a frozen dataclass in a module of its own."""

    @abstractmethod
    def draw(self, palette: Palette, narrow: bool, font: str = "Inter Tabular") -> str:
        """The chart as SVG. Raises ValueError for numbers that no place on it belongs to."""
