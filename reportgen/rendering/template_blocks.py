"""Blocks of a user's templates that are printed nowhere, since no template that they extend has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reportgen.files.notes import suggestion
from reportgen.problems import Problem, excerpt

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.nodes import Block, Node


def lost_blocks(environment: Environment, texts: Mapping[str, str], prefix: str) -> list[Problem]:
    """A problem for each block of a template that extends another one and overrides nothing of it.

    A block inside another one is printed with it, whatever its name. What cannot be parsed is passed over: filling it
    in says so. prefix: before a template's name, its folder.
    """
    from jinja2.exceptions import TemplateError

    problems: list[Problem] = []
    for name in sorted(texts):
        try:
            problems += _lost_in(environment, name, prefix)
        except (TemplateError, RecursionError):
            continue
    return problems


def _lost_in(environment: Environment, name: str, prefix: str) -> Iterator[Problem]:
    from jinja2 import nodes

    parents = _parents(environment, name)
    if not parents:
        return
    known = {block.name for parent in parents for block in _tree(environment, parent).find_all(nodes.Block)}
    for block in _outer(_tree(environment, name)):
        if block.name not in known:
            message = f'there is no block "{excerpt(block.name)}" in {excerpt(parents[0])}: nothing of it is printed'
            yield Problem(f"{prefix}{name}:{block.lineno}", message, suggestion(block.name, sorted(known)))


def _parents(environment: Environment, name: str) -> list[str]:
    """The templates that this one extends, the nearest first; none where one is chosen while it is filled in."""
    from jinja2 import nodes

    parents: list[str] = []
    while found := list(_tree(environment, name).find_all(nodes.Extends)):
        if len(found) > 1 or not isinstance(found[0].template, nodes.Const):
            return []
        name = str(found[0].template.value)
        if name in parents:
            return []  # in a circle, which filling it in says
        parents.append(name)
    return parents


def _tree(environment: Environment, name: str) -> Node:
    from jinja2 import TemplateNotFound

    if environment.loader is None:
        raise TemplateNotFound(name)
    return environment.parse(environment.loader.get_source(environment, name)[0])


def _outer(node: Node) -> Iterator[Block]:
    """The blocks that stand in no other block."""
    from jinja2 import nodes

    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Block):
            yield child
        else:
            yield from _outer(child)
