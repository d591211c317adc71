"""The `co2_eq_emissions` of a Hugging Face model card: what a training emitted, in grams, and never what was saved.

The fields are those of the model card's metadata specification: emissions (grams of CO2e), source,
geographical_location, hardware_used. Whether it was a pre-training (training_type) nobody states here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal

from reportgen.figures.language_model import reads_unfiltered
from reportgen.figures.ledger import Ledger
from reportgen.files.json_text import number_text
from reportgen.inputs.assemble import Account
from reportgen.precision import working_precision
from reportgen.version import VERSION

_NEEDED = ("training_kwh", "pue", "grid_intensity")
_GRAMS = 1000  # in a kilogram


@dataclass(frozen=True)
class ModelCard:
    """content: the YAML, None where nothing is known of the training. missing: what is lacking, each one line."""

    content: bytes | None
    missing: tuple[str, ...]


def model_card(account: Account) -> ModelCard:
    """The block for the card of a model that was trained as the manifest's `training` says, of one such training."""
    ledger = account.ledger
    if not all(key in ledger and ledger.known(key) for key in _NEEDED):
        return ModelCard(None, ("no model card: the energy of your own training is not given (training: {kwh: ...})",))
    lines = [
        "co2_eq_emissions:",
        f"  emissions: {number_text(_grams(ledger))}",
        f"  source: {json.dumps(_source(ledger), ensure_ascii=False)}",
    ]
    if account.zone:
        lines.append(f"  geographical_location: {json.dumps(account.zone, ensure_ascii=False)}")
    training = account.manifest.training
    if training is not None and training.gpu is not None:
        count = number_text(ledger.value("training_gpus")) + " x " if ledger.known("training_gpus") else ""
        lines.append(f"  hardware_used: {json.dumps(count + training.gpu, ensure_ascii=False)}")
    return ModelCard(("\n".join(lines) + "\n").encode(), ())


def _grams(ledger: Ledger) -> Decimal:
    """g: energy of one training times PUE times grid intensity, to six significant digits."""
    with working_precision():
        return _six_digits(ledger.value("training_kwh") * ledger.value("pue") * ledger.value("grid_intensity") * _GRAMS)


def _six_digits(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1).scaleb(value.adjusted() - 5)) if value else value


def _source(ledger: Ledger) -> str:
    with working_precision():
        kwh, pue, intensity = (number_text(_six_digits(ledger.value(key))) for key in _NEEDED)
    figure = ledger["training_kwh"]
    basis = figure.rests_on if figure.basis == "computed" else figure.basis
    return f"reportgen {VERSION}: {kwh} kWh ({basis}) x PUE {pue} x {intensity} kgCO2e/kWh, one training{_data(ledger)}"


def _data(ledger: Ledger) -> str:
    """On which data the training is: a model of what the filtering kept took less than one of all samples."""
    if reads_unfiltered(ledger, "training_kwh"):
        return " on the data before filtering"
    return f" on {ledger.value('training_samples'):f} samples" if ledger.known("training_samples") else ""
