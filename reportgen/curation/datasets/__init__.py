"""Data sets on disk, counted: one module a form."""
