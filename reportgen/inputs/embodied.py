"""Leaves of the hardware whose making counts in the software carbon intensity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.factors.embodied import embodied_kg, known_devices, lifetime_years
from reportgen.figures.outline import EmbodiedOutline
from reportgen.files.notes import Notes
from reportgen.inputs.apart import told_apart
from reportgen.inputs.keys import KINDS
from reportgen.inputs.leaves import Leaves, slugs
from reportgen.manifest.model import EmbodiedDevice, Manifest
from reportgen.problems import excerpt
from reportgen.words.message import Message, message


def embodied_leaves(leaves: Leaves, manifest: Manifest, notes: Notes) -> tuple[EmbodiedOutline, ...]:
    """Add what is known of each device that the manifest's `embodied` names."""
    devices = [it.device for it in manifest.embodied]
    return tuple(
        _device(leaves, notes, index, slug, name, it)
        for index, (slug, name, it) in enumerate(
            zip(slugs(devices, "device"), told_apart(devices), manifest.embodied, strict=True)
        )
    )


def _device(leaves: Leaves, notes: Notes, index: int, slug: str, name: str, it: EmbodiedDevice) -> EmbodiedOutline:
    labels = {kind: _label(kind, name) for kind in KINDS if kind.startswith("embodied_")}
    _emissions(leaves, notes, index, slug, it, labels)
    leaves.default(f"embodied_count.{slug}", it.count, 1, label=labels["embodied_count"])
    key = f"embodied_lifetime.{slug}"
    if it.lifetime_years is not None:
        leaves.stated(key, it.lifetime_years, label=labels["embodied_lifetime"])
    else:
        usual = lifetime_years()
        common: dict[str, Any] = {"basis": "judgement", "layer": "built-in", "sources": usual.sources}
        leaves.give(key, usual.value, low=usual.low, high=usual.high, label=labels["embodied_lifetime"], **common)
    for part, value in (("share", it.share), ("utilisation", it.utilisation)):
        leaves.default(f"embodied_{part}.{slug}", value, 1, label=labels[f"embodied_{part}"])
    hours = f"embodied_hours.{slug}"
    if it.hours is not None or leaves.set_or(hours):
        leaves.stated(hours, it.hours, label=labels["embodied_hours"])
    elif it.used_for == "training" and not leaves.ledger.known("training_hours"):
        hint = "how long the training reserved it, here or as training: {hours: ...}"
        notes.add(("embodied", index, "hours"), "is missing", hint)
    return EmbodiedOutline(slug, name, it.used_for)


def _label(kind: str, device: str) -> Message:
    return message("{what}, {device}", what=KINDS[kind].label, device=device)


def _emissions(
    leaves: Leaves, notes: Notes, index: int, slug: str, it: EmbodiedDevice, labels: Mapping[str, Message]
) -> None:
    key, label = f"embodied_kg.{slug}", labels["embodied_kg"]
    if it.kg is not None:
        sources = {"sources": (leaves.sources.declare(key, title=it.source),)} if it.source else {}
        leaves.stated(key, it.kg, label=label, **sources)
        return
    fact = embodied_kg(it.device)
    if fact is None:
        if not leaves.set_or(key):
            known = ", ".join(known_devices())
            notes.add(
                ("embodied", index, "kg"),
                f"is missing, and nothing is known here of {excerpt(it.device)}",
                f"kgCO2e of making one; known: {known}",
            )
        leaves.give(key, None, label=label, absent=message("embodied emissions not given"))
        return
    common: dict[str, Any] = {"basis": "literature", "layer": "built-in", "sources": fact.sources}
    leaves.give(key, fact.value, low=fact.low, high=fact.high, label=label, **common)
