"""What mutmut would change in a source."""

from __future__ import annotations

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.file_mutation import MutationVisitor
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode


class _Visitor(MutationVisitor):
    """Changes functions with decorators too: mutmut keeps all mutants in one file, where these would not work."""

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        return not isinstance(node, cst.FunctionDef) and super()._skip_node_and_children(node)


class Changes:
    """Every change of a source, made when it is asked for.

    places: where each is, line from 1 and column from 0, in the order of the source.
    """

    def __init__(self, source: str) -> None:
        wrapper = MetadataWrapper(cst.parse_module(source))
        visitor = _Visitor(mutation_operators, IgnoredCode(set(), set(), set()))
        wrapper.visit(visitor)
        positions = wrapper.resolve(PositionProvider)
        self._module = wrapper.module
        # A few nodes, such as a comma that is written anew, have no position.
        self._mutations = [mutation for mutation in visitor.mutations if mutation.original_node in positions]
        starts = (positions[mutation.original_node].start for mutation in self._mutations)
        self.places = [(start.line, start.column) for start in starts]

    def made(self, number: int) -> str:
        """The source with the change of that number."""
        mutation = self._mutations[number]
        changed = self._module.deep_replace(mutation.original_node, mutation.mutated_node)
        assert isinstance(changed, cst.Module)
        return changed.code
