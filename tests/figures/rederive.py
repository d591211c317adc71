"""A second reading of the formula grammar, by Python's own parser and none of reportgen's code."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from decimal import Context, Decimal, localcontext

DOT = "__dot__"


def rederive(text: str, values: Mapping[str, Decimal]) -> Decimal:
    """The value of a formula's text over the values of its inputs, in 34 digits."""
    source = re.sub(r"\b([a-z][a-z0-9_]*)\.([a-z0-9_]+)", rf"\1{DOT}\2", text)
    with localcontext(Context(prec=34)):
        return _value(ast.parse(source, mode="eval").body, source, values)


def _value(node: ast.expr, source: str, values: Mapping[str, Decimal]) -> Decimal:
    match node:
        case ast.Constant():
            # from the text, since Python would read 0.1 as a float
            return Decimal(ast.get_source_segment(source, node) or "")
        case ast.Name(id=name):
            return values[name.replace(DOT, ".")]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, source, values)
        case ast.Call(func=ast.Name(id="min"), args=arguments):
            return min(_value(argument, source, values) for argument in arguments)
        case ast.Call(func=ast.Name(id="max"), args=arguments):
            return max(_value(argument, source, values) for argument in arguments)
        case ast.BinOp(left=left, op=operator, right=right):
            a, b = _value(left, source, values), _value(right, source, values)
            match operator:
                case ast.Add():
                    return a + b
                case ast.Sub():
                    return a - b
                case ast.Mult():
                    return a * b
                case ast.Div():
                    return a / b
    raise AssertionError(f"{ast.dump(node)} is not in the grammar")


def close(expected: Decimal, actual: Decimal) -> bool:
    """Whether the two agree to 1e-12 of the larger one."""
    with localcontext(Context(prec=34)):
        return abs(expected - actual) <= Decimal("1e-12") * max(abs(expected), abs(actual))
