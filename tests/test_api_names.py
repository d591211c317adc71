"""What Python shows of the package before anything of it is imported."""

from __future__ import annotations

import subprocess
import sys


def test_dir_shows_the_api_and_imports_nothing() -> None:
    """Names that are imported when they are asked for are listed all the same, and what serves the module is not."""
    code = (
        "import sys, reportgen; names = dir(reportgen); "
        "print(*(name for name in names if not name.startswith('__'))); print('reportgen.generate' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    names = "InputError Problem Report filtering load measure progress report"
    assert [names, "False"] == done.stdout.splitlines()
