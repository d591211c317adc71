"""Figures, the ledger that holds them, and the formulas between them: pure, without files, clock or environment."""
