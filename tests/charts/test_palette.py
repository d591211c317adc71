"""The colour roles: mixed as published, and readable."""

import pytest

from reportgen.charts.palette import HOUSE_DARK, HOUSE_LIGHT, Palette, contrast, derive, mix

SECOND_LIGHT = derive(paper="#FFFFFF", ink="#231B22", accent="#6A2C5A", spent="#8A5A00", kept="#D0C8CC")


def test_black_on_white_has_the_highest_contrast() -> None:
    """WCAG's two ends: 21 for black on white in either order, 1 for a colour on itself."""
    assert 21 == pytest.approx(contrast("#000000", "#FFFFFF"))
    assert 21 == pytest.approx(contrast("#FFFFFF", "#000000"))
    assert 1 == contrast("#0B5A73", "#0B5A73")


def test_contrast_of_a_worked_grey() -> None:
    """#777777 on white: luminance ((0.4667 + 0.055) / 1.055) ^ 2.4 = 0.1845, hence 1.05 / 0.2345 = 4.48."""
    assert 4.48 == pytest.approx(contrast("#777777", "#FFFFFF"), abs=0.005)


@pytest.mark.parametrize(
    ("palette", "expected"),
    [
        (HOUSE_LIGHT, ("#16202A", "#535A61", "#6B7178", "#8A9094", "#0B5A73", "#B5490F", "#C6CDD3")),
        (HOUSE_DARK, ("#E9EDF0", "#B1B5B9", "#9A9FA3", "#7D8286", "#63BBD3", "#F2965C", "#4A565F")),
        (SECOND_LIGHT, ("#231B22", "#5C565B", "#736E73", "#918D90", "#6A2C5A", "#8A5A00", "#D0C8CC")),
    ],
    ids=["house light", "house dark", "second theme"],
)
def test_derived_colours(palette: Palette, expected: tuple[str, ...]) -> None:
    """The mixed roles are the colours that the visual direction publishes."""
    roles = (
        palette.ink,
        palette.ink2,
        palette.ink3,
        palette.axis,
        palette.accent,
        palette.spent,
        palette.kept,
    )
    assert expected == roles


@pytest.mark.parametrize(
    ("palette", "expected"),
    [
        (HOUSE_LIGHT, (16.5, 7.0, 4.9, 3.2, 7.7, 5.4, 1.6)),
        (HOUSE_DARK, (15.3, 8.8, 6.8, 4.7, 8.2, 8.0, 2.4)),
        (SECOND_LIGHT, (16.8, 7.1, 5.0, 3.3, 9.9, 5.9, 1.6)),
    ],
    ids=["house light", "house dark", "second theme"],
)
def test_contrast_on_paper(palette: Palette, expected: tuple[float, ...]) -> None:
    """Each role stands out from the paper by design: text 4.5 or more, meaningful lines 3 or more."""
    roles = (
        palette.ink,
        palette.ink2,
        palette.ink3,
        palette.axis,
        palette.accent,
        palette.spent,
        palette.kept,
    )
    assert expected == tuple(round(contrast(role, palette.paper), 1) for role in roles)


def test_tick_labels_are_readable_on_the_tint() -> None:
    """The weakest text on the lens's ground still has 4.52."""
    assert 4.52 == round(contrast(HOUSE_LIGHT.ink3, HOUSE_LIGHT.tint), 2)


def test_mix_is_linear_in_each_channel() -> None:
    """A quarter of #FF0000 on #0000FF is 255/4 red and 3/4 blue."""
    assert "#4000BF" == mix("#FF0000", "#0000FF", 0.25)


@pytest.mark.parametrize("colour", ["red", "#12345", "#1234567", '#12345"', "#12345G", ""])
def test_other_notations_are_refused(colour: str) -> None:
    """Only #RRGGBB is a colour, so that nothing else reaches an attribute."""
    with pytest.raises(ValueError, match="#RRGGBB"):
        derive(paper="#FFFFFF", ink=colour, accent="#0B5A73", spent="#B5490F", kept="#C6CDD3")
