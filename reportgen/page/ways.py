"""The ways to count what training avoids: which of them a page shows, and so which of the caveats on them apply."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.figures.storage import stores
from reportgen.figures.training import factor_that_counts, given_factor, given_per_unit, given_scenario
from reportgen.inputs.assemble import Account
from reportgen.page.words import leading_co2

UNROUNDED, STORED = "co2_savings.exact", "storage_co2_savings"


@dataclass(frozen=True)
class Way:
    """One way to count, by the keys of what is avoided and of the net.

    kind: given (the company's own factor), own_grid (energies on the run's own grid), own (the own training),
    published, exact, company (a scenario of the company's on the published grid) or storage, where training avoids
    none. net is empty where its grid is not the run's, so that nothing may be subtracted from it. published: whether
    it rests on the published training.
    """

    kind: str
    avoided: str
    net: str = ""
    published: bool = False


def ways_shown(account: Account) -> list[Way]:
    """The way that leads, the next one for comparison, and what the published factor comes to without its rounding.

    What is left stands among the formulas.
    """
    if account.outline.by_steps:
        net = "net_co2_savings"
        return [Way("storage", STORED, net)] if stores(account.ledger) and account.ledger.known(net) else []
    ways = sorted(_ways(account), key=lambda way: not leads(account, way))
    return ways[:2] + ([Way("exact", UNROUNDED, published=True)] if is_unrounded_shown(account) else [])


def leads(account: Account, way: Way) -> bool:
    """Whether it is the way that the headline counts by."""
    leading = leading_co2(account)
    if leading in (way.net, way.avoided):
        return True
    # the own training's factor is on the run's own grid: what it avoids is one figure under two keys
    own = account.outline.factor in ("scenario", "measured")
    return own and (leading, way.kind) == ("co2_savings", "own_grid")


def is_unrounded_shown(account: Account) -> bool:
    """Whether the published factor counts and carries rounding that changes something."""
    return account.ledger.known(UNROUNDED) and account.ledger.value(UNROUNDED) != 0


def _ways(account: Account) -> list[Way]:
    ledger, outline = account.ledger, account.outline
    kind, given = factor_that_counts(ledger, outline), given_factor(ledger)
    found = []
    if given and ledger.known("co2_savings"):
        found.append(Way("given", "co2_savings", "net_co2_savings.stated"))
    if ledger.known("training_co2_savings"):
        published = outline.factor in ("published", "exact") and not given_scenario(ledger)
        found.append(Way("own_grid", "training_co2_savings", "net_co2_savings", published))
    if ledger.known("co2_savings.own"):
        found.append(Way("own", "co2_savings.own", "net_co2_savings.own"))
    if not given and kind not in ("scenario", "measured") and ledger.known("co2_savings"):
        found.append(Way(kind, "co2_savings", published=kind != "company"))
    if ledger.known("co2_savings.published") and not given_per_unit(ledger):
        found.append(Way("published", "co2_savings.published", published=True))
    return found
