#!/bin/sh
# Finds a Python that will do, says what is missing otherwise, and hands over to setup_main.py.
# Kept to plain sh and to words any Python understands: it must be able to refuse an old one.
set -eu
cd "$(dirname "$0")/.."

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

found=''
for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
    if is_new_enough "$candidate"; then
        found=$candidate
        break
    fi
done

if [ -z "$found" ]; then
    asked=${PYTHON:-python3}
    version=$("$asked" --version 2>&1) || version="no $asked"
    echo "deelgenoot needs Python 3.11 or newer, and found: $version." >&2
    echo "Install one (Debian, Ubuntu: apt-get install python3 python3-venv), or name the one to use:" >&2
    echo "  make run PYTHON=python3.12" >&2
    exit 1
fi

exec "$found" scripts/setup_main.py "$@"
