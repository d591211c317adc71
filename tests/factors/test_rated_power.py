"""What devices without a meter are taken to draw: processors by name, shares of rated power and their ranges."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.factors.cpus import find_cpu, suggest_cpus
from reportgen.factors.facts import load
from reportgen.factors.rated_power import load_of


@pytest.mark.parametrize(
    ("name", "watts"),
    [
        ("EPYC 9654", 360),
        ("AMD EPYC 7763 64-Core Processor", 280),
        ("Intel(R) Xeon(R) Platinum 8480+", 350),
        ("Xeon E5-2686 v4", 145),
        ("Xeon E5-2686 v3", None),
        ("EPYC", None),
    ],
)
def test_processors_by_their_names(name: str, watts: int | None) -> None:
    """As the kernel or a person calls them; another generation of the same number is another processor."""
    found = find_cpu(name)
    assert watts == (None if found is None else found.watts)


def test_every_processor_is_found_by_its_own_name() -> None:
    """What the hint of an unknown one says to write is read as that processor."""
    names = [row["name"] for row in load("cpus")["row"]]
    assert names == [found.name for name in names if (found := find_cpu(name)) is not None]


@pytest.mark.parametrize(
    ("written", "meant"), [("AMD EPYC 7764", "EPYC 7763"), ("Intel(R) Xeon(R) E5", "Xeon E5-2690 v4")]
)
def test_an_unknown_processor_is_told_the_nearest(written: str, meant: str) -> None:
    """A digit that is wrong is answered with the processor that it is nearest to, whatever the maker adds to a name."""
    assert f'did you mean "{meant}"?' == suggest_cpus(written)


def test_a_stated_load_has_the_error_of_such_estimates() -> None:
    """37 % either way: 0.5 from 0.315 to 0.685; and at most what the device is rated for."""
    assert (Decimal("0.315"), Decimal("0.685")) == (load_of(Decimal("0.5")).low, load_of(Decimal("0.5")).high)
    assert Decimal(1) == load_of(Decimal("0.9")).high == load_of(Decimal(1)).high
