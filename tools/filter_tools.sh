# Make an environment for each filtering tool that a script of docs/whole-way.md or tests/curation/filter_scripts runs,
# beside .venv and outside constraints.txt, and run these scripts with them: sh tools/filter_tools.sh
# With names it makes the environments of these tools alone, and runs nothing: sh tools/filter_tools.sh datasets
set -eu
cd "$(dirname "$0")/.."
wanted=" $* "

environment() {
    name=$1
    shift
    case $wanted in "  " | *" $name "*) ;; *) return 0 ;; esac
    [ -x ".filter-tools/$name/bin/python" ] || "$(sh tools/python.sh)" -m venv ".filter-tools/$name"
    ".filter-tools/$name/bin/python" -m pip install --quiet --quiet --no-input --disable-pip-version-check "$@"
}

environment datatrove 'datatrove==0.10.1' orjson nltk spacy
environment cleanvision 'cleanvision==0.3.7'
environment datasets 'datasets==5.2.0'
environment dvc 'dvc==3.67.1'
environment data-prep-toolkit 'data-prep-toolkit==1.1.8' 'data-prep-toolkit-transforms[filter,ededup]==1.1.8'
[ "$wanted" != "  " ] || .venv/bin/python -m pytest tests/curation/test_tools_themselves.py
