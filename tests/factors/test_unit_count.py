"""The number that a unit begins with, as price lists write it in the languages of the page."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.factors.cost_units import Pricing, pricing
from reportgen.factors.measures import measure, measure_for
from reportgen.factors.unit_count import UnclearCount, UnitCount, unit_count
from reportgen.manifest.cost_row import CostRow


@pytest.mark.parametrize(
    ("unit", "number", "thing"),
    [
        ("sample", 1, "sample"),
        ("1 sample", 1, "sample"),
        ("1k images", 1000, "images"),
        ("1K images", 1000, "images"),
        ("k tokens", 1000, "tokens"),
        ("per k tokens", 1000, "tokens"),
        ("1M characters", 1_000_000, "characters"),
        ("M tokens", 1_000_000, "tokens"),
        ("1 M tokens", 1_000_000, "tokens"),
        ("1,000 samples", 1000, "samples"),
        ("1.000 Bilder", 1000, "Bilder"),
        ("1 000 samples", 1000, "samples"),
        ("1\u00a0000\u202fsamples", 1000, "samples"),
        ("1'000 Bilder", 1000, "Bilder"),
        ("1,000,000 tokens", 1_000_000, "tokens"),
        ("2.5k tokens", 2500, "tokens"),
        ("0,5 Mio. Zeichen", 500_000, "Zeichen"),
        ("million tokens", 1_000_000, "tokens"),
        ("one million characters", 1_000_000, "characters"),
        ("1 Mio. Zeichen", 1_000_000, "Zeichen"),
        ("Mio. Zeichen", 1_000_000, "Zeichen"),
        ("1 Million Zeichen", 1_000_000, "Zeichen"),
        ("10 Millionen Zeichen", 10_000_000, "Zeichen"),
        ("1 Mrd. Zeichen", 1_000_000_000, "Zeichen"),
        ("thousand images", 1000, "images"),
        ("1 Tsd. Bilder", 1000, "Bilder"),
        ("tausend Bilder", 1000, "Bilder"),
        ("dozen", 12, ""),
        ("a dozen of images", 12, "images"),
        ("Dutzend Bilder", 12, "Bilder"),
        ("2 dozen images", 24, "images"),
        ("hundred images", 100, "images"),
        ("per 100", 100, ""),
        ("je 100 Bilder", 100, "Bilder"),
        ("per 1,000 images", 1000, "images"),
        ("2D box", 1, "2D box"),
        ("3D cuboid", 1, "3D cuboid"),
        ("box (2D)", 1, "box (2D)"),
        ("frame (1080p)", 1, "frame (1080p)"),
        ("H.264 frame", 1, "H.264 frame"),
        ("4k tokens", 4000, "tokens"),
        ("4,000 frames", 4000, "frames"),
        ("k", 1, "k"),
        ("1 m", 1, "m"),
        ("megapixel", 1, "megapixel"),
        ("per image", 1, "per image"),
        ("an image", 1, "an image"),
        ("1,000,000,000,000,000 tokens", 10**15, "tokens"),
        ("level 3 box", 1, "level 3 box"),
        ("MTok", 1_000_000, "tokens"),
        ("per MTok", 1_000_000, "tokens"),
        ("1 MTok", 1_000_000, "tokens"),
        ("1MTok", 1_000_000, "tokens"),
        ("Mtok", 1_000_000, "tokens"),
        ("ktok", 1000, "tokens"),
        ("kTokens", 1000, "Tokens"),
        ("MTokens", 1_000_000, "Tokens"),
        ("Mchars", 1_000_000, "characters"),
        ("1k tok", 1000, "tokens"),
        ("MToken output", 1_000_000, "Token output"),
        ("1M tok or chars", 1_000_000, "tokens or characters"),
        ("ktoken", 1000, "token"),
        ("Mtokenizer", 1, "Mtokenizer"),
        ("tok", 1, "tok"),
        ("1 tok", 1, "tok"),
        ("1 million de caractères", 1_000_000, "caractères"),
        ("un millier d'images", 1000, "images"),
        ("un millier d’images", 1000, "images"),
        ("mille images", 1000, "images"),
        ("par 1 000 images", 1000, "images"),
        ("la centaine", 100, ""),
        ("centaine d'images", 100, "images"),
        ("douzaine", 12, ""),
        ("por 1.000 imágenes", 1000, "imágenes"),
        ("un millón de tokens", 1_000_000, "tokens"),
        ("2 millones de tokens", 2_000_000, "tokens"),
        ("mil imágenes", 1000, "imágenes"),
        ("docena", 12, ""),
        ("10 lakh tokens", 1_000_000, "tokens"),
        ("hundreds of images", 100, "images"),
        ("8-bit image", 1, "8-bit image"),
        ("16-bit image", 1, "16-bit image"),
        ("B frame", 1, "B frame"),
        ("half page", 1, "half page"),
    ],
)
def test_a_leading_number(unit: str, number: int, thing: str) -> None:
    """What stands before the thing says how many of it the price is for; what is part of its name does not."""
    assert UnitCount(number, thing) == unit_count(unit)


IN_DIGITS = "write the number in digits: 1,000,000 tokens"
HINTS = {
    "begins with a number": "1k, 1M or 1,000 of them;"
    ' a number that is part of a name stands behind it, as in "frame (1080p)"',
    "holds a number": 'write it first, such as "1,000 tokens"',
    "of so many points": 'write "{},000 frame", or "frame"',
}


@pytest.mark.parametrize(
    ("unit", "message"),
    [
        ("1m tokens", '"m" may be a million or a metre'),
        (
            "1 billion tokens",
            '"billion" is 1,000 million in English and a million million in German, French and Spanish',
        ),
        ("1 Billionen tokens", '"Billionen" is a million million in German and no number in English'),
        ("2.5 images", '"2.5 images" begins with a number that is not understood'),
        ("1.500k tokens", '"1.500k tokens" begins with a number that is not understood'),
        ("0 images", '"0 images" begins with a number that is not understood'),
        ("1e6 tokens", '"1e6 tokens" begins with a number that is not understood'),
        ("10^6 tokens", '"10^6 tokens" begins with a number that is not understood'),
        ("1,00,000 tokens", '"1,00,000 tokens" begins with a number that is not understood'),
        ("30-second clip", '"30-second clip" begins with a number that is not understood'),
        ("1G tokens", '"1G tokens" begins with a number that is not understood'),
        (
            "1,000,000,000,000,001 tokens",
            '"1,000,000,000,000,001 tokens" begins with a number that is not understood',
        ),
        ("4K frame", '"4K frame" may be 4,000 of them, or one of so many points'),
        ("4k frame", '"4k frame" may be 4,000 of them, or one of so many points'),
        ("2K frame", '"2K frame" may be 2,000 of them, or one of so many points'),
        ("8K frame", '"8K frame" may be 8,000 of them, or one of so many points'),
        ("tokens per 1M", '"tokens per 1M" holds a number that is not understood'),
        ("tokens per 1 Mio.", '"tokens per 1 Mio." holds a number that is not understood'),
        ("box of 12", '"box of 12" holds a number that is not understood'),
        ("images (1,000)", '"images (1,000)" holds a number that is not understood'),
        ("mtok", '"mtok" may be a million tok'),
        ("billion tokens", '"billion" is 1,000 million in English and a million million in German, French and Spanish'),
        ("1 B tokens", '"B" may be 1,000 million or a byte'),
        ("MM tokens", '"MM" may be a million or millimetres'),
        ("5mm", '"mm" may be a million or millimetres'),
        ("5b", '"b" may be 1,000 million or a byte'),
        ("m tokens", '"m" may be a million or a metre'),
        ("cent images", '"cent" may be a hundred or a coin'),
        ("two boxes", '"two" is a number in words'),
        ("1 trillion tokens", '"trillion" is a million million in English and more in other languages'),
        ("tokens per million", '"tokens per million" holds a number that is not understood'),
        ("tokens (thousand)", '"tokens (thousand)" holds a number that is not understood'),
        ("half dozen", '"half dozen" holds a number that is not understood'),
        ("images x1000", '"images x1000" holds a number that is not understood'),
        ("1,000 (thousand) images", '"1,000 (thousand) images" holds a number that is not understood'),
        ("batch of 100 images", '"batch of 100 images" holds a number that is not understood'),
    ],
)
def test_a_number_that_is_not_understood(unit: str, message: str) -> None:
    """Nothing is divided by a number that may be another one, and none is passed over."""
    with pytest.raises(UnclearCount) as raised:
        unit_count(unit)
    hint = next((hint for words, hint in HINTS.items() if words in message), IN_DIGITS)
    assert (message, hint.format(unit[0])) == (str(raised.value), raised.value.hint)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (CostRow("x", "1k tokens"), Pricing("1k_tokens", "token", 1000)),
        (CostRow("x", "1M characters"), Pricing("1M_characters", "character", 1_000_000)),
        (CostRow("x", "1,500 boxes"), Pricing("1500_boxes", "box", 1500)),
        (CostRow("x", "100 glass"), Pricing("100_glass", "glass", 100)),
        (CostRow("x", "1,000 samples"), Pricing("1k_samples", "sample", 1000)),
        (CostRow("x", "dozen"), Pricing("12_samples", "sample", 12)),
        (CostRow("x", "dozen", units_per_sample=Decimal(2)), Pricing("12_units", "unit", 12)),
        (CostRow("x", "MTok"), Pricing("1M_tokens", "token", 1_000_000)),
        (CostRow("x", "Bounding box"), Pricing("bounding_box", "bounding_box")),
        (CostRow("x", "1 hour", seconds_per_unit=Decimal(2)), Pricing("hour", "sample", seconds=3600)),
        (CostRow("x", "1 minute", seconds_per_unit=Decimal(2)), Pricing("minute", "sample", seconds=60)),
    ],
)
def test_what_a_price_counts(row: CostRow, expected: Pricing) -> None:
    """The thing is named in the singular, as units_per_sample names it; a bare number counts samples unless told."""
    assert expected == pricing(row)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (10, "ten zehn dix dizaine diez"),
        (12, "dozen dozens Dutzend douzaine douzaines docena docenas"),
        (100, "hundred hundreds hundert centaine centaines cien centenar centenares"),
        (1000, "thousand thousands tausend Tsd Tsd. mille millier milliers mil millar"),
        (10**5, "lakh"),
        (10**6, "million millions Millionen Mio Mio. mln millón millon millones"),
        (10**7, "crore"),
        (10**9, "Mrd Mrd. Milliarde Milliarden milliard milliards"),
    ],
)
def test_every_number_in_words(number: int, words: str) -> None:
    """In the four languages of the page, small and capital, so many of the thing are one unit."""
    for word in words.split():
        for written in (word, word.lower(), word.upper()):
            assert UnitCount(number, "tokens") == unit_count(f"{written} tokens"), written


@pytest.mark.parametrize(
    "words",
    [
        "m b mm cent Billionen billion billions bn billón billones trillion trillions",
        "two three four five six eight twenty fifty zwei drei vier fünf zwanzig fünfzig",
        "deux trois cinq vingt dos tres cinco veinte",
    ],
)
def test_every_number_that_is_not_clear(words: str) -> None:
    """What is another number in another language, a measure or a number in words is asked about."""
    for word in words.split():
        with pytest.raises(UnclearCount):
            unit_count(f"1 {word} tokens" if word in ("m", "b", "mm", "cent") else f"{word} tokens")


WORDS = {
    10: "ten, zehn, dix, dizaine, diez",
    12: "dozen, dozens, Dutzend, douzaine, douzaines, docena, docenas",
    100: "hundred, hundreds, hundert, centaine, centaines, cien, centenar, centenares",
    1000: "thousand, thousands, tausend, Tsd, mille, millier, milliers, mil, millar",
    100_000: "lakh",
    1_000_000: "million, millions, Millionen, Mio, mln, millón, millon, millones",
    10_000_000: "crore",
    1_000_000_000: "Mrd, Milliarde, Milliarden, milliard, milliards",
}
UNCLEAR = (
    "m, b, mm, cent, Billionen, billion, billions, bn, billón, billones, trillion, trillions, two, three, four, five, "
    "six, eight, twenty, fifty, zwei, drei, vier, fünf, zwanzig, fünfzig, deux, trois, cinq, vingt, dos, tres, "
    "cinco, veinte"
)


@pytest.mark.parametrize("number", WORDS)
def test_each_word_for_a_number(number: int) -> None:
    """In English, German, French and Spanish: three times it is three times as many."""
    words = WORDS[number].split(", ")
    assert dict.fromkeys(words, 3 * number) == {word: unit_count(f"3 {word} tokens").number for word in words}


@pytest.mark.parametrize("word", UNCLEAR.split(", "))
def test_each_word_that_may_be_several_numbers(word: str) -> None:
    """A price that may be a thousand times another is asked about: a billion, and small numbers in words."""
    with pytest.raises(UnclearCount, match=rf'"{word}" (may be|is) ') as raised:
        unit_count(f"{word} tokens" if word != "b" else "5b tokens")
    assert "write the number in digits: 1,000,000 tokens" == raised.value.hint


@pytest.mark.parametrize("of", ["audio", "video", "speech"])
@pytest.mark.parametrize("time", ["hour", "minute", "second"])
def test_time_of_a_recording_however_it_is_written(of: str, time: str) -> None:
    """An audio hour and an hour of audio are one thing, and no hour of work."""
    for unit in (f"{of} {time}", f"{of}_{time}s", f"{time} of {of}", f"{time}s of {of}"):
        assert Pricing(f"{of}_{time}", f"{of}_{time}") == pricing(CostRow("x", unit))


@pytest.mark.parametrize(
    ("counted", "measures", "expected"),
    [
        ("token", {"token"}, ("token", Decimal(1))),
        ("gb", {"gigabyte"}, ("gigabyte", Decimal(1))),
        ("audio_minute", {"minute"}, ("minute", Decimal(1))),
        ("audio_minute", {"hour"}, ("hour", Decimal(60))),
        ("audio_second", {"hour"}, ("hour", Decimal(3600))),
        ("audio_second", {"minute"}, ("minute", Decimal(60))),
        ("audio_hour", {"minute"}, None),  # a part of an hour may be rounded away
        ("audio_hour", {"token"}, None),
        ("box", {"hour"}, None),
    ],
)
def test_the_measure_that_says_how_much_is_counted(
    counted: str, measures: set[str], expected: tuple[str, Decimal] | None
) -> None:
    """An amount of data in hours says how many minutes and seconds a price by them counts."""
    assert expected == measure_for(counted, measures)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *((name, "gigabyte") for name in ("gigabyte", "Gigabytes", "GB", "gb", "GByte", "GBytes")),
        *((name, "token") for name in ("token", "Tokens", "TOKEN")),
        ("Audio Hours", "audio_hour"),
        ("our boxes", "our_box"),
    ],
)
def test_the_measure_that_a_word_names(name: str, expected: str) -> None:
    """One of them, in small letters; gigabytes go by their short forms too, and a company's own by its own name."""
    assert expected == measure(name)
