"""How many decimals the amounts of a currency have."""

from __future__ import annotations


def minor_digits(currency: str) -> int:
    """Two of euros and of codes that nobody knows, none of yen."""
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency)
