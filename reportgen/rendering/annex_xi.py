"""What Annex XI of the AI Act asks of a model's documentation and a filtering run can say: a page of Markdown.

Annex XI, section 1, point 2 of Regulation (EU) 2024/1689: (c) how data were curated and how many data points there are,
(d) the computation and the time of the training, (e) its energy, known or estimated.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reportgen.figures.language_model import reads_unfiltered
from reportgen.figures.ledger import Ledger
from reportgen.inputs.assemble import Account
from reportgen.precision import working_precision
from reportgen.rendering.markdown import escaped
from reportgen.words.numbers import HOUSE

_KWH_PER_MWH = 1000
_DIGITS = 3  # significant ones of what is measured; the documentation form wants two at least
_MOST_DIGITS = 12  # of what is counted or given
_MOST_STAGES = 40  # for the page to stay one
Line = tuple[str, str, str]


def annex_xi(account: Account) -> bytes:
    """The page, UTF-8: each line with the key of its figure in report.json, and what is not known said."""
    manifest = account.manifest
    with working_precision():
        parts = (
            ("(c) Curation of the data", [*_curation(account), *_stages(account)]),
            ("(c) Number of data points", _points(account)),
            ("(d) Computational resources and training time", _computation(account)),
            ("(e) Energy of the training", _energy(account.ledger)),
            ("Energy of the filtering itself", [_kwh(account.ledger, "filtering_energy_at_building", "With overhead")]),
        )
        text = [f"# Annex XI: {escaped(manifest.name or manifest.dataset or account.task)}\n"]
        text += [_section(title, list(lines)) for title, lines in parts]
    text.append("A key names its figure in report.json, with its formula, range and sources.\n")
    return "\n".join(text).encode()


def _section(title: str, lines: list[Line]) -> str:
    rows = [f"| {escaped(what)} | {escaped(said)} | {key and f'`{key}`'} |" for what, said, key in lines]
    return f"## {title}\n\n" + "\n".join(["| What | Said | Key |", "|---|---|---|", *rows]) + "\n"


def _curation(account: Account) -> Iterator[Line]:
    manifest, tool = account.manifest, account.manifest.tool
    named = None if tool is None else f"{tool.name} {tool.version or ''}".strip()
    yield "Data set", manifest.dataset or _unknown("its name"), ""
    yield "Tool", named or _unknown("the tool"), ""
    if not account.ledger.keys_under("stage_removed"):
        yield "Steps", _unknown("the steps and why each removes samples"), ""


def _stages(account: Account) -> Iterator[Line]:
    keys = account.ledger.keys_under("stage_removed")
    for key in keys[:_MOST_STAGES]:
        stage = account.ledger[key]
        removed = "not known" if stage.value is None else HOUSE.exact(stage.value)
        yield f"Step: {stage.label}", f"{removed} removed; {stage.note or _unknown('why')}", key
    if len(keys) > _MOST_STAGES:
        yield "Steps", f"{len(keys) - _MOST_STAGES} more, in report.json", ""


def _points(account: Account) -> Iterator[Line]:
    """Samples, and the same data by its other measures: of a language model its tokens."""
    ledger = account.ledger
    measures = [key.partition(".")[2] for key in ledger.keys_under("amount_before")]
    for stem, what in (("before", "Before filtering"), ("after", "After filtering"), ("removed", "Removed")):
        yield _counted(ledger, f"samples_{stem}", what)
        for measure in measures:
            yield _counted(ledger, f"amount_{stem}.{measure}", f"{what}, by {measure}")
    yield _counted(ledger, "training_samples", "In the training")
    if "training_tokens" in ledger:
        yield _counted(ledger, "training_tokens", "Tokens in the training")


def _computation(account: Account) -> Iterator[Line]:
    ledger, training = account.ledger, account.manifest.training
    flops = "Floating point operations"
    if ledger.known("training_flops"):
        said = HOUSE.significant(ledger.value("training_flops"))
        data = " before filtering" if reads_unfiltered(ledger, "training_flops") else ""
        yield f"{flops}, 6 x parameters x tokens{data}", f"{said}{_basis(ledger, 'training_flops')}", "training_flops"
    else:
        yield flops, "not known: no record of the training counts them", ""
    if ledger.known("training_gpu_hours"):
        hours = HOUSE.significant(ledger.value("training_gpu_hours"))
        yield "GPU-hours", f"{hours}{_basis(ledger, 'training_gpu_hours')}", "training_gpu_hours"
    if training is not None and training.gpu is not None:
        yield "GPU", f"{training.gpu} (stated)", ""
    yield _counted(ledger, "training_gpus", "GPUs")
    yield _counted(ledger, "training_hours", "Duration of the training, in hours")
    yield _counted(ledger, "duration_s", "Duration of the filtering, in seconds")


def _energy(ledger: Ledger) -> Iterator[Line]:
    data = " on the data before filtering" if reads_unfiltered(ledger, "training_kwh") else ""
    yield _kwh(ledger, "training_kwh", f"One training{data}, without the building's overhead")
    yield _counted(ledger, "pue", "The building's overhead (PUE)")


def _counted(ledger: Ledger, key: str, what: str) -> Line:
    if key not in ledger or ledger[key].value is None:
        return what, _why_not(ledger, key), key
    return what, f"{HOUSE.up_to_significant(ledger.value(key), _MOST_DIGITS)}{_basis(ledger, key)}", key


def _kwh(ledger: Ledger, key: str, what: str) -> Line:
    """An energy in MWh, as the documentation form has it."""
    if key not in ledger or ledger[key].value is None:
        return what, _why_not(ledger, key), key
    value = ledger.value(key) / _KWH_PER_MWH
    rounded = value.quantize(Decimal(1).scaleb(value.adjusted() - _DIGITS + 1)) if value else value
    return what, f"{rounded:f} MWh{_basis(ledger, key)}", key


def _basis(ledger: Ledger, key: str) -> str:
    """What the figure rests on: measured, estimate, stated."""
    figure = ledger[key]
    basis = figure.rests_on if figure.basis == "computed" else figure.basis
    return f" ({basis})" if basis else ""


def _unknown(what: str) -> str:
    return f"not known: nobody stated {what}"


def _why_not(ledger: Ledger, key: str) -> str:
    """The figure's own reason: it may be withheld, and then somebody stated it."""
    reason = ledger[key].reason if key in ledger else None
    return f"not known: {reason}" if reason else _unknown("it")
