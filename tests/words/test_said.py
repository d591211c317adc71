"""A text that knows which of its parts are printed of figures keeps it in every sentence that it is put into."""

from __future__ import annotations

import json

import pytest

from reportgen.locale.language import ENGLISH, language_of
from reportgen.words.message import filled, message
from reportgen.words.numbers import Numbers
from reportgen.words.said import Said, as_data, from_data, in_lines, joined, like, of_figure, plain_of, together

PRICE = of_figure("EUR 2", "price")


def pieces(text: str) -> tuple[tuple[str, str], ...]:
    """What the text is made of, a plain one of itself alone."""
    return text.pieces if isinstance(text, Said) else ((text, ""),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PRICE, [("EUR 2", "price")]),
        (PRICE + " each", [("EUR 2", "price"), (" each", "")]),
        ("for " + PRICE, [("for ", ""), ("EUR 2", "price")]),
        (PRICE + PRICE, [("EUR 2", "price"), ("EUR 2", "price")]),
        (str(PRICE), [("EUR 2", "price")]),
        (f"{PRICE}.", [("EUR 2.", "")]),
        (joined(" + ", [PRICE, "3"]), [("EUR 2", "price"), (" + 3", "")]),
        (joined(" + ", ["3", PRICE]), [("3 + ", ""), ("EUR 2", "price")]),
        (joined(" + ", []), [("", "")]),
        (together(["", PRICE, "", "a", "b"]), [("EUR 2", "price"), ("ab", "")]),
        (together(["a", "b"]), [("ab", "")]),
        (filled("from {low} to {high}", {"low": 1, "high": PRICE}), [("from 1 to ", ""), ("EUR 2", "price")]),
        (filled("{a}{a}", {"a": PRICE}), [("EUR 2", "price"), ("EUR 2", "price")]),
        (like("EUR 2/h", of_figure("2", "wage")), [("EUR 2/h", "wage")]),
        (like("EUR 2/h", "2"), [("EUR 2/h", "")]),
        (plain_of("from " + PRICE, ["price"]), [("from EUR 2", "")]),
        (plain_of(PRICE + of_figure("3", "b"), ["price"]), [("EUR 2", ""), ("3", "b")]),
        (plain_of("EUR 2", ["price"]), [("EUR 2", "")]),
        (like("2 to 3", of_figure("2", "a") + of_figure("3", "b")), [("2 to 3", "")]),
        (Numbers().with_unit(of_figure("2", "wage"), "EUR/h"), [("EUR\u00a02/h", "wage")]),
        (of_figure("2", ""), [("2", "")]),
        (of_figure("", "price"), [("", "")]),
        (of_figure(of_figure("2", "a"), "b"), [("2", "b")]),
    ],
)
def test_what_a_text_is_made_of(text: str, expected: list[tuple[str, str]]) -> None:
    """By each way in which texts are put together; whatever the way, the text is that of its pieces."""
    assert tuple(expected) == pieces(text)
    assert "".join(it for it, _ in pieces(text)) == text


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["from EUR", "2 on"], [[("from ", ""), ("EUR", "price")], [("2", "price"), (" on", "")]]),
        (["from EUR 2 on"], [[("from ", ""), ("EUR 2", "price"), (" on", "")]]),
        (["from", "EUR 2", "on"], [[("from", "")], [("EUR 2", "price")], [("on", "")]]),
        (["from EUR 2"], [[("from EUR 2", "")]]),  # not all of it
    ],
)
def test_what_its_lines_are_made_of(lines: list[str], expected: list[list[tuple[str, str]]]) -> None:
    """A line begins and ends within a piece too; lines that are not the text's own know nothing."""
    text = together(["from ", PRICE, " on"])

    assert [tuple(line) for line in expected] == [pieces(line) for line in in_lines(text, lines)]
    assert tuple(lines) == in_lines(str.__str__("from EUR 2 on"), lines)


@pytest.mark.parametrize("name", ["en_GB", "de_DE", "fr_FR", "es_ES"])
def test_sentences_of_each_language_keep_it(name: str) -> None:
    """In a sentence, a count, a paragraph, behind a label and in a message; a capital is put before it."""
    language = language_of(name)
    for text in (
        language.say("Avoided, net of filtering") + language.say("{low} to {high}", low=PRICE, high="3"),
        language.say_count("{count} sample", "{count} samples", 2, count=PRICE),
        language.paragraph(["a.", language.say("{text}.", text=PRICE), "b."]),
        language.series(["a", PRICE]),
        language.labelled("x", PRICE),
        language.sentence(language.say("{low} to {high}", low="from 1", high=PRICE)),
        language.translated(message("{low} to {high}", low=1, high=PRICE)),
    ):
        assert ("EUR 2", "price") in pieces(text)
        assert "".join(it for it, _ in pieces(text)) == text


def test_a_capital_stands_where_the_text_begins() -> None:
    """Before a number nothing changes."""
    assert (("From ", ""), ("EUR 2", "price")) == pieces(ENGLISH.capital("from " + PRICE))
    assert (("EUR 2", "price"), (" is a price", "")) == pieces(ENGLISH.capital(PRICE + " is a price"))


def test_it_goes_through_json() -> None:
    """As templates of a company's own get it, which run in a process of their own."""
    value = {"lead": "for " + PRICE, "plain": "x", "rows": [PRICE, {"said": 1, "more": 2}], "words": {"said": "dicho"}}
    back = from_data(json.loads(json.dumps(as_data(value))))

    assert value == back
    assert [pieces(value["lead"]), pieces(PRICE)] == [pieces(back["lead"]), pieces(back["rows"][0])]  # type: ignore[arg-type]
