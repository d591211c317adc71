"""What to do about a file, in the words of the manifest that names it: its fields in place of options of a command.

What reads a file does not know who named it, and says the options of `import` or `training`.
"""

from __future__ import annotations

import re

_UNIT = re.compile(r"--(?P<kind>energy|duration)-unit(?:: (?P<units>[^()]*), or (?P=kind)_unit in a manifest)?")
_RUN = re.compile(r"--run (?P<run>\w+)(?:, or run: (?P=run) in a manifest)?")
_TOOL = re.compile(r"--as (?P<tool>[\w-]+)(?P<more> --columns)?")
_COLUMNS = re.compile(r'--columns (?:"(?P<quoted>[^"]+)"|(?P<plain>[^\s;")]+))')
_DECIMAL = re.compile(r"decimal=point in --columns")
_PLAIN_SCALAR = re.compile(r"[\w.%/][\w.%/() +-]*")  # what needs no quotes between { and } of YAML


def in_manifest_words(hint: str) -> str:
    """The hint, with `columns: {time: t}` for `--columns time=t`, and so on; any other is as it was."""
    hint = _UNIT.sub(lambda it: f"{it['kind']}_unit" + (f": {it['units']}" if it["units"] else ""), hint)
    hint = _RUN.sub(r"run: \g<run>", hint)
    hint = _TOOL.sub(lambda it: f"tool: {it['tool']}" + (", --columns" if it["more"] else ""), hint)
    hint = _DECIMAL.sub("columns: {decimal: point}", hint)
    return _COLUMNS.sub(lambda it: _columns(it["quoted"] or it["plain"]), hint)


def _columns(given: str) -> str:
    pairs = (pair.partition("=") for pair in given.split(","))
    return "columns: {" + ", ".join(f"{ours}: {_scalar(column)}" for ours, _, column in pairs) + "}"


def _scalar(text: str) -> str:
    return text if _PLAIN_SCALAR.fullmatch(text) else "'" + text.replace("'", "''") + "'"
