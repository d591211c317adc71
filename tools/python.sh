# Print the command of the first Python that is new enough; print nothing if there is none.
# PYTHON=... is tried before the usual names.
set -u

for candidate in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        echo "$candidate"
        exit
    fi
done
