"""Where the files that ship beside the code lie: in a checkout, an editable install or an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def template_folder() -> Path:
    """Return the folder of the built-in page templates.

    Raises FileNotFoundError if this installation lacks it.
    """
    return _folder(in_wheel="templates", in_checkout="templates")


def sample_run_folder() -> Path:
    """Return the folder of the sample run that `reportgen demo` reports on.

    Raises FileNotFoundError if this installation lacks it.
    """
    return _folder(in_wheel="sample_run", in_checkout="sample_data/street_scenes")


def _folder(in_wheel: str, in_checkout: str) -> Path:
    shipped = _PACKAGE / in_wheel
    if shipped.is_dir():
        return shipped
    root = _PACKAGE.parent
    # Beside an installed package lie other people's packages, one of which may well be called "templates".
    if (root / "pyproject.toml").is_file() and (root / in_checkout).is_dir():
        return root / in_checkout
    raise FileNotFoundError(f"reportgen is installed without its folder {shipped}; install it anew")
