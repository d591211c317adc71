"""A report held against itself: what it says is re-derived from what it carries, by its formulas and none of ours."""
