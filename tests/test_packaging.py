"""What a built wheel holds, and that reportgen finds its files from every kind of installation."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CHECKOUT_FOLDERS = [ROOT / "templates", ROOT / "sample_data/street_scenes"]


def run_python(*arguments: str, cwd: Path) -> str:
    """Return what Python prints, run with the arguments; fail with what it says if it fails."""
    child = subprocess.run([sys.executable, *arguments], cwd=cwd, capture_output=True, text=True, check=False)
    assert not child.returncode, child.stdout + child.stderr
    return child.stdout


def install(wheel: Path, target: Path) -> Path:
    """Install a wheel, and nothing it depends on, into an empty folder, and return the folder."""
    run_python(
        *["-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-compile", "--target"],
        str(target),
        str(wheel),
        cwd=target.parent,
    )
    return target


def folders_seen_from(site: Path, cwd: Path) -> list[Path]:
    """Return the template folder and the sample run's folder as the reportgen installed in `site` finds them.

    The other packages come from this environment; without `site` of its own (-S) Python does not see the
    reportgen installed there.
    """
    code = (
        "import site, sys; site.addsitedir(sys.argv[1]); sys.path += sys.argv[2:]\n"
        "from reportgen.files.shipped import sample_run_folder, template_folder\n"
        "print(template_folder(), sample_run_folder(), sep='\\n')"
    )
    packages = sysconfig.get_path("purelib")
    return [Path(line) for line in run_python("-I", "-S", "-c", code, str(site), packages, cwd=cwd).splitlines()]


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source distribution and, from it, the wheel, and return their folder."""
    folder = tmp_path_factory.mktemp("dist")
    run_python("-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT), cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(distributions: Path) -> Path:
    """Return the wheel."""
    (path,) = distributions.glob("*.whl")
    return path


def files_below(folder: str, pattern: str = "*") -> set[str]:
    """Return the files of the checkout below a folder, as paths relative to that folder."""
    top = ROOT / folder
    found = {path.relative_to(top).as_posix() for path in top.rglob(pattern) if path.is_file()}
    assert found, f"no {pattern} below {folder}"
    return found


@pytest.mark.parametrize(
    ("in_wheel", "in_checkout", "pattern"),
    [
        ("reportgen/templates", "templates", "*"),
        ("reportgen/sample_run", "sample_data/street_scenes", "*"),
        ("reportgen/factors", "reportgen/factors", "*.toml"),
        ("reportgen/rendering/fonts", "reportgen/rendering/fonts", "*"),
        ("reportgen", "reportgen", "*.py"),
        ("reportgen/locale", "reportgen/locale", "*.po*"),
        ("reportgen", "reportgen", "py.typed"),
    ],
)
def test_wheel_holds_every_file_of_the_package(wheel: Path, in_wheel: str, in_checkout: str, pattern: str) -> None:
    """Templates, the sample run, factors, fonts and the mark of a typed package ship in the wheel."""
    held = set(zipfile.ZipFile(wheel).namelist())
    missing = {f"{in_wheel}/{name}" for name in files_below(in_checkout, pattern)} - held

    assert not missing


def test_wheel_holds_the_fonts_with_their_licence(wheel: Path) -> None:
    """The fonts are TrueType files, and the licence they come under lies beside them."""
    fonts = [name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("reportgen/rendering/fonts/")]

    assert [name for name in fonts if name.endswith(".ttf")]
    assert [name for name in fonts if Path(name).name.startswith("OFL")]


def test_wheel_says_which_data_are_under_which_licence(wheel: Path) -> None:
    """The metadata name the licences of data and fonts too, and the file that tells them apart is there."""
    with zipfile.ZipFile(wheel) as archive:
        held = archive.namelist()
        (metadata,) = (archive.read(name).decode() for name in held if name.endswith(".dist-info/METADATA"))

    assert "License-Expression: Apache-2.0 AND CC-BY-4.0 AND CC-BY-SA-4.0 AND OFL-1.1" in metadata.splitlines()
    assert "reportgen/factors/DATA-LICENCES.txt" in held
    assert [name for name in held if name.endswith(".dist-info/licenses/reportgen/factors/DATA-LICENCES.txt")]


def test_wheel_holds_only_the_package(wheel: Path) -> None:
    """Tests and tools stay out of people's environments."""
    top = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}

    assert {"reportgen"} == {name for name in top if not name.endswith(".dist-info")}


def test_source_distribution_can_be_tested(distributions: Path) -> None:
    """The source distribution holds the tests, and what `make test` reads."""
    (path,) = distributions.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}

    wanted = {"Makefile", "constraints.txt", "pyproject.toml", "tools/setup.sh", "tests/test_packaging.py"}
    assert not wanted - held


def test_installed_wheel_finds_its_folders(wheel: Path, tmp_path: Path) -> None:
    """An installed wheel finds the templates and the sample run inside the package."""
    site = install(wheel, tmp_path / "site")

    expected = [site / "reportgen/templates", site / "reportgen/sample_run"]
    assert expected == folders_seen_from(site, tmp_path)


def test_editable_install_finds_the_folders_of_the_checkout(tmp_path: Path) -> None:
    """An editable install finds them where they are edited, not a copy made when it was installed."""
    code = "import sys, hatchling.build; print(hatchling.build.build_editable(sys.argv[1]))"
    name = run_python("-c", code, str(tmp_path), cwd=ROOT).strip()
    site = install(tmp_path / name, tmp_path / "site")
    folders = folders_seen_from(site, tmp_path)

    assert CHECKOUT_FOLDERS == folders


def test_checkout_finds_its_folders(tmp_path: Path) -> None:
    """Without any installation the folders of the checkout are found."""
    folders = folders_seen_from(ROOT, tmp_path)

    assert CHECKOUT_FOLDERS == folders


def test_missing_folder_is_named(wheel: Path, tmp_path: Path) -> None:
    """An installation that lost its templates says which folder is missing, and takes no other package's."""
    site = install(wheel, tmp_path / "site")
    (site / "reportgen/templates").rename(site / "templates")

    with pytest.raises(AssertionError, match=f"FileNotFoundError: .*{site / 'reportgen/templates'}"):
        folders_seen_from(site, tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="make and sh are missing on Windows")
@pytest.mark.parametrize(
    "script", ["tools/setup.sh", "tools/pango.sh", "tools/python.sh", "tools/apt_install.sh", "tools/constraints.sh"]
)
def test_scripts_are_posix_shell(script: str) -> None:
    """The shell reads every set-up script without a syntax error."""
    subprocess.run(["sh", "-n", script], cwd=ROOT, check=True)


def test_constraints_pin_exactly_and_name_no_address() -> None:
    """Each line of constraints.txt is name==version, in order, and says nothing about where to get it."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]

    assert sorted(pins, key=str.upper) == pins
    assert not [pin for pin in pins if pin.count("==") != 1 or set(pin) & set(" /@;:*")]
