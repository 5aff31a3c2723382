#!/bin/sh
# Finds a Python that will do, says what is missing otherwise, and has make run scripts/setup.mk.
# Kept to plain sh and to words any Python understands: it must be able to refuse an old one.
set -eu
cd "$(dirname "$0")/.."

is_new_enough() {
    "$1" -c "import sys$2; sys.exit(sys.version_info < (3, 11))" >/dev/null 2>&1
}

# An environment that was moved does not count: its programs name the folder they were made in.
is_whole() {
    grep -qs "$PWD/.venv" .venv/bin/pip && is_new_enough .venv/bin/python ', pip'
}

# A lock on an open file outlives the program that asks for it.
lock() {
    "$python" -c "import fcntl; fcntl.flock(9, fcntl.LOCK_EX $1)" 2>/dev/null
}

python=''
for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
    if is_new_enough "$candidate" ''; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    asked=${PYTHON:-python3}
    version=$("$asked" --version 2>&1) || version="no $asked"
    echo "deelgenoot needs Python 3.11 or newer, and found: $version." >&2
    echo "Install one (Debian, Ubuntu: apt-get install python3 python3-venv), or name the one to use:" >&2
    echo "  make run PYTHON=python3.12" >&2
    exit 1
fi

mkdir -p var/setup
exec 9>var/setup.lock
lock '| fcntl.LOCK_NB' || { echo "Another set-up of this folder is at work; waiting for it." && lock ''; }
trap 'echo "Interrupted. The same command goes on from here." >&2; exit 130' INT

if ! is_whole; then
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        echo "This Python cannot make an environment: its module venv or ensurepip is missing." >&2
        echo "On Debian and Ubuntu it comes in a package of its own: apt-get install python3-venv" >&2
        echo "(for a Python with a version in its name, for instance: apt-get install python3.12-venv)" >&2
        exit 1
    fi
    echo "  … Environment: making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
fi

# pip's mirror is known to uv too. Make starts anew: what was asked of the one before is not for this one.
export PATH="$PWD/.venv/bin:$PATH" VIRTUAL_ENV="$PWD/.venv" UV_PYTHON_DOWNLOADS=never
if [ -n "${PIP_INDEX_URL-}" ]; then export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$PIP_INDEX_URL}"; fi
unset MAKEFLAGS MFLAGS MAKELEVEL
make -s -j4 -f scripts/setup.mk LEVEL="$1" || exit 1
exec 9>&-
if [ "$1" = run ]; then exec .venv/bin/deelgenoot-web serve; fi
