#!/usr/bin/env bash
# Asks the running server what its OpenAPI document says it can be asked, and much that it says it cannot: no answer is
# 5xx, and none is one that the document does not name (status, media type, form of the body).
#
#   tests/schemathesis.sh [BINARY]      default: target/debug/sincerely
#
# Needs python3 with venv, curl. The tool is installed once into the user's cache. SEED and EXAMPLES set the search; the
# same seed asks the same. Ends with code 0 only when nothing was found.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=$(realpath "${1:-target/debug/sincerely}")
document=$PWD/docs/openapi.json
seed=${SEED:-7}
examples=${EXAMPLES:-15}
version=4.32.5
venv=${SCHEMATHESIS_VENV:-${XDG_CACHE_HOME:-$HOME/.cache}/sincerely-ci/schemathesis-$version}

if [ ! -x "$venv/bin/st" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$version"
fi

work=$(mktemp -d)
# The tool leaves its cache where it is run.
cd "$work"
export SINCERELY_HOME="$work/home"
server=
# shellcheck disable=SC2317
end() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap end EXIT

lead=$("$binary" serve add-operator Lead --role lead 2>/dev/null)
operator=$("$binary" serve add-operator Operator 2>/dev/null)
form=$("$binary" serve add-operator Form --role source 2>/dev/null)
"$binary" serve --listen 127.0.0.1:0 --requests-per-second 0 --failed-logins-per-minute 0 >"$work/where" 2>"$work/log" &
server=$!
for _ in $(seq 100); do
    grep -q Listening "$work/where" && break
    sleep 0.1
done
url=$(sed -n 's/^Listening on //p' "$work/where")
[ -n "$url" ] || { cat "$work/log"; exit 1; }

# Things that are there, so that requests come further than "there is no such case".
ask() { curl -sS --fail-with-body -H "Authorization: Bearer $lead" -H 'Content-Type: application/json' "$@"; }
field() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
made=$(ask "$url/v1/cases" -d '{"customer": {"name": {"given": "Amy"}, "contacts": [{"channel": "email",
    "address": "amy@example.org"}]}, "channel": "email", "messages": [{"kind": "inbound", "body": "You charged me twice."}]}')
case=$(field id <<<"$made")
customer=$(field customer_id <<<"$made")
colleague=$(curl -sS -H "Authorization: Bearer $operator" "$url/v1/me" | field id)
hash=$(printf hello | sha256sum | cut -d' ' -f1)
printf hello | curl -sS -X PUT -H "Authorization: Bearer $lead" --data-binary @- "$url/v1/attachments/$hash"

# With ids of things that are there.
cat >"$work/there.toml" <<EOF
[[operations]]
include-path-regex = "^/v1/cases/"
parameters = { "path.id" = "$case" }
[[operations]]
include-path-regex = "^/v1/customers/"
parameters = { "path.id" = "$customer" }
[[operations]]
include-path-regex = "^/v1/operators/"
parameters = { "path.id" = "$colleague" }
[[operations]]
include-path-regex = "^/v1/attachments/"
parameters = { "path.hash" = "$hash" }
EOF
: >"$work/anywhere.toml"

search() {
    local token=$1 config=$2
    shift 2
    # The stream of events has no end, so there is nothing to wait for.
    "$venv/bin/st" --config-file "$config" run "$document" --url "$url" --header "Authorization: Bearer $token" \
        --checks not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance \
        --exclude-path /v1/events --seed "$seed" --max-examples "$examples" --phases examples,coverage,fuzzing \
        --continue-on-failure --warnings off --suppress-health-check all --request-timeout 30 "$@"
}

failed=0
search "$lead" "$work/there.toml" || failed=1
search "$lead" "$work/anywhere.toml" || failed=1
search "$operator" "$work/there.toml" --include-method GET || failed=1
search "$form" "$work/there.toml" --phases examples,coverage || failed=1
search sin_wrong "$work/anywhere.toml" --phases coverage --include-method GET || failed=1
if grep -q panicked "$work/log"; then
    grep panicked "$work/log"
    failed=1
fi
exit "$failed"
