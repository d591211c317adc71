# Write constraints.txt anew: what pip chooses today, in an environment made for this and removed again.
set -eu
cd "$(dirname "$0")/.."

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT

"$(sh tools/python.sh)" -m venv "$fresh/venv"
pip="$fresh/venv/bin/python -m pip --disable-pip-version-check"
$pip install --quiet --quiet editables --editable '.[dev]'
{
    echo "# Every package that reportgen and its tests need, as installed when this was last written."
    echo "# Refresh with: make constraints && make test"
    $pip freeze --exclude-editable | LC_ALL=C sort --ignore-case
} >"$fresh/constraints.txt"
cp "$fresh/constraints.txt" constraints.txt
