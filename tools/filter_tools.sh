# Make an environment for each filtering tool that docs/whole-way.md runs, beside .venv and outside constraints.txt, and
# run the page's scripts with them: sh tools/filter_tools.sh
set -eu
cd "$(dirname "$0")/.."

environment() {
    name=$1
    shift
    [ -x ".filter-tools/$name/bin/python" ] || "$(sh tools/python.sh)" -m venv ".filter-tools/$name"
    ".filter-tools/$name/bin/python" -m pip install --quiet --quiet --no-input --disable-pip-version-check "$@"
}

environment datatrove 'datatrove==0.10.1' orjson nltk spacy
environment cleanvision 'cleanvision==0.3.7'
.venv/bin/python -m pytest tests/curation/test_tools_themselves.py
