"""The page as documented dataclasses: chosen sections, words, and numbers become text here and nowhere else."""
