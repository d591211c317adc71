# Write constraints.txt anew: what pip chooses today, in an environment made for this and removed again.
set -eu
cd "$(dirname "$0")/.."

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT

"$(sh tools/python.sh)" -m venv "$fresh/venv"
pip="$fresh/venv/bin/python -m pip --disable-pip-version-check"
# pip freeze leaves setuptools out on Python 3.11 unless it is asked for all; tools/setup.sh builds with it.
$pip install --quiet --quiet --upgrade hatchling editables setuptools
$pip install --quiet --quiet --no-build-isolation --editable '.[dev,mutate]'
# The edition that grid.toml was made from; newer data must be read into it first, by tools/make_grid.py.
$pip install --quiet --quiet --no-deps codecarbon==3.3.2 carbontracker==2.4.7
{
    echo "# Every package that reportgen, its tests and make mutate need, as installed when this was last written."
    echo "# Refresh with: make constraints && make test"
    $pip freeze --all --exclude pip --exclude wheel --exclude-editable | LC_ALL=C sort --ignore-case
} >"$fresh/constraints.txt"
cp "$fresh/constraints.txt" constraints.txt
