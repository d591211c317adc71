"""Texts that a page can say in another language, and numbers as text."""
