"""The procedures by which figures follow that no formula can say: their steps in words, by `name/version`."""

from __future__ import annotations

from reportgen.figures import permutation, price_months, price_reached, ttcapc
from reportgen.words.message import Message, message

STEPS: dict[str, Message] = {
    "whole_months/1": message("units divided by the units of a month, rounded down"),
    price_months.RANGE: message(
        "the full months times what a month’s units cost by the tiers, and what the units that are left cost by them"
    ),
    "tier_reached/1": message(
        "of the tiers in their order the price of the first that ends at the units, those used before included, or "
        "above them"
    ),
    price_reached.RANGE: message(
        "the units times the price of the tier that they reach; the ends of its range are looked for "
        "at each tier’s end too, where the cost leaps"
    ),
    "break_even_under_tiers/1": message(
        "removed units come off the last tier reached, then off the one below, until they are worth what filtering cost"
    ),
    "break_even_by_months/1": message(
        "removed units come off the last month by its tiers, then off whole months, until they are worth what "
        "filtering cost"
    ),
    "break_even_at_tiers/1": message(
        "the fewest removed units after which what is left costs less by what filtering cost; each tier is tried from "
        "the top"
    ),
    permutation.PROCEDURE: message(
        "of all ways to deal the training runs out to two sides, or of a seeded draw of them where they are too many, "
        "the share whose means are at least as far apart"
    ),
    ttcapc.PROCEDURE: message(
        "each checkpoint falls into a cell of one accuracy step by one energy or cost step, and has the score of its "
        "middle; the time is that of the first whose score is at least the target, or without one the last one’s"
    ),
}
