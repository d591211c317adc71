"""`python -m reportgen`, for where the console script is not on the path."""

from reportgen.cli import main

main()
