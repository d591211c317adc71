"""Writes the reference pages in docs/ from the code: commands, manifest, cost tables, themes, templates, figures.

    python tools/make_reference.py

Each page comes from what the program itself uses: the commands' own --help, the fields that a file is read by, the
leaves that --set takes, the ledger of the sample run, and the published trainings of language models.
tests/test_docs.py fails where a page is out of date.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import click

import reportgen
from reportgen.charts.chart import ChartData
from reportgen.cli.main import COMMANDS, cli
from reportgen.factors.boards import boards, find_board
from reportgen.factors.built_in import NAMES, built_in_rows
from reportgen.factors.cost_table import COSTS, PROJECT
from reportgen.factors.facts import source
from reportgen.factors.trainings import PublishedTraining, board_in_node, published_trainings, utilisation
from reportgen.files.number_shapes import Count, Quantity
from reportgen.files.shapes import (
    CellsOf,
    Choice,
    Currency,
    Flag,
    Group,
    ListOf,
    OneOrMore,
    Sha256,
    Shape,
    TableOf,
    Text,
    fields_of,
)
from reportgen.files.shipped import sample_run_folder
from reportgen.files.time_shapes import Day, Duration, Moment, Span
from reportgen.inputs.keys import KINDS, LeafKind, kind_of
from reportgen.manifest.cost_row import COST_ROW
from reportgen.manifest.model import MANIFEST
from reportgen.page.build import Page
from reportgen.rendering.context import Context, Drawing, ThemeContext, classes_of, help_of
from reportgen.rendering.theme import THEME, Colour, Families, Weight
from reportgen.rendering.user_templates import builtin_names

DOCS = Path(__file__).resolve().parent.parent / "docs"
MADE = "<!-- Made by tools/make_reference.py; do not edit. -->"
HELP_WIDTH = 78  # what click leaves of a terminal of 80 columns


def pages() -> dict[str, str]:
    """The text of every reference page by its file name in docs/."""
    return {
        "commands.md": commands_page(),
        "manifest.md": manifest_page(),
        "cost-table.md": cost_table_page(),
        "figures.md": figures_page(),
        "theme.md": theme_page(),
        "templates.md": templates_page(),
        "language-models.md": language_models_page(),
    }


def commands_page() -> str:
    """Each command's --help, as a terminal of 80 columns shows it."""
    lines = ["# Commands", "", MADE, "", "`reportgen --help`:", "", *_fenced(_help(cli, None))]
    root = _context(cli, None)
    for name, (module, _) in COMMANDS.items():
        command: click.Command = import_module(module).command
        lines += ["", f"## reportgen {name}", "", *_fenced(_help(command, root, name))]
        if isinstance(command, click.Group):
            group = _context(command, root, name)
            for inner, of_group in command.commands.items():
                lines += ["", f"### reportgen {name} {inner}", "", *_fenced(_help(of_group, group, inner))]
    return "\n".join(lines) + "\n"


def _context(command: click.Command, parent: click.Context | None, name: str = "reportgen") -> click.Context:
    # a command takes the group's settings, such as -h, from its parent
    return click.Context(command, info_name=name, parent=parent, terminal_width=HELP_WIDTH, **command.context_settings)


def _help(command: click.Command, parent: click.Context | None, name: str = "reportgen") -> str:
    return command.get_help(_context(command, parent, name))


def _fenced(text: str) -> list[str]:
    return ["```text", *text.splitlines(), "```"]


def manifest_page() -> str:
    """Every field of a manifest."""
    lines = [
        "# Manifest",
        "",
        MADE,
        "",
        "A manifest says what a filtering run was. It is YAML, JSON or TOML; the ending says which. The four fields",
        "marked as needed are enough. A field that is unknown is a problem with its line, never ignored.",
        "`reportgen schema manifest` prints the same as JSON Schema.",
        "",
        "Digits of a whole number may stand in groups of three, with blanks or `_` between: `110 000`, `110_000`. What",
        "may be two numbers (`1,200`, `1.200`) or two durations (`3:00`) is a problem that shows both.",
        "",
        *_group("The manifest", MANIFEST, "$"),
    ]
    return "\n".join(lines) + "\n"


def cost_table_page() -> str:
    """Every field of a cost table and of reportgen.toml."""
    plain = {name for name, *_ in fields_of(COSTS.kind)}
    own = [row for row in _rows(PROJECT) if row[0].strip("`") not in plain]
    lines = [
        "# Cost table",
        "",
        MADE,
        "",
        "A cost table holds what labelling costs at a company, a row for each task. It is TOML, CSV or XLSX; YAML and",
        "JSON are read too. `--costs FILE`, `$REPORTGEN_COSTS` and `costs` of reportgen.toml name one, and a",
        "costs.toml beside the run or its reportgen.toml is used without being named. `reportgen costs init` writes",
        "one to begin with. `reportgen schema costs` prints the fields as JSON Schema. A row replaces the row of an",
        "earlier layer whole, so that a price never stands beside another row's source.",
        "",
        "A task may have several rows in one table, each valid on days of its own. Those that are not valid on the day",
        "of the run (`started_at`) do not apply; without that day the one that starts last does.",
        "",
        "What a row costs: `fixed_fee + (price x units + review_share x review_price x units) x (1 - discount)`, where",
        "units are samples x units per sample x annotators, and each tier's price counts for the units inside it.",
        "",
        "| `unit` | units per sample | what is paid |",
        "|---|---|---|",
        "| `sample` | 1 | samples |",
        "| `object`, `label`, `frame`, or a name of your own | `units_per_sample: {object: 7.3}` | these |",
        "| `1k tokens`, `1M characters` | `units_per_sample: {token: 512}`, `{character: 9}` | these by the number |",
        "| `audio hour`, `video minute`, `page` | `units_per_sample: {audio_hour: 0.2}` | these |",
        "| `1,000 samples`, `dozen`, `je 100 Bilder` | 1, or `units_per_sample: {bilder: 1}` | these by the number |",
        "| `hour`, `minute` | those of `timed_unit`, else 1 | these x `seconds_per_unit` / 3600, or / 60 |",
        "",
        "Where the manifest gives the whole amount, `amounts: {token: {before: 1.2e12, after: 3.1e11}}`, a price by it",
        "takes that and no average. `unit: document` in the manifest says that a price per document is one per sample.",
        "Beside `amounts: {hour: ...}` an hour is either a `labelling hour` or an `audio hour` or `video hour`.",
        "",
        "## Spreadsheets: CSV and XLSX",
        "",
        "A line names the columns, each line below is a row; titles may stand above it. The columns are the fields of",
        "`$.prices[]` in any order and case (`Fixed fee`), or in the words of finance (`Stückpreis`, `Rabatt (%)`,",
        "`Price (EUR)`, `Válido hasta`); tiers are `tier_1_price`, `tier_1_up_to`, `tier_2_price` and so on. Any other",
        "column is kept in the row's `notes`; one of amounts is said, a head that is a field misspelt is a problem.",
        "Empty cells are not given. A currency for the whole table and rates need TOML; here each line has its",
        "`currency`, which a sign beside its amounts says too.",
        "",
        "Amounts may be `1.234,50 €`, `EUR 1,200`, `(1,200)` or `1.200-` for a negative; shares `10 %` or 0.1. A sign",
        "that disagrees with the row's currency is a problem: a `$` under EUR, written or in the form of the cell. Yes",
        "and no may be said in the languages of the page. A day is `2026-12-31` or `31.12.2026`; with slashes nobody",
        "knows which number is the month, and it is a problem.",
        "",
        "A CSV is UTF-8 or UTF-16 with comma, semicolon or tab between the cells, which is found out; a first line",
        "`sep=;` is read, and lines before the table that begin with `# ` are passed over. One cell such as `0,95` or",
        "`0.95` proves the decimal sign of all. Where none does, `1.500` is a problem",
        "unless commas stand between the cells, and `--decimal comma` or `point` answers it. What",
        "`costs show --format csv` writes is such a table.",
        "",
        "Of a workbook the sheet with a known name is read (`Prices`, `Preise`, `Prix`, `Precios`, `Costs` and the",
        "like, in any case), else the only one that begins with names of columns; `--sheet NAME` says which where",
        "several could be meant. Hidden sheets, rows and columns are left out, and that is said. A formula counts with",
        "the value that was saved, and is a problem without one. Days may be kept as numbers, in either calendar. A",
        "text that is merged over several rows stands in each; a number is a problem. All problems of a sheet come at",
        "once, each with its cell (`Prices!B7`). XLSX needs `pip install 'filtering-savings-report[xlsx]'`.",
        "",
        "## Built-in tables",
        "",
        "`--costs NAME` takes one of them in place of a file, as strong as a file that stands there:",
        "",
        *_table(("name", "prices"), _built_in_tables()),
        "",
        *_group("The table", COSTS, "$"),
        "",
        "## Project settings: `reportgen.toml`",
        "",
        "The nearest `reportgen.toml` at or above the manifest's folder is a cost table with a few more fields;",
        "`grid` has the fields of [the manifest's](manifest.md).",
        "",
        *_table(("field", "takes", "needed", "meaning"), own),
    ]
    return "\n".join(lines) + "\n"


def language_models_page() -> str:
    """How the training of a language model is counted, and how far that is from published trainings."""
    taken = utilisation()
    h100 = board_in_node(next(board for board in boards() if board.name == "H100 SXM"))
    lines = [
        "# Training of language models",
        "",
        MADE,
        "",
        "Parameters, tokens and the GPU are enough:",
        "",
        "```yaml",
        "training:",
        "  parameters: 8e9           # of a mixture of experts active_parameters too",
        "  tokens: 15e12             # all that the training reads; without it amounts: {token: ...} times epochs",
        "  gpu: H100 SXM",
        "  schedule: epochs          # or steps; budget: tokens says the same as steps",
        "  gpu_price_per_hour: 2.95",
        "```",
        "",
        "| figure | is |",
        "|---|---|",
        "| `training_flops` | 6 x `training_active_parameters` x `training_tokens` (Kaplan 2020, Hoffmann 2022) |",
        "| `training_gpu_hours` | `training_flops` / (`training_mfu` x `gpu_peak_flops` x 3600) |",
        "| `training_kwh` | `training_gpu_hours` x `training_watts` / 1000 |",
        "",
        "What is stated counts before what is reckoned: `kwh`, then `gpu_hours`, then `hours` x `gpus`, then the",
        "operations. Peaks are dense BF16, never those with sparsity. What is not given:",
        "",
        "| leaf | is taken as | basis |",
        "|---|---|---|",
        f"| `training_mfu` | {taken.value}, from {taken.low} to {taken.high} | default |",
        "| `training_active_parameters` | as many as `training_parameters` | default |",
        "| `training_epochs` | 1 | default |",
        f"| `training_watts` | {h100.value} W of an H100 SXM with its share of the node, {h100.low} to {h100.high}; "
        "of other boards 1.39 x the board power, with the same relative range | estimate |",
        "",
        "Stated `watts` are taken as they are, without a share of the host, and the report says so.",
        "",
        "## What less data saves",
        "",
        "The removed share of the tokens (`amount_share.token`; without `amounts` that of the samples) of each",
        "training, times `runs`: its energy, its CO2e on the run's own grid, its GPU-hours at",
        "`gpu_price_per_hour`. But only with `schedule: epochs`, as in fine-tuning. With `steps`, or a `budget` of",
        "tokens as in most pre-training, other data takes the place of what was removed: nothing is saved, and the",
        "gain is quality, which `evidence` shows. Where nothing is said, training savings have no value, for the",
        'reason "schedule not stated": it is never assumed. Of the built-in vision tasks, whose published trainings',
        "went by epochs, it is, and the cover says so.",
        "",
        "## How far the formula is from published trainings",
        "",
        "GPU-hours by the formula at the default utilisation, beside those that were published, and the utilisation at",
        "which they would be equal. The default comes from the runs marked with *, so that these prove nothing; the",
        "others were looked up afterwards. Small models on many GPUs stay far below it, large ones on A100 are above.",
        "",
        *_table(
            (
                "training",
                "active parameters",
                "tokens",
                "GPU",
                "GPU-hours, published",
                "by the formula",
                "off by",
                "MFU",
            ),
            map(_training, published_trainings()),
        ),
        "",
        "Sources: " + "; ".join(dict.fromkeys(map(_told_by, published_trainings()))) + ".",
    ]
    return "\n".join(lines) + "\n"


def _training(it: PublishedTraining) -> tuple[str, ...]:
    board = find_board(it.gpu)
    assert board is not None
    assert board.peak_flops is not None
    at_peak = 6 * it.parameters * it.tokens / (board.peak_flops * 3600)
    hours = at_peak / utilisation().value
    sizes = (f"{(it.parameters / 10**9).normalize():f} B", f"{it.tokens / 10**12:.1f} T")
    factor = f"{hours / it.gpu_hours:.2f}"
    name = it.name + (" *" if it.decides else "")
    return (
        name,
        *sizes,
        it.gpu,
        f"{it.gpu_hours:,.0f}",
        f"{hours:,.0f}",
        factor,
        f"{100 * at_peak / it.gpu_hours:.1f} %",
    )


def _told_by(it: PublishedTraining) -> str:
    return f"[{_title(it.source)}]({source(it.source).url})"


def _title(id_: str) -> str:
    """A source's title, with what of it is used."""
    told = source(id_)
    return f"{told.title}: {told.says}" if told.says else told.title


def _built_in_tables() -> Iterator[tuple[str, str]]:
    for name in NAMES:
        rows = built_in_rows(name)
        titles = dict.fromkeys(_title(placed.row.source or "") for placed in rows)
        yield f"`{name}`", f"{', '.join(placed.row.task for placed in rows)}; {'; '.join(titles)}"


def theme_page() -> str:
    """Every field of a theme."""
    lines = [
        "# Theme",
        "",
        MADE,
        "",
        "A theme says how reports look: `--theme FILE`, or `theme` in reportgen.toml. It is TOML; YAML and JSON are",
        "read too. Every field may be left out. No figure depends on it: report.json is the same under every theme.",
        "",
        "Text needs a contrast of 4.5 on its ground and lines that carry meaning 3 (WCAG AA). Accent and spent must",
        "differ by 20 (CIE76) under protanopia and deuteranopia. A pair that does not is a problem, with its ratio;",
        "under tritanopia it is a warning.",
        "",
        "A logo is a PNG of at most 1,000,000 bytes and 4,096 pixels a side, or an SVG of at most 100,000 bytes made",
        "of plain shapes and gradients. Charts measure their labels with the widths of the built-in font.",
        "",
        *_group("The theme", THEME, "$"),
    ]
    return "\n".join(lines) + "\n"


def templates_page() -> str:
    """What a template is given: every name, with its help."""
    lines = [
        "# Templates",
        "",
        MADE,
        "",
        "A file in the folder of `--templates DIR` (or `templates` in reportgen.toml) takes the place of the built-in",
        "one of the same name. These are the names:",
        "",
        *(f"- `{name}`" for name in builtin_names()),
        "",
        "A template can extend the one that it replaces, and override single blocks:",
        "",
        "```jinja",
        '{% extends "builtin/report.html.j2" %}',
        "{% block sign_off %}{{ super() }}<p>Filed under 4711.</p>{% endblock %}",
        "```",
        "",
        "Blocks of `report.html.j2`: `head_extra`, `header`, `first_page`, `sections`, `section` (once for each),",
        "`formulas`, `sign_off`, `footer`. The macros that draw a page's blocks are there as `m`; `m.said(text)`",
        "writes a text in which numbers are links to what they follow from.",
        "",
        "Templates are Jinja in a sandbox, in a process with limited time and memory. Texts are escaped. A name that",
        "is not below is a problem with file and line. Each class of the page also has `kind`, its own name.",
    ]
    for kind in (Context, ThemeContext, *classes_of(Page), Drawing):
        rows = [(f"`{name}`", _type(kind, name), told) for name, told in help_of(kind).items()]
        title = "At the top" if kind is Context else kind.__name__
        lines += ["", f"## {title}", "", kind.__doc__ or "", "", *_table(("name", "is", "meaning"), rows)]
    return "\n".join(lines) + "\n"


def _type(kind: type[Any], name: str) -> str:
    """A field's type as a template meets it."""
    hints = get_type_hints(kind)
    if name not in hints:
        if name in ("short", "long", "vast", "tall"):
            return "boolean"
        return "number" if name.endswith(("number", "width")) else "text"
    return _words_of(hints[name])


def _words_of(hint: Any) -> str:
    plain = {str: "text", int: "number", float: "number", bool: "boolean", type(None): "None"}
    if hint in plain:
        return plain[hint]
    arguments = get_args(hint)
    if get_origin(hint) is tuple:
        if arguments[-1] is Ellipsis:
            return f"list of {_words_of(arguments[0])}"
        return "(" + ", ".join(map(_words_of, arguments)) + ")"
    if get_origin(hint) is Callable:
        return "function"
    if arguments:
        return " or ".join(map(_words_of, arguments))
    return "Drawing" if issubclass(hint, ChartData) else str(hint.__name__)


def _group(title: str, group: Group, path: str) -> Iterator[str]:
    """A section for the group, then one for each group inside it."""
    yield from (f"## {title}", "")
    if group.bare:
        yield from (f"A bare value stands for `{group.bare}`.", "")
    yield from _table(("field", "takes", "needed", "meaning"), _rows(group))
    for name, shape, _, _ in fields_of(group.kind):
        inner, mark = (shape.item, "[]") if isinstance(shape, ListOf) else (shape, "")
        if isinstance(inner, Group):
            inner_path = f"{path}.{name}{mark}"
            yield ""
            if inner is COST_ROW and group is MANIFEST:
                yield from (f"## `{inner_path}`", "", "A row of a [cost table](cost-table.md), for this run alone.")
            else:
                yield from _group(f"`{inner_path}`", inner, inner_path)


def _rows(group: Group) -> list[tuple[str, ...]]:
    defaults = {field.name: field.default for field in dataclasses.fields(group.kind)}
    rows: list[tuple[str, ...]] = []
    for name, shape, required, help_ in fields_of(group.kind):
        default = defaults.get(name)
        meaning = f"{help_} (default: {default})" if isinstance(default, str) else help_
        rows.append((f"`{name}`", takes(shape), "yes" if required else "", meaning))
    return rows


def takes(shape: Shape) -> str:
    """What a field takes, in words."""
    match shape:
        case Text():
            return "text"
        case Choice(words):
            return "one of " + ", ".join(f"`{word}`" for word in words)
        case Flag():
            return "true or false"
        case Count(least):
            return f"whole number from {least}"
        case Duration():
            return "duration (3h, 42 min, 1h30m, 0:42:00, 2 days, PT42M), or seconds"
        case Moment():
            return "date, or date and time"
        case Day():
            return "date"
        case Sha256():
            return "SHA-256 in hex"
        case Currency():
            return "ISO 4217 code"
        case Colour():
            return "colour, `#RRGGBB`"
        case Families():
            return "names, separated by commas"
        case Weight():
            return "100, 200 and so on to 900"
        case Span():
            return f"{_quantity(shape)}, or a duration (3h, 42 min)"
        case Quantity():
            return _quantity(shape)
        case TableOf(item):
            return f"names, each with a {takes(item)}"
        case CellsOf():
            return "columns, each with a text"
        case OneOrMore(item):
            return f"{takes(item)}, or a list of them"
        case ListOf(item):
            return "list of groups" if isinstance(item, Group) else f"list, each {takes(item)}"
        case Group(_, bare):
            return f"group, or `{bare}` alone" if bare else "group"
        case _:
            raise TypeError(f"{type(shape).__name__} has no words here")


def _quantity(shape: Quantity) -> str:
    unit = f", {shape.unit}" if shape.unit else ""
    if shape.low is not None and shape.high is not None:
        return f"number {'above' if shape.above else 'from'} {shape.low} to {shape.high}{unit}"
    bound = f" {'above' if shape.above else 'from'} {shape.low}" if shape.low is not None else ""
    return f"number{bound}{unit}"


def figures_page() -> str:
    """Every leaf that --set takes, and the computed figures of the sample run."""
    folder = sample_run_folder()
    figures = reportgen.load(folder / "run.yaml", cost_tables=[folder / "company-costs.toml"]).figures
    computed = [
        (f"`{figure.key}`", figure.label, figure.unit, f"`{figure.formula}`" if figure.formula else figure.reason or "")
        for figure in figures.values()
        if figure.formula or kind_of(figure.key) is None
    ]
    lines = [
        "# Figures",
        "",
        MADE,
        "",
        "Keys and units are a contract: keys are added, never renamed.",
        "",
        "## Leaves",
        "",
        "`--set KEY=VALUE` puts a value in place of a leaf. A leaf that does not apply to the run is a problem, as is",
        "a computed figure. SLUG is a name in lower case, digits and `_`; the keys of a run stand in its report.json.",
        "CUR is the run's currency, UNIT the unit that the price is for, PART that of one of its parts, PER is hour or",
        "inference.",
        "",
        "A leaf stands among the assumptions of a report in the group that is named, or in tables of its own. A term",
        "of a price is withheld where the row is confidential.",
        "",
        *_table(("key", "label", "unit", "takes", "without it", "stands in"), map(_leaf, KINDS.items())),
        "",
        "## Computed figures",
        "",
        "Those of the sample run, in the order in which they are computed. Keys that end in `.NAME` are one for each",
        "stage, model or factor. Where there is no formula, the reason stands in its place.",
        "",
        *_table(("key", "label", "unit", "formula"), computed),
    ]
    return "\n".join(lines) + "\n"


def _leaf(item: tuple[str, LeafKind]) -> tuple[str, ...]:
    key, kind = item
    unit = kind.unit.format(currency="CUR", unit="UNIT", per="PER")
    forms = ", ".join(f"`{key}{end}`" for end in kind.ends)
    place = f"{kind.place}{', a term of a price' if kind.is_term else ''}"
    # the unit has a column of its own
    shape = dataclasses.replace(kind.shape, unit="") if isinstance(kind.shape, Quantity) else kind.shape
    return forms, kind.label, unit, takes(shape), kind.absent, place


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    heads = tuple(heads)
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


def main() -> None:
    """Write the pages and say which."""
    DOCS.mkdir(exist_ok=True)
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
        print(DOCS / name)


if __name__ == "__main__":
    main()
