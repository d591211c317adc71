"""Reports kept as files, so that a change of any figure shows as a difference to read.

`python -m tests.golden` writes them anew.
"""
