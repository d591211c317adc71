"""The version of this distribution, as pyproject.toml says it."""

VERSION = "0.1.0"
