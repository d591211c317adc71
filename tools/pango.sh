# Pango lays out the PDF's text. It is no Python package, so pip cannot bring it.
#   pango.sh install   install it where that can be done unasked (root on Debian or Ubuntu), else advise
#   pango.sh advise    if it is missing, print the one line that installs it; succeeds either way
set -eu
cd "$(dirname "$0")/.."

PACKAGES="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

# Without HarfBuzz-Subset WeasyPrint works, but warns that it soon will not.
present() { .venv/bin/python -W error:HarfBuzz-Subset -c 'import weasyprint' >/dev/null 2>&1; }

line() {
    case "$(uname -s)" in
        Darwin) echo "brew install pango"; return ;;
        MINGW* | MSYS*) echo "pacman -S mingw-w64-ucrt-x86_64-pango"; return ;;
    esac
    if command -v apt-get >/dev/null; then
        echo "sudo apt-get install $PACKAGES"
    elif command -v dnf >/dev/null; then
        echo "sudo dnf install pango"
    else
        echo "look for pango and harfbuzz in this system's packages"
    fi
}

if present; then exit 0; fi
if [ "$1" = install ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "setup: installing the Pango libraries" >&2
    # shellcheck disable=SC2086 # three words are meant
    if sh tools/apt_install.sh $PACKAGES && present; then exit 0; fi
fi
echo "Libraries that write the PDF are missing here; to install them: $(line)" >&2
