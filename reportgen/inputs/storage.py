"""Leaves of the storage that is not paid once what filtering removed is deleted."""

from __future__ import annotations

from reportgen.factors.storage import storage_energy
from reportgen.files.notes import Notes
from reportgen.inputs.leaves import Leaves
from reportgen.manifest.model import Manifest
from reportgen.words.message import message

_AMOUNT = "amount_before.gigabyte"
OF_STORAGE = message("per GB and year, without PUE")


def storage_leaves(leaves: Leaves, manifest: Manifest, notes: Notes) -> bool | None:
    """Add what the manifest says of storage. Returns whether what was removed is kept; None where nothing is said."""
    storage = manifest.storage
    if storage is None:
        return None
    if storage.deleted and _AMOUNT not in leaves.ledger:
        hint = "amounts: {gigabyte: {before: ..., after: ...}}"
        notes.add(("storage",), "is of gigabytes, and nobody said how many there were", hint)
    leaves.stated("storage_per_gb_month", storage.per_gb_month)
    leaves.stated("storage_months", storage.months)
    leaves.default("storage_copies", storage.copies, 1)
    key = "storage_kwh_per_gb_year"
    if storage.kwh_per_gb_year is not None:
        leaves.stated(key, storage.kwh_per_gb_year, note=OF_STORAGE)
    else:
        usual = storage_energy()
        leaves.give(
            key,
            usual.value,
            low=usual.low,
            high=usual.high,
            basis="default",
            layer="built-in",
            sources=usual.sources,
            chosen="default",
            note=OF_STORAGE,
        )
    return not storage.deleted
