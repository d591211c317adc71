"""What a filtering run drew: meters that measure it, importers that read what other tools measured."""
