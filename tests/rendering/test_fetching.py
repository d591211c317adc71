"""A page gets the files of its asset folders, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reportgen.rendering import fetching
from reportgen.rendering.fetching import AssetRefused, read_asset


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a logo, beside a secret that no page may read."""
    (tmp_path / "secret.svg").write_bytes(b"secret")
    assets = tmp_path / "assets"
    assets.mkdir()
    (assets / "logo größe.svg").write_bytes(b"<svg/>")
    (assets / ".hidden").write_bytes(b"secret")
    return assets


def test_reads_by_name(folder: Path) -> None:
    """A percent-encoded name gives content and media type; case of the scheme and a fragment don't matter."""
    assert (b"<svg/>", "image/svg+xml") == read_asset("asset:logo%20gr%C3%B6%C3%9Fe.svg", [folder])
    assert b"<svg/>" == read_asset("ASSET:logo größe.svg#part", [folder])[0]


def test_first_folder_wins(folder: Path, tmp_path: Path) -> None:
    """A company's file stands before the built-in one; what it lacks comes from the next folder."""
    company = tmp_path / "company"
    company.mkdir()
    (company / "a.css").write_bytes(b"company")
    (folder / "a.css").write_bytes(b"built-in")
    (folder / "b.unknown").write_bytes(b"built-in")
    assert (b"company", "text/css") == read_asset("asset:a.css", [company, folder])
    assert (b"built-in", "application/octet-stream") == read_asset("asset:b.unknown", [company, folder])


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1/logo.svg", "nothing from outside"),
        ("file:///etc/passwd", "nothing from outside"),
        ("logo.svg", "nothing from outside"),
        ("ftp:logo.svg", "nothing from outside"),
        ("asset:", "not a plain file name"),
        ("asset:../secret.svg", "not a plain file name"),
        ("asset:%2e%2e%2fsecret.svg", "not a plain file name"),
        ("asset:..%5Csecret.svg", "not a plain file name"),
        ("asset:///etc/passwd", "not a plain file name"),
        ("asset:C:secret.svg", "not a plain file name"),
        ("asset:.hidden", "not a plain file name"),
        ("asset:..", "not a plain file name"),
        ("asset:a%00.svg", "not a plain file name"),
        ("asset:secret.svg", "no asset folder"),
    ],
)
def test_refuses_all_else(folder: Path, url: str, reason: str) -> None:
    """Other schemes, ways out of the folder, hidden and missing files are refused, each with its reason."""
    with pytest.raises(AssetRefused, match=reason):
        read_asset(url, [folder])


@pytest.mark.skipif(os.name != "posix", reason="links need a right on Windows")
def test_links_stay_inside(folder: Path) -> None:
    """A link within the folder is followed, one that leads out is refused."""
    (folder / "inside.svg").symlink_to("logo größe.svg")
    (folder / "outside.svg").symlink_to("../secret.svg")
    assert b"<svg/>" == read_asset("asset:inside.svg", [folder])[0]
    with pytest.raises(AssetRefused, match="leads out of its folder"):
        read_asset("asset:outside.svg", [folder])


def test_size_limit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of just the limit is read, one byte more is refused."""
    monkeypatch.setattr(fetching, "SIZE_LIMIT", 1024**2)
    (folder / "fits").write_bytes(bytes(1024**2))
    (folder / "large").write_bytes(bytes(1024**2 + 1))
    assert 1024**2 == len(read_asset("asset:fits", [folder])[0])
    with pytest.raises(AssetRefused, match="larger than 1 MiB"):
        read_asset("asset:large", [folder])
