"""How an external report calls devices, so that it names no host, no serial number, no process and no job: by numbers.

The same host, board or job has the same number throughout a report. What an audience of the company sees is what the
records say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from reportgen.energy.record import Device, Identity, Record
from reportgen.manifest.model import Manifest
from reportgen.words.message import Message, message

_SHORTEST_JOB = 4  # digits; a shorter number in a warning is likelier to be a count or a line

_HOST, _GPU, _JOB, _ID, _FILE = _KINDS = ("host", "GPU", "job", "ID", "file")

# Names that tell themselves, wherever they stand: serial numbers, bus ids, labels of hosts, other identifiers.
_BY_FORM = (
    (_GPU, re.compile(r"\b((?:GPU|MIG)-[0-9a-f-]{8,})", re.I)),
    (_GPU, re.compile(r"\b([0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-9a-f])\b", re.I)),
    (_HOST, re.compile(r"""\b(?:hostname|instance|nodename)=["']?([^"',;{}\s]+)""", re.I)),
    (_ID, re.compile(r"\b([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32})\b", re.I)),
)
# How carbontracker calls its logs: by the number of the process.
_ENDING = re.compile(r"\.[A-Za-z]{1,8}")  # of a file's name, which tells what is in it
_BY_PROCESS = re.compile(r"[0-9]+(?:\.[0-9]+)?_[0-9-]{10}T[0-9]{6}Z_carbontracker")


class ToldNames:
    """The numbers under which a report tells of hosts, boards and jobs, in the order in which they appear."""

    def __init__(self, hosts: Iterable[str] = ()) -> None:
        self._numbers: dict[str, dict[str, int]] = {kind: {} for kind in _KINDS}
        self._identified: dict[str, str] = {}  # names that only a record's columns tell, and their kind
        for host in hosts:
            self.host(host)

    def host(self, name: str) -> str:
        """What is told in place of a host's name."""
        return self._told(_HOST, name)

    def host_label(self, name: str) -> Message:
        """The same among the words of a page."""
        return message("host {number}", number=self._number(_HOST, name))

    def learn(self, devices: Iterable[Device]) -> None:
        """Take the names by which records identify their devices, which warnings may hold too."""
        for identity in (device.identity for device in devices):
            if identity.host:
                self._identified.setdefault(identity.host, _HOST)
            if identity.job and len(identity.job) >= _SHORTEST_JOB:
                self._identified.setdefault(identity.job, _JOB)

    def device(self, device: Device) -> Device:
        """The device under the name that is told, and without what identifies it."""
        return replace(device, name=self._name(device.name, device.identity), identity=Identity())

    def text(self, text: str) -> str:
        """A text with numbers in place of the names in it."""
        if isinstance(text, Message):
            values = {name: self.text(it) if isinstance(it, str) else it for name, it in text.values.items()}
            return text if values == text.values else message(text.template, **values)
        told = text
        for kind, pattern in _BY_FORM:
            told = pattern.sub(lambda it, kind=kind: it[0].replace(it[1], self._told(kind, it[1])), told)  # type: ignore[misc]
        for name in sorted(self._identified, key=len, reverse=True):
            if name in told:
                told = re.sub(rf"(?<![\w.]){re.escape(name)}(?![\w.])", self._told(self._identified[name], name), told)
        return told

    def file(self, name: str) -> str:
        """What is told in place of the plain name of a file that says what is told by a number: file-1.csv."""
        if not self.identifies(name):
            return name
        ending = Path(name).suffix
        return f"file-{self._number(_FILE, name)}{ending if _ENDING.fullmatch(ending) else ''}"

    def identifies(self, file_name: str) -> bool:
        """Whether the plain name of a file says what is told by a number."""
        # what stands between underscores is a word here, and so is what stands before the ending
        stem = file_name.rpartition(".")[0] or file_name
        forms = (stem, stem.replace("_", " "))
        return any(self.text(it) != it for it in forms) or _BY_PROCESS.match(file_name) is not None

    def _name(self, name: str, identity: Identity) -> str:
        if identity.job is not None and name.endswith(identity.job):
            return message("nodes of job {number}", number=self._number(_JOB, identity.job))
        if identity.host is not None and name == identity.host:
            return self.host_label(identity.host)
        if any(kind == _GPU and pattern.fullmatch(name) for kind, pattern in _BY_FORM):
            return message("GPU {number}", number=self._number(_GPU, name))
        return self.text(name)

    def _told(self, kind: str, name: str) -> str:
        return f"{kind} {self._number(kind, name)}"

    def _number(self, kind: str, name: str) -> int:
        numbers = self._numbers[kind]
        return numbers.setdefault(name.lower(), len(numbers) + 1)


def names_for(manifest: Manifest) -> ToldNames:
    """The names told of a run: hosts that its manifest names come first, whatever the records hold."""
    return ToldNames(record.host for record in manifest.energy if record.host is not None)


def told_records(records: Sequence[Record], names: ToldNames) -> list[Record]:
    """The records as an external report tells of them."""
    names.learn(device for record in records for device in record.devices)
    return [
        replace(
            record,
            devices=tuple(map(names.device, record.devices)),
            method=names.text(record.method),
            warnings=tuple(map(names.text, record.warnings)),
            implausible=tuple(map(names.text, record.implausible)),
            unsettled=tuple(map(names.text, record.unsettled)),
        )
        for record in records
    ]


def without_hosts(manifest: Manifest, told_files: Mapping[int, str]) -> Manifest:
    """The manifest with a number in place of each host that it names; the same where it names none.

    told_files: what the files of its energy are called, by the place of their entry.
    """
    names = names_for(manifest)
    energy = list(manifest.energy)
    for place, entry in enumerate(energy):
        if entry.host is not None:
            energy[place] = replace(energy[place], host=names.host(entry.host))
        if entry.file is not None and told_files.get(place, Path(entry.file).name) != Path(entry.file).name:
            energy[place] = replace(energy[place], file=told_files[place])
    return manifest if tuple(energy) == manifest.energy else replace(manifest, energy=tuple(energy))
