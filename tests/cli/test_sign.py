"""`generate --sign`: the PDF is signed, or nothing is written."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.running import FOUR_FLAGS, Run
from tests.rendering.keys import PASSPHRASE, key_file

ASKED = ("generate", *FOUR_FLAGS, "--sign", "key.p12", "--format", "pdf")


@pytest.fixture(autouse=True)
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key in the working directory, its passphrase in the environment."""
    (tmp_path / "key.p12").write_bytes(key_file())
    monkeypatch.setenv("REPORTGEN_SIGN_PASSPHRASE", PASSPHRASE)


def test_a_report_is_signed_and_verified(run: Run) -> None:
    """The SHA-256 that is said is that of the signed file."""
    done = run(*ASKED)
    assert (0, "report.pdf\n") == (done.code, done.out)
    checked = run("verify", "report.pdf")
    assert 0 == checked.code
    assert "the certificate of Common Name: C. Controller" in checked.out


def test_a_wrong_passphrase_writes_nothing(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a wrong call: exit code 2. Without a terminal nobody is asked."""
    for set_ in (True, False):
        if set_:
            monkeypatch.setenv("REPORTGEN_SIGN_PASSPHRASE", "wrong")
        else:
            monkeypatch.delenv("REPORTGEN_SIGN_PASSPHRASE")
        done = run(*ASKED)
        assert (2, "") == (done.code, done.out)
        assert done.err.startswith("key.p12: is no PKCS #12 file")
        assert not (tmp_path / "report.pdf").exists()


def test_only_a_pdf_is_signed(run: Run, tmp_path: Path) -> None:
    """Where none is asked for, that is said before anything is written."""
    done = run(*ASKED[:-1], "html")
    hint = "--sign: only a PDF is signed, and none is asked for (--format pdf)\n"
    assert (2, "", hint) == (done.code, done.out, done.err)
    assert not (tmp_path / "report.html").exists()


def test_a_key_of_another_ending_is_refused(run: Run) -> None:
    """A PEM file is no PKCS #12."""
    done = run(*ASKED[:-4], "--sign", "key.pem", "--format", "pdf")
    assert (2, "") == (done.code, done.out)
    assert "key.pem" in done.err


def test_without_the_package_it_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the way to get it."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "pyhanko"]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, "pyhanko", None)
    done = run(*ASKED)
    hint = "pip install 'filtering-savings-report[sign]'"
    expected = f"--sign: signing needs the package pyhanko, which is not installed ({hint})\n"
    assert (2, "", expected) == (done.code, done.out, done.err)
