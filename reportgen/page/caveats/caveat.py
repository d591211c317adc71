"""What a caveat is, and the conditions that rules of several kinds share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reportgen.inputs.assemble import Account
from reportgen.page.words import leading_co2


@dataclass(frozen=True)
class Caveat:
    """id: its lasting name. title: the warning in a few words. text: why, and what follows for who reads the report.

    figures: the keys it speaks of. sources: who says so. weight: 1 for what changes how a headline is read,
    2 for what a reviewer looks up. advice: what its author can do, for a terminal alone; empty where there is nothing.
    """

    id: str
    title: str
    text: str
    figures: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    weight: int = 2
    advice: str = ""


Rule = tuple[Callable[[Account], bool], Caveat]
# What a caveat says where it speaks of this run's own facts, in place of its text.
TextOf = Callable[[Account], str]


def known(key: str) -> Callable[[Account], bool]:
    """Whether the figure has a value."""
    return lambda account: account.ledger.known(key)


def unknown(key: str) -> Callable[[Account], bool]:
    """Whether the figure has none."""
    return lambda account: not account.ledger.known(key)


def counts(key: str) -> Callable[[Account], bool]:
    """Whether the figure has a value other than zero."""
    return lambda account: account.ledger.known(key) and account.ledger.value(key) != 0


def of_leading_co2(condition: Callable[[str], Callable[[Account], bool]]) -> Callable[[Account], bool]:
    """Whether the condition holds of the net CO2e that leads; a gross figure has no sign that could be open."""

    def applies(account: Account) -> bool:
        key = leading_co2(account)
        return key.startswith("net_") and condition(key)(account)

    return applies


def below_zero(key: str) -> Callable[[Account], bool]:
    """Whether the figure is, over its whole range; for a withheld one whether its whole band is."""

    def applies(account: Account) -> bool:
        figure = account.ledger.get(key)
        if figure is None:
            return False
        if figure.band:
            return figure.band[1] <= 0  # a value lies below the end of its band
        return figure.value is not None and figure.value < 0 and not figure.sign_uncertain

    return applies
