#!/bin/sh
# Does one step of the set-up: step.sh STAMP SENTENCE COMMAND. What the command prints is kept in a log.
set -eu
stamp=$1
name=${stamp##*/}
name=${name%-*}
log=var/setup/$name.log
unreachable='name resolution|name or service not known|nodename nor servname|failed to lookup address'
unreachable="$unreachable|dns error|network is unreachable|connection refused|error sending request"
unreachable="$unreachable|failed to establish a new connection"

echo "  … $name: $2"
if ! sh -c "$3" >"$log" 2>&1 </dev/null; then
    if grep -qiE "$unreachable" "$log" || grep -qE 'ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH' "$log"; then
        echo "$name: the package index cannot be reached. Setting up needs a network to the indexes of" >&2
        echo "Python and npm packages, once. Behind a proxy, set HTTPS_PROXY." >&2
    fi
    printf '%s failed. It said:\n%s\n' "$name" "$(tail -n 15 "$log")" >&2
    exit 1
fi
rm -f "var/setup/$name"-*
: >"$stamp"
echo "  ✓ $name"
