"""Numbers as text: rounded once, half up, grouped, with a true minus; hand-worked."""

from __future__ import annotations

import re
from decimal import Context, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.words import numbers

NB = "\u00a0"


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("4.125", 2, "4.13"),
        ("-4.125", 2, "−4.13"),
        ("4.124999999999999999999999999", 2, "4.12"),
        ("0.5", 0, "1"),
        ("-0.5", 0, "−1"),
        ("2.5", 0, "3"),
        ("-0.004", 2, "0.00"),
        ("0", 2, "0.00"),
        ("1234567.891", 2, "1,234,567.89"),
        ("999.995", 2, "1,000.00"),
        ("35521.25", -2, "35,500"),
        ("50", -2, "100"),
        ("999999999999999.4", 0, "999,999,999,999,999"),
        ("1e15", 2, f"1.00{NB}×{NB}10¹⁵"),
        ("-1.2345e18", 2, f"−1.23{NB}×{NB}10¹⁸"),
        ("9.996e20", 2, f"1.00{NB}×{NB}10²¹"),
    ],
)
def test_fixed_decimals(value: str, places: int, expected: str) -> None:
    """So many decimals, half away from zero, grouped by threes; from 10^15 on as a power of ten."""
    assert expected == numbers.HOUSE.fixed(Decimal(value), places)


@pytest.mark.parametrize(("value", "expected"), [("1", "+1.0"), ("-1", "−1.0"), ("0", "0.0"), ("0.04", "0.0")])
def test_a_sign_before_what_is_above_zero(value: str, expected: str) -> None:
    """A change has its sign, and what rounds to nothing has none."""
    assert expected == numbers.HOUSE.fixed(Decimal(value), 1, sign=True)


def test_a_change_of_10_to_the_15_has_its_sign_too() -> None:
    """As a power of ten no less than as digits."""
    assert f"+1.00{NB}×{NB}10¹⁵" == numbers.HOUSE.fixed(Decimal("1e15"), 2, sign=True)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("35521.25", "35,500"),
        ("35550", "35,600"),
        ("9.996", "10.0"),
        ("99.95", "100"),
        ("999.5", "1,000"),
        ("3.9", "3.90"),
        ("0.0031249", "0.00312"),
        ("0.003125", "0.00313"),
        ("-226.4441", "−226"),
        ("0", "0"),
        ("0.00001", "0.0000100"),
        ("0.0000031249", f"3.12{NB}×{NB}10⁻⁶"),
        ("-1e-12", f"−1.00{NB}×{NB}10⁻¹²"),
        ("1e18", f"1.00{NB}×{NB}10¹⁸"),
    ],
)
def test_three_significant_figures(value: str, expected: str) -> None:
    """Headlines have three significant figures, counted after rounding."""
    assert expected == numbers.HOUSE.significant(Decimal(value))


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        ("342.40023", 3, "342"),
        ("3.0004", 3, "3"),
        ("109.210526", 7, "109.2105"),
        ("104500", 3, "104,500"),
        ("0.95", 7, "0.95"),
        ("0.0000079715", 5, f"7.9715{NB}×{NB}10⁻⁶"),
        ("1e-12", 7, f"1{NB}×{NB}10⁻¹²"),
        ("-1e-12", 7, f"−1{NB}×{NB}10⁻¹²"),
        ("9.9999999e-6", 3, f"1{NB}×{NB}10⁻⁵"),
        ("999999999999999", 3, "999,999,999,999,999"),
        ("1234567890123456.5", 3, f"1.23{NB}×{NB}10¹⁵"),
        ("0", 7, "0"),
    ],
)
def test_up_to_so_many_digits(value: str, digits: int, expected: str) -> None:
    """Formulas show up to seven digits without trailing zeros, small numbers as powers of ten."""
    assert expected == numbers.HOUSE.up_to_significant(Decimal(value), digits)


@pytest.mark.parametrize(
    ("value", "least_places", "expected"),
    [
        ("0.00011", 0, "0.00011"),
        ("110000", 0, "110,000"),
        ("1.20", 2, "1.20"),
        ("1.2", 2, "1.20"),
        ("0.0035", 2, "0.0035"),
        ("1.10000", 0, "1.1"),
        ("1e18", 0, "1,000,000,000,000,000,000"),
        ("0", 0, "0"),
        ("0", 2, "0.00"),
        ("-5", 0, "−5"),
        ("0.00000012", 2, "0.00000012"),
        ("1.5e-9", 2, f"1.5{NB}×{NB}10⁻⁹"),
        ("-1e-12", 2, f"−1{NB}×{NB}10⁻¹²"),
        ("1e30", 2, f"1{NB}×{NB}10³⁰"),
    ],
)
def test_exact_as_it_was_given(value: str, least_places: int, expected: str) -> None:
    """Inputs keep every digit, money at least its minor unit."""
    assert expected == numbers.HOUSE.exact(Decimal(value), least_places)


def test_exact_never_rounds() -> None:
    """An input with thirty digits is shown with all of them."""
    digits = "1.2345678901234567890123456789"
    assert digits == numbers.HOUSE.exact(Decimal(digits))
    assert f"1.25{NB}×{NB}10⁻²⁰" == numbers.HOUSE.exact(Decimal("1.250e-20"))


@pytest.mark.parametrize(
    ("value", "expected"), [("0", "0"), ("110000", "110,000"), ("-520", "−520"), (str(10**18), "1" + ",000" * 6)]
)
def test_counts(value: str, expected: str) -> None:
    """A count has every digit."""
    assert expected == numbers.HOUSE.whole(Decimal(value))


@pytest.mark.parametrize(
    ("unit", "values", "expected"),
    [
        ("kgCO2e", ["0.0005"], "mg"),
        ("kgCO2e", ["0.0031"], "g"),
        ("kgCO2e", ["4.5"], "kg"),
        ("kgCO2e", ["4.73", "-0.226"], "g"),
        ("kgCO2e", ["12345"], "t"),
        # a thousand kilograms are a tonne, and 10,000 g are kilograms again
        ("kgCO2e", ["1000"], "t"),
        ("kgCO2e", ["999.999"], "kg"),
        ("kgCO2e", ["0.5", "9.999"], "g"),
        ("kgCO2e", ["0.5", "10"], "kg"),
        ("kgCO2e", ["1", "5"], "kg"),
        ("kgCO2e", ["1e-9"], "µg"),
        ("kgCO2e", ["4e-12"], "ng"),
        ("kgCO2e", ["4e-15"], "ng"),
        ("kgCO2e", [], "kg"),
        ("kgCO2e", ["0"], "kg"),
        ("kWh", ["0.47", "9.82"], "Wh"),
        ("kWh", ["4700"], "MWh"),
        ("W", ["671.4"], "W"),
        ("h", ["0.001"], "h"),
    ],
)
def test_the_unit_in_which_a_column_reads_well(unit: str, values: list[str], expected: str) -> None:
    """The largest value decides the unit, and a smaller one is taken where it keeps the smallest from vanishing."""
    assert expected == numbers.scale_for(unit, [Decimal(value) for value in values])[0]


MASSES = (("2000", "2 t"), ("2", "2 kg"), ("0.002", "2 g"), ("2e-6", "2 mg"), ("2e-9", "2 µg"), ("2e-12", "2 ng"))
WRITTEN = {
    "kgCO2e": MASSES,
    **{
        f"kgCO2e/{per}": tuple((value, f"{text}/{per}") for value, text in MASSES)
        for per in ("sample", "unit", "hour", "inference")
    },
    "kWh": (("2000", "2 MWh"), ("2", "2 kWh"), ("0.002", "2 Wh"), ("2e-6", "2 mWh"), ("2e-8", "0.02 mWh")),
    "GB/sample": (("2", "2 GB/sample"), ("0.002", "2 MB/sample"), ("2e-6", "2 kB/sample"), ("2e-9", "2 B/sample")),
    "km": (("2000", "2,000 km"), ("2", "2 km"), ("0.002", "2 m")),
    "W": (("2e6", "2 MW"), ("2000", "2 kW"), ("2", "2 W"), ("0.002", "2 mW")),
    "kgCO2e/kWh": (("0.342", "342 g/kWh"), ("0.002", "2 g/kWh")),
    "h": (("2000", "2,000 h"), ("2", "2 h"), ("0.002", "0.002 h")),
    "FLOP/s": (("2e15", "2 PFLOP/s"), ("2e12", "2 TFLOP/s"), ("2e11", "200,000,000,000 FLOP/s")),
    "FLOP": (("2", "2 FLOP"), ("2e18", f"2.00{NB}×{NB}10¹⁸ FLOP")),
}


@pytest.mark.parametrize(
    ("unit", "value", "expected"), [(unit, *pair) for unit, pairs in WRITTEN.items() for pair in pairs]
)
def test_every_unit_that_an_amount_may_be_printed_in(unit: str, value: str, expected: str) -> None:
    """By the prefixes of SI: a thousand of the smaller are one of the larger."""
    shown, size = numbers.scale_for(unit, [Decimal(value)])

    assert expected == f"{numbers.HOUSE.up_to_significant(numbers.scaled(Decimal(value), size), 3)} {shown}"


def test_no_unit_is_left_out_of_the_table() -> None:
    """Each that has scales has a row for each of them."""
    written = {unit: [text.split(" ")[-1] for _, text in pairs] for unit, pairs in WRITTEN.items()}
    scales = {unit: [name for name, _ in found] for unit, found in numbers.SCALES.items()}

    assert scales == {unit: [*dict.fromkeys(names)] for unit, names in written.items()}


def test_zero_has_no_decimals() -> None:
    """It takes none of a column, however many digits the others show."""
    assert (0, 0) == (numbers.places_for(Decimal(0)), numbers.places_for(Decimal("0.00"), 2))


def test_small_masses_in_their_unit() -> None:
    """0.0005 kg reads 500 mg, 0.0031 kg reads 3.10 g, and below a milligram three digits stay three."""
    for value, expected in (
        ("0.0005", "500 mg"),
        ("0.0031", "3.10 g"),
        ("6.86e-8", "68.6 µg"),
        ("1.13e-11", "11.3 ng"),
    ):
        unit, size = numbers.scale_for("kgCO2e", [Decimal(value)])
        assert expected == f"{numbers.HOUSE.significant(numbers.scaled(Decimal(value), size))} {unit}"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        ("0.5", "0.5 s"),
        ("0.0000001", f"1{NB}×{NB}10⁻⁷ s"),
        ("9", "9 s"),
        ("59.94", "59.9 s"),
        ("59.999", "1 min"),
        ("60", "1 min"),
        ("90", "1 min 30 s"),
        ("3599.6", "1 h"),
        ("3600", "1 h"),
        ("3660", "1 h 1 min"),
        ("86399", "23 h 59 min 59 s"),
        ("97140", "1 d 2 h 59 min"),
        ("97140.4", "1 d 2 h"),
        ("86400", "1 d"),
        ("90000", "1 d 1 h"),
        ("315360000", "3,650 d"),
    ],
)
def test_durations(seconds: str, expected: str) -> None:
    """Seconds read as days, hours, minutes and seconds, the two largest of them."""
    printed = numbers.HOUSE.duration(Decimal(seconds))
    assert expected == re.sub(f"{NB}(s|min|h|d)", r" \1", printed)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("11.3", "15.5", ("11.3", "15.5", "s")),
        ("7200", "10800", ("2", "3", "h")),
        ("15.5", "120", (f"15.5{NB}s", f"2{NB}min", "")),
        ("7200", "10860", (f"2{NB}h", f"3{NB}h 1{NB}min", "")),
        ("0.0000001", "0.0000002", (f"1{NB}×{NB}10⁻⁷{NB}s", f"2{NB}×{NB}10⁻⁷{NB}s", "")),
    ],
)
def test_ends_of_a_range_of_times(low: str, high: str, expected: tuple[str, str, str]) -> None:
    """The unit stands once where both ends have the same, and at each where they differ or are powers of ten."""
    assert expected == numbers.HOUSE.duration_ends(Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", "0.0"),
        ("0.34090909", "34.1"),
        ("1", "100.0"),
        ("0.9994", "99.9"),
        ("0.9995", "99.95"),
        ("-0.99999", "−99.999"),
        ("0.99999949", "99.99995"),
        ("0.999999999999999999", "99.9999999999999999"),
        ("1.0004", "100.0"),
        ("0.0105", "1.1"),
        ("0.00996", "1.0"),
        ("0.0005", "0.050"),
        ("0.00001234", "0.0012"),
    ],
)
def test_shares(value: str, expected: str) -> None:
    """A share is percent with one decimal, a small one keeps two digits; what is not all never reads as all."""
    assert f"{expected}%" == numbers.HOUSE.share(Decimal(value))


def test_next_to_nothing_of_a_hundred_is_a_power_of_ten() -> None:
    """As any other number of that size is; nothing at all is nothing."""
    texts = [numbers.HOUSE.of_hundred(Decimal(value), 9, True) for value in ("0.0000001", "-0.0000001", "0.00001")]

    assert [f"+1.00{NB}×{NB}10⁻⁷", f"−1.00{NB}×{NB}10⁻⁷", "+0.000010000"] == texts
    assert "0" == numbers.HOUSE.of_hundred(Decimal(0), 0, True)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", "0.000"),
        ("1", "1.000"),
        ("0.9994", "0.999"),
        ("0.9995", "0.9995"),
        ("0.99997", "0.99997"),
        ("-0.99997", "−0.99997"),
        ("1.0001", "1.000"),
        ("0.0005", "0.001"),
        ("0.0004", "0.00040"),
        ("-0.0001", "−0.00010"),
        ("0.00000123", f"1.2{NB}×{NB}10⁻⁶"),
        ("0.9999999999999", "1.000000000000"),
    ],
)
def test_scores(value: str, expected: str) -> None:
    """Three decimals; more where it would read as nothing or as all, twelve at most."""
    assert expected == numbers.HOUSE.fraction(Decimal(value))


def test_nearly_a_hundred_takes_four_decimals_at_most() -> None:
    """Of a hundredth the sixth decimal is left to a sign that says on which side it lies."""
    texts = [
        numbers.HOUSE.of_hundred(Decimal(value), 0) for value in ("99.99", "99.9999", "99.99999", "-99.99999", "100")
    ]

    assert ["99.99", "99.9999", ">99.9999", "<−99.9999", "100"] == texts


def test_a_percent_sign_stands_where_the_language_has_it() -> None:
    """Behind the number with or without a space, or before it and behind its own sign, as in Turkish."""
    after, before = numbers.Numbers(percent=("", f"{NB}%")), numbers.Numbers(percent=("%", ""))

    assert (f"−5.0{NB}%", f"+5.0{NB}%") == (after.share(Decimal("-0.05")), after.share(Decimal("0.05"), sign=True))
    assert ("−%5.0", "%5.0") == (before.share(Decimal("-0.05")), before.share(Decimal("0.05")))


@pytest.mark.parametrize(("sign", "expected"), [("", ("CHF ", "")), ("−", ("CHF−", "")), ("+", ("CHF+", ""))])
def test_money_above_zero_is_set_as_such(sign: str, expected: tuple[str, str]) -> None:
    """In the German of Switzerland a minus stands in place of the space behind the code."""
    assert expected == numbers.Money(above=("¤ ", ""), below=("¤−", "")).around("CHF", sign)


AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=8, allow_nan=False, allow_infinity=False)


@given(parts=st.lists(AMOUNTS, min_size=1, max_size=6))
def test_columns_add_up_as_printed(parts: list[Decimal]) -> None:
    """The printed parts of a column sum to its printed total, read back from the text."""
    total = sum(parts, Decimal(0))
    places = numbers.places_that_add_up(parts, total, 2, 8)
    printed = [number_of(numbers.HOUSE.fixed(part, places)) for part in parts]
    assert number_of(numbers.HOUSE.fixed(total, places)) == sum(printed)


@pytest.mark.parametrize(
    ("parts", "least", "expected"),
    [
        (("9.1235", "-0.0728"), 2, 4),
        (("833.7713", "-88.9356"), 0, 0),
        (("105.743", "-2.5177"), 0, 3),
        (("272.3312", "-0.00025"), 0, 0),
        (("45000", "-500"), 0, 0),
        # money has its cents although tenths would do
        (("1.5", "2"), 2, 2),
        # 0.333334 twice is not 0.666667, nor is it with fewer: as many as there may be
        (("0.3333335", "0.3333335"), 0, 6),
    ],
)
def test_a_column_has_the_decimals_that_its_small_parts_need(parts: tuple[str, ...], least: int, expected: int) -> None:
    """Three digits of each where four decimals do, two where the third asks for four more; what would ask for more
    stands alone."""
    values = [Decimal(part) for part in parts]
    assert expected == numbers.places_that_add_up(values, sum(values, Decimal(0)), least, least + 6)


@given(value=st.decimals(min_value="-1e14", max_value="1e14", allow_nan=False), places=st.integers(0, 8))
def test_fixed_is_within_half_a_step(value: Decimal, places: int) -> None:
    """What is printed differs from the value by at most half of its last decimal."""
    with localcontext(Context(prec=120)):
        off = abs(number_of(numbers.HOUSE.fixed(value, places)) - value)
        assert off <= Decimal(5).scaleb(-places - 1)


@given(value=st.decimals(min_value="-1e25", max_value="1e25", allow_nan=False), digits=st.integers(1, 8))
def test_rounding_does_not_depend_on_the_callers_context(value: Decimal, digits: int) -> None:
    """A caller with a coarse decimal context gets the same text, with every digit of an input."""

    def texts() -> tuple[str, ...]:
        return numbers.HOUSE.significant(value, digits), numbers.HOUSE.exact(value), numbers.HOUSE.share(value)

    with localcontext(Context(prec=3)):
        coarse = texts()
    with localcontext(Context(prec=60)):
        fine = texts()
    assert fine == coarse


def test_a_power_of_ten_does_not_depend_on_the_callers_context() -> None:
    """Seven digits where the caller reckons with two."""
    with localcontext(Context(prec=2)):
        assert f"1.234568{NB}×{NB}10⁻⁹" == numbers.HOUSE.up_to_significant(Decimal("1.2345678e-9"), 7)


def number_of(text: str) -> Decimal:
    """The number that the text shows."""
    return Decimal(text.replace(",", "").replace("−", "-"))


@pytest.mark.parametrize(
    ("lead", "others", "expected"),
    [
        ("14.1454", ("4.89", "37"), ["14.1", "4.9", "37.0"]),
        ("14.1454", ("0.0489", "160.4"), ["14.1", "0.0489", "160.4"]),  # one below the last decimal has its own
        ("6614", ("6539", "6689"), ["6,610", "6,540", "6,690"]),
        ("3.53", ("-410.2", "370"), ["3.5", "−410.2", "370.0"]),  # one decimal more than the largest has
        ("0", ("-2", "15"), ["0", "−2.0", "15.0"]),
    ],
)
def test_numbers_of_one_axis_have_equal_decimals(lead: str, others: tuple[str, ...], expected: list[str]) -> None:
    """Those that the one that leads has at three digits, or one more than the largest."""
    values = [Decimal(it) for it in (lead, *others)]
    places = numbers.places_alike(values[0], values)
    assert expected == [numbers.HOUSE.alike(value, places) for value in values]
