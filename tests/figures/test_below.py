"""What stands below a figure, and where the walk down ends."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from reportgen.figures.below import below, through_procedures
from reportgen.figures.expression import Name
from reportgen.figures.figure import Figure
from reportgen.figures.ledger import Ledger
from tests.figures.ledgers import stated


def ledger() -> Ledger:
    """A share that is assumed where nobody gave it, a figure over it, and a procedure over that."""
    found = stated({"a": 2, "b": 5, "c": 3})
    share = found.compute("share", Name("a") * Name("b"), "1", "Share")
    found.revise(replace(share, basis="default", rests_on=None))
    found.compute("whole", Name("share") * Name("c"), "1", "Whole")
    found.add(Figure("steps", "Steps", Decimal(1), "1", inputs=("whole",), procedure="steps/1"))
    found.compute("top", Name("steps") + Name("b"), "1", "Top")
    return found


def test_the_walk_down_ends_at_what_is_assumed() -> None:
    """It does not go below it, nor below a procedure; from the figure itself it does. In the order of the ledger."""
    found = ledger()
    assert ["c", "share", "whole"] == below("whole", found)
    assert ["a", "b", "share"] == below("share", found)
    assert ["b", "steps", "top"] == below("top", found)
    assert ["c", "share", "whole", "steps"] == below("steps", found)
    assert ["a"] == below("a", found)


def test_a_procedure_moves_with_all_that_is_below_it() -> None:
    """Down to the leaves, whatever is assumed between; where there is none nothing is held."""
    found = ledger()
    assert {"whole", "share", "a", "b", "c"} == through_procedures(["steps"], found)
    assert {"whole", "share", "a", "b", "c"} == through_procedures(["c", "steps"], found)
    assert set() == through_procedures(["top", "whole"], found)
