"""Sentences that repeat are said once, with their count."""

import pytest

from reportgen.words.counted import MOST_OF_A_KIND, counted, so_many


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        ([], []),
        (["a"], ["a"]),
        (["a", "b", "a"], ["a (and 1 more)", "b"]),
        (["a"] * 2199, ["a (and 2,198 more)"]),
        (["1 gap", "b", "2 gaps"], ["1 gap", "b", "2 gaps"]),
        (["1 gap", "b", "2 gap"], ["1 gap", "b", "2 gap"]),
    ],
)
def test_a_sentence_is_said_once(sentences: list[str], expected: list[str]) -> None:
    """In the order in which each stands first."""
    assert expected == counted(sentences)


def test_sentences_that_differ_in_numbers_alone_are_cut() -> None:
    """Three stand in full, a fourth is counted with those that repeat; without a limit all are kept."""
    shares = [f"{share} % of it" for share in ("1.5", "2", "1,000")]

    assert 3 == MOST_OF_A_KIND
    assert shares == counted(shares, MOST_OF_A_KIND)
    assert [*shares[:2], "1,000 % of it (and 1 more)"] == counted([*shares, "4 % of it"], MOST_OF_A_KIND)
    assert [*shares[:2], "1,000 % of it (and 3 more)", "b"] == counted(
        [*shares, "4 % of it", "b", "1,000 % of it", "4 % of it"], MOST_OF_A_KIND
    )
    assert [*shares, "4 % of it"] == counted([*shares, "4 % of it"])


@pytest.mark.parametrize(
    ("many", "expected"), [(0, "0 files are there"), (1, "1 file is there"), (2198, "2,198 files are there")]
)
def test_what_is_counted_stands_in_the_form_of_its_number(many: int, expected: str) -> None:
    """One has its own form, and thousands are grouped."""
    assert expected == so_many(many, "# file is there", "# files are there")
