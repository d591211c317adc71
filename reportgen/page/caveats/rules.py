"""What a reader must know before believing: the caveats that apply to this run, and only those."""

from __future__ import annotations

from dataclasses import replace

from reportgen.inputs.assemble import Account
from reportgen.inputs.sources import built_in_source
from reportgen.page.caveats.carbon import CARBON, CARBON_TEXTS, CARBON_TITLES
from reportgen.page.caveats.caveat import Caveat, Rule
from reportgen.page.caveats.energy import ENERGY
from reportgen.page.caveats.models import MODELS
from reportgen.page.caveats.money import MONEY

RULES: tuple[Rule, ...] = (*MONEY, *CARBON, *ENERGY, *MODELS)


def caveats_of(account: Account) -> tuple[Caveat, ...]:
    """The caveats that apply, those of weight 1 first, each kind in the order of the list."""
    found = [_worded(caveat, account) for applies, caveat in RULES if applies(account)]
    return tuple(sorted(found, key=lambda caveat: caveat.weight))


def _worded(caveat: Caveat, account: Account) -> Caveat:
    title_of, text_of = CARBON_TITLES.get(caveat.id), CARBON_TEXTS.get(caveat.id)
    title = caveat.title if title_of is None else title_of(account)
    return replace(caveat, title=title, text=caveat.text if text_of is None else text_of(account))


def citing(account: Account) -> Account:
    """The account with the sources of its caveats among those that it cites."""
    sources = dict(account.sources)
    for caveat in caveats_of(account):
        for name in caveat.sources:
            sources.setdefault(name, built_in_source(name))
    return replace(account, sources=sources)
