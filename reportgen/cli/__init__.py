"""The command line: arguments in, exit code out; the only room that prints."""

from reportgen.cli.main import main as main
