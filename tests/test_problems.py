"""What is wrong with an input is one line, wherever its texts come from."""

from __future__ import annotations

import pytest

from reportgen.problems import InputError, Problem, refuse


def test_a_refused_input_is_one_problem_on_one_line() -> None:
    """Line ends and control characters of a file's own texts are shown as escapes, in each of the three parts."""
    with pytest.raises(InputError) as raised:
        refuse("run\n.yaml:3", "is \x1b[31mred", "take\tit out")

    assert (Problem("run\\n.yaml:3", "is \\x1b[31mred", "take\\tit out"),) == raised.value.problems
    assert "run\\n.yaml:3: is \\x1b[31mred (take\\tit out)" == str(raised.value)
