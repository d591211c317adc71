"""The published JSON Schemas: of a manifest, of report.json, of a cost table."""

from __future__ import annotations

from typing import Any

from reportgen.factors.cost_table import COSTS
from reportgen.figures.draws import RANGES
from reportgen.figures.figure import BASES, COMPUTED, LAYERS
from reportgen.files.json_text import dumps
from reportgen.manifest.model import MANIFEST
from reportgen.page.summary import KINDS
from reportgen.rendering.input_file import ROLES

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema(name: str) -> bytes:
    """The schema of `manifest`, `report` or `costs` as UTF-8 JSON, ending in a line feed."""
    build = {"manifest": _manifest, "report": _report, "costs": _costs}[name]
    return (dumps({"$schema": _DRAFT, "$id": f"urn:reportgen:{name}:1", **build()}) + "\n").encode()


def _manifest() -> dict[str, Any]:
    return {"title": "A filtering run, as reportgen reads it", **MANIFEST.schema()}


def _costs() -> dict[str, Any]:
    return {"title": "A cost table, as reportgen reads it", **COSTS.schema()}


def _nullable(type_: str, description: str, **more: Any) -> dict[str, Any]:
    return {"type": [type_, "null"], "description": description, **more}


def _texts(description: str) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string"}, "description": description}


def _figure() -> dict[str, Any]:
    properties = {
        "label": {"type": "string", "description": "the figure in words, English"},
        "value": _nullable("number", "exact, in `unit`; null with a `reason`"),
        "unit": {"type": "string", "description": "1, sample, kWh, kgCO2e, EUR, EUR/sample and so on"},
        "low": _nullable("number", "lowest value over the ranges of the inputs"),
        "high": _nullable("number", "highest value over the ranges of the inputs"),
        "basis": {"enum": [*BASES, COMPUTED, None], "description": "the evidence"},
        "rests_on": {"enum": [*BASES, None], "description": "the weakest evidence below a computed figure"},
        "sources": _texts("keys of `sources`"),
        "inputs": _texts("keys of `figures` that the formula names"),
        "formula": _nullable("string", "numbers, names, + - * /, min, max, parentheses"),
        "layer": {"enum": [*LAYERS, None], "description": "where a given value came from"},
        "replaces": _nullable("object", "the value that a later layer overrode"),
        "chosen": _nullable("string", "how a look-up found the value"),
        "note": _nullable("string", "what the value stands for"),
        "reason": _nullable("string", "why there is no value"),
        "covers": _texts("parts that a sum holds"),
        "missing": _texts("parts that a sum lacks"),
        "procedure": _nullable("string", "name/version of a computation that no formula can say"),
    }
    band = {
        "type": "object",
        "required": ["low", "high"],
        "properties": {"low": {"type": "number"}, "high": {"type": "number"}},
        "description": "from low to below high: what is told of a total that follows from a confidential price",
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": {**properties, "band": band},
        "if": {"properties": {"value": {"type": "null"}}},
        "then": {"properties": {"reason": {"type": "string"}}},
        "else": {"properties": {"reason": {"type": "null"}}},
    }


def _quantiles() -> dict[str, Any]:
    """What is there only where --ranges asks for it."""
    shares = {
        "p5": "5 % of the draws lie below",
        "p50": "half of the draws lie below",
        "p95": "5 % of the draws lie above",
        "below_zero": "share of the draws below zero",
    }
    numbers = {name: {"type": "number", "description": text} for name, text in shares.items()}
    drawn = {
        "n": {"type": "integer", "description": "draws"},
        "seed": {"type": "integer"},
        "ranges": {"enum": list(RANGES), "description": "which ranges were drawn from"},
        "drawn": _texts("keys of the inputs that moved"),
        "judgement": _texts("keys of the inputs whose range is a judgement"),
        "figures": {
            "type": "object",
            "additionalProperties": {"type": "object", "required": list(numbers), "properties": numbers},
        },
    }
    point = {
        "type": "object",
        "required": ["leaf", "value"],
        "properties": {"leaf": {"type": "string"}, "value": {"type": "number", "description": "in the input's unit"}},
    }
    return {
        "quantiles": {
            "type": "object",
            "required": list(drawn),
            "properties": drawn,
            "description": "of a seeded draw: each input by itself, its median the value, in two triangles to the ends",
        },
        "turning_points": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": point},
            "description": "by a figure's key, the value of an input at which it is zero while all others stay",
        },
    }


def _report() -> dict[str, Any]:
    caveat = {
        "type": "object",
        "required": ["id", "title", "text", "weight"],
        "properties": {
            "id": {"type": "string"},
            "title": {"type": "string"},
            "text": {"type": "string"},
            "figures": _texts("keys of `figures` that it speaks of"),
            "sources": _texts("keys of built-in sources"),
            "weight": {"enum": [1, 2]},
            "advice": {"type": "string", "description": "what the author of the report can do; empty where nothing"},
        },
    }
    influence = {
        "type": "object",
        "required": ["leaf", "at_low", "at_high"],
        "properties": {
            "leaf": {"type": "string", "description": "key of an input with a range"},
            "at_low": {"type": "number", "description": "change of the figure at its low end, in the figure's unit"},
            "at_high": {"type": "number", "description": "change of the figure at its high end"},
        },
    }
    sentence = {
        "type": "object",
        "required": ["kind", "text", "figures"],
        "properties": {
            "kind": {
                "enum": list(KINDS),
                "description": "a figure; what it rests on; what decides the money; what to know; what to do next",
            },
            "text": {"type": "string", "description": "plain English, numbers rounded as on the cover"},
            "figures": {
                "type": "array",
                "items": {"type": "string"},
                "description": "keys of the figures it speaks of",
            },
        },
    }
    source = {
        "type": "object",
        "required": ["title"],
        "additionalProperties": {"type": "string"},
    }
    file = {
        "type": "object",
        "required": ["name", "sha256", "bytes"],
        "properties": {
            "name": {"type": "string"},
            "role": {"enum": list(ROLES), "description": "what the file is for"},
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "bytes": {"type": "integer"},
        },
    }
    properties = {
        "schema": {"const": "reportgen/report/1"},
        "task": {"type": "string"},
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "summary": {"type": "array", "description": "what the cover says", "items": sentence},
        "figures": {
            "type": "object",
            "propertyNames": {"pattern": r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)?$"},
            "additionalProperties": _figure(),
        },
        "sources": {"type": "object", "additionalProperties": source},
        "manifest": {"type": "object"},
        "costs": {
            "type": "object",
            "required": ["task", "rows"],
            "properties": {"rows": {"type": "array", "items": {"type": "object"}}},
        },
        "influences": {
            "type": "object",
            "description": "by a figure's key, the inputs that move it while all others stay, the strongest first",
            "additionalProperties": {"type": "array", "items": influence},
        },
        "caveats": {"type": "array", "items": caveat},
        "inputs": {"type": "array", "items": file},
        "inputs_sha256": {
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "description": "over all inputs with key, value, range, unit and source; what signatures are given for",
        },
        "reading": {
            "type": "object",
            "description": "what the inputs were read with, beside what they say themselves",
            "properties": {
                "decimal": _nullable("string", "the decimal sign that was told of tables: comma or point"),
                "sheet": _nullable("string", "the sheet that was told of workbooks"),
                "project": {"type": "object", "description": "currency and grid of reportgen.toml"},
                "withheld": {"type": "integer", "description": "input files that are not attached"},
                "issued": {"type": "string", "description": "the day of issue told in place of the manifest's, if so"},
            },
        },
        "generator": {
            "type": "object",
            "required": ["name", "version"],
            "properties": {"name": {"const": "reportgen"}, "version": {"type": "string"}},
        },
        "digest": {
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "description": "SHA-256 of the rest as JSON with keys in order, no blanks, shortest numbers",
        },
    }
    return {
        "title": "What filtering a data set saved and what it cost, exact",
        "type": "object",
        "required": list(properties),
        "properties": {
            **properties,
            **_quantiles(),
            "audience": {"const": "internal", "description": "not for others; else left out"},
        },
    }
