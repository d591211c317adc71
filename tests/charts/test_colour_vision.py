"""How far apart colours are to eyes that lack one kind of cone."""

import pytest

from reportgen.charts.colour_vision import difference

# Worked with the matrices and CIE formulas in a second program, to one decimal.
HOUSE = {"deuteranopia": 77.5, "protanopia": 64.0, "tritanopia": 91.2}
PLUM_AND_OCHRE = {"deuteranopia": 62.9, "protanopia": 68.7, "tritanopia": 17.4}


@pytest.mark.parametrize("deficiency", HOUSE)
def test_differences_of_two_known_pairs(deficiency: str) -> None:
    """The house's pair is far apart for all eyes, plum and ochre are not under tritanopia."""
    assert HOUSE[deficiency] == pytest.approx(difference("#0B5A73", "#B5490F", deficiency), abs=0.06)
    assert PLUM_AND_OCHRE[deficiency] == pytest.approx(difference("#6A2C5A", "#8A5A00", deficiency), abs=0.06)


@pytest.mark.parametrize("deficiency", HOUSE)
def test_grey_stays_grey(deficiency: str) -> None:
    """Eyes that lack a cone see greys as all others do: black and white are 100 apart."""
    assert 100 == pytest.approx(difference("#000000", "#FFFFFF", deficiency), abs=0.2)
    assert 0 == difference("#777777", "#777777", deficiency)
