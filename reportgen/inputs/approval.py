"""What a signature is of: the hash over a report's inputs, by which an approval of other inputs shows as void."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from reportgen.figures.figure import Figure
from reportgen.files.json_text import canonical
from reportgen.manifest.model import Manifest, Signatory
from reportgen.problems import excerpt

_ROLES = ("prepared_by", "reviewed_by", "approved_by")


@dataclass(frozen=True)
class Signed:
    """A signature that a manifest states. field: its name there. is_void: whether it was given for other inputs."""

    field: str
    name: str
    day: date | None
    is_void: bool

    @property
    def told(self) -> str:
        """What a user must know of it, in one line; empty of one that holds."""
        return (
            f"{self.field}: void, as the inputs have changed since {excerpt(self.name)} signed" if self.is_void else ""
        )


def inputs_hash(figures: Mapping[str, Figure], sources: Mapping[str, Mapping[str, object]]) -> str:
    """SHA-256, in hex, over every leaf with a value: key, value, range, unit and what is cited, as canonical JSON.

    The names of files do not count, so that a manifest may be renamed. sources: of the report, by identifier.
    """
    leaves = [
        {
            "key": key,
            "value": leaf.value,
            "low": leaf.low,
            "high": leaf.high,
            "unit": leaf.unit,
            "sources": [_cited(sources.get(identifier, {"id": identifier})) for identifier in leaf.sources],
        }
        for key, leaf in sorted(figures.items())
        if leaf.value is not None and leaf.expression is None and leaf.procedure is None
    ]
    return sha256(canonical(leaves).encode(errors="surrogatepass")).hexdigest()


def signed(manifest: Manifest, inputs: str) -> dict[str, Signed]:
    """The signatures of the manifest, by their field; inputs: the hash over the inputs as they are now."""
    return {it.field: it for it in _signed(manifest, inputs)}


def _signed(manifest: Manifest, inputs: str) -> Iterator[Signed]:
    for field in _ROLES:
        who: Signatory | None = getattr(manifest, field)
        if who is not None:
            is_void = who.inputs is not None and who.inputs != inputs
            yield Signed(field, who.name, who.date, is_void)


def _cited(source: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in source.items() if name != "file"}
