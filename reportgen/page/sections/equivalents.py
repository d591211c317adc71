"""What the filtering emitted and drew, in everyday terms."""

from __future__ import annotations

from decimal import Decimal

from reportgen.page.parts import Block, Note
from reportgen.page.writer import Writer
from reportgen.words.numbers import places_for, rounded

_LEAST_KM = Decimal("0.001")
_LEAST_HOME_YEARS = Decimal("0.001")


def equivalents(w: Writer) -> list[Block]:
    """One modest line: what the filtering emitted, in everyday terms."""
    car, charges = "equivalent_car_km", "equivalent_phone_charges"
    # less than a metre pictures nothing, nor does a part of a charge
    if not w.ledger.known(car) or w.ledger.value(car) < _LEAST_KM:
        return []
    words: dict[str, object] = {
        "distance": w.scaled(car),
        "source": w.account.sources.get(w.ledger["car_km_co2"].sources[0], {}).get("publisher", ""),
    }
    told = w.say("the filtering emitted as much as {distance} by car ({source}).", **words)
    if w.ledger.known(charges) and w.ledger.value(charges) >= 1:
        many = w.ledger.value(charges)
        told = w.say_count(
            "the filtering emitted as much as {distance} by car, or as {count} smartphone charge ({source}).",
            "the filtering emitted as much as {distance} by car, or as {count} smartphone charges ({source}).",
            rounded(many, places_for(many)),
            count=w.rough(charges, 3).bare,
            **words,
        )
    if w.ledger.known("equivalent_home_years") and w.ledger.value("equivalent_home_years") >= _LEAST_HOME_YEARS:
        source = w.account.sources.get(w.ledger["home_year_kwh"].sources[0], {}).get("publisher", "")
        homes = w.ledger.value("equivalent_home_years")
        if homes < 1:
            share = w.share("equivalent_home_years")
            compared = w.say(
                "Its energy is {share} of a US home's electricity in a year ({source}).", share=share, source=source
            )
        else:
            compared = w.say_count(
                "Its energy is the electricity of {count} US home in a year ({source}).",
                "Its energy is the electricity of {count} US homes in a year ({source}).",
                rounded(homes, places_for(homes)),
                count=w.rough("equivalent_home_years", 3).bare,
                source=source,
            )
        told = w.paragraph((told, compared))
    return [Note(w.say("To picture it:"), told)]
