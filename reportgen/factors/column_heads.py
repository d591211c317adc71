"""The heads of a cost table's columns: fields in any case, finance's words for them, a currency or % in brackets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from reportgen.factors.cell import Cell
from reportgen.factors.money_signs import NO_SIGN, Sign, sign_of
from reportgen.files.number_shapes import Count, Quantity, Share
from reportgen.files.shapes import Shape, fields_of
from reportgen.manifest.cost_row import CostRow, PricePart, PriceTier

# Fields of a row that are lists, by the word that their columns begin with.
LISTS = {"tier": "tiers", "part": "parts"}
# What a list of prices says of its rows (`costs show`), and a table does not: passed over.
OF_LISTS = ("layer", "table", "replaces")

_FIELDS = {name: shape for name, shape, _, _ in fields_of(CostRow) if name not in LISTS.values()}
_OF_ITEMS = {
    word: {name: shape for name, shape, _, _ in fields_of(kind)}
    for word, kind in (("tier", PriceTier), ("part", PricePart))
}
_ITEM = re.compile(r"(tier|part)_([1-9][0-9]?)_([a-z_]+)")
# As companies head their columns, in the languages of the page, without accents and small.
_WORDS = {
    "task": ("tasks", "aufgabe", "tache", "tarea"),
    "unit": ("units", "einheit", "unite", "unidad", "uom"),
    "price": (
        *("prices", "unit_price", "price_per_unit", "preis", "einzelpreis", "stuckpreis", "preis_pro_einheit"),
        *("preis_je_einheit", "prix", "prix_unitaire", "precio", "precio_unitario"),
    ),
    "currency": ("currencies", "ccy", "wahrung", "devise", "monnaie", "moneda", "divisa"),
    "discount": ("discounts", "rebate", "rabatt", "nachlass", "remise", "rabais", "descuento"),
    "review_share": ("review_rate", "prufanteil", "prufquote", "taux_de_revision", "cuota_de_revision"),
    "review_price": ("price_per_review", "prufpreis", "prix_de_revision", "precio_de_revision"),
    "fixed_fee": ("flat_fee", "setup_fee", "pauschale", "grundgebuhr", "frais_fixes", "tarifa_fija"),
    "minimum": ("minimum_amount", "mindestbetrag", "montant_minimum", "importe_minimo"),
    "source": ("sources", "quelle", "fuente"),
    "valid_from": ("gultig_ab", "gultig_von", "valable_du", "valable_a_partir_du", "valido_desde"),
    "valid_to": ("valid_until", "valid_till", "gultig_bis", "valable_jusqu_au", "valable_au", "valido_hasta"),
    "tax_included": ("vat_included", "incl_vat", "inkl_mwst", "tva_incluse", "tva_comprise", "iva_incluido"),
    "approved_by": ("freigegeben_von", "genehmigt_von", "approuve_par", "aprobado_por"),
    "confidential": ("vertraulich", "confidentiel", "confidencial"),
}
_FIELD_OF = {**{name: name for name in _FIELDS}, **{word: name for name, words in _WORDS.items() for word in words}}
_CLOSE = 0.8  # closer than that, a head is a field misspelt
_HEAD_WITHIN = 50  # lines in which the head is looked for


@dataclass(frozen=True)
class Column:
    """A field of a row, or of the item with that number, counted from 1, of one of its lists.

    head: as it stands. shape: None of a column whose cells are kept as notes. sign, percent: of the head, `Price (EUR)`
    and `Discount (%)`. passed_over: whether its cells are not read, as those of a head that is a field misspelt.
    """

    head: str
    field: str = ""
    shape: Shape | None = None
    list: str = ""
    item: int = 0
    sign: Sign = NO_SIGN
    percent: bool = False
    passed_over: bool = False

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers."""
        return isinstance(self.shape, (Quantity, Count))

    @property
    def is_share(self) -> bool:
        """Whether its cells are shares, which may be written as percentages."""
        return isinstance(self.shape, Share)

    @property
    def is_money(self) -> bool:
        """Whether its cells are amounts in the row's currency."""
        return isinstance(self.shape, Quantity) and "currency" in self.shape.unit


def column_of(head: str) -> Column:
    """What the head of a column means; one without a field where it means none that is known."""
    head = " ".join(head.split())
    if plain(head) in OF_LISTS:
        return Column(head, passed_over=True)
    sign, percent = NO_SIGN, False
    match = re.fullmatch(
        r"(?P<name>.*?)\s*(?:[(\[](?:in )?(?P<in>[^)\]]*)[)\]]|\bin (?P<of>\S+)|(?P<mark>[%€$£¥]))", head
    )
    name = head
    if match is not None:
        said = (match["in"] or match["of"] or match["mark"] or "").strip()
        sign, percent = sign_of(said), said in ("%", "percent")
        name = match["name"] if percent or sign is not NO_SIGN else head
    field = _FIELD_OF.get(plain(name), "")
    if field:
        found = Column(head, field, _FIELDS[field], sign=sign, percent=percent)
    else:
        item = _ITEM.fullmatch(plain(name))
        if item is None or item[3] not in _OF_ITEMS[item[1]]:
            return Column(head)
        found = Column(head, item[3], _OF_ITEMS[item[1]][item[3]], item[1], int(item[2]), sign, percent)
    # what a head says of a field that it does not go with makes it another one
    return Column(head) if (percent and not found.is_share) or (sign is not NO_SIGN and not found.is_money) else found


def plain(head: str) -> str:
    """The head small, without accents, `_` for all that is neither letter nor digit."""
    letters = unicodedata.normalize("NFKD", head.casefold())
    return re.sub("[^a-z0-9]+", "_", re.sub("[\u0300-\u036f]", "", letters)).strip("_")


def misspelt(head: str) -> str | None:
    """The field that a head without a meaning was meant to name, if that is plain; None of any other."""
    name = plain(head)
    if item := re.match(r"(tier|part)_?([1-9][0-9]?)", name):
        heads = [f"{item[1]}_{item[2]}_{field}" for field in _OF_ITEMS[item[1]]]
        return get_close_matches(name, heads, n=1, cutoff=0)[0]
    close = get_close_matches(name, list(_FIELD_OF), n=1, cutoff=_CLOSE)
    return _FIELD_OF[close[0]] if close else None


def is_head(text: str) -> bool:
    """Whether the text names a field of a row or of a tier."""
    return column_of(text).shape is not None


def head_place(lines: Sequence[Sequence[Cell]]) -> int:
    """Which of the lines, all of them with a cell that is filled, names the columns: titles may stand above it.

    It is the first one that names the task and another field, else the first with two fields, else the first with the
    task, else the first.
    """
    named = [
        {column.field for cell in line if isinstance(cell.value, str) and (column := column_of(cell.value)).shape}
        for line in lines[:_HEAD_WITHIN]
    ]
    with_task = (place for place, fields in enumerate(named) if "task" in fields and len(fields) > 1)
    with_two = (place for place, fields in enumerate(named) if len(fields) > 1)
    of_task = (place for place, fields in enumerate(named) if "task" in fields)
    return next(with_task, next(with_two, next(of_task, 0)))
