"""From what a run, its cost tables and the built-in facts say to the leaves of the ledger."""
