"""A fontconfig that knows no font of the machine, so that a test sees only what @font-face loads."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape


def isolated_fontconfig(folder: Path) -> dict[str, str]:
    """Write the configuration into `folder`; gives the environment a child process needs to follow it.

    It counts only where it is set before WeasyPrint is imported.
    """
    file = folder / "fonts.conf"
    file.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig><cachedir>{escape(str(folder / 'cache'))}</cachedir></fontconfig>\n",
        encoding="utf-8",
    )
    return {"FONTCONFIG_FILE": str(file)}
