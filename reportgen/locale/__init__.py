"""The report's words in other languages: catalogues, and how each language writes numbers and dates."""
