#!/usr/bin/env bash
# Writes traces/OUTCOME.txt: runs of the model that the tests of SocketAnalyzers.Runtime replay on the code (the format is in
# README.md). They are random simulations with fixed seeds; of each configuration and outcome those are kept that differ
# in what happens. With --check it writes nothing and tells whether the files are those that this model gives.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export LC_ALL=C

command -v spin >/dev/null || { echo "spin is missing; verification/install.sh installs it"; exit 3; }
version=$(spin -V)
version=${version%% --*}
seeds=100
kept=3          # of each configuration and outcome; of the two that claim something, four times as many
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

configurations='
plain   | -DTOTAL=5
calm    | -DTOTAL=5 -DCANCELS=0 -DPEER_SENDS=1
short   | -DTOTAL=2 -DIDLE=3
tls     | -DTOTAL=5 -DTLS=1 -DSNDBUF=1
notify  | -DTOTAL=5 -DTLS=1 -DQUEUED=1 -DCANCELS=0 -DPEER_SENDS=1
sends   | -DTOTAL=5 -DPENDING=2 -DQUEUED=1
sent    | -DTOTAL=5 -DPENDING=1 -DQUEUED=1 -DSENDS_MAY_FAIL=0 -DCANCELS=0 -DPEER_SENDS=1
reader  | -DTOTAL=5 -DREADER=1 -DCANCELS=0
dispose | -DTOTAL=5 -DOTHER_DISPOSES=1
slow    | -DTOTAL=9 -DQUEUED=4 -DSLOW_READER=1
all     | -DTOTAL=5 -DPENDING=1 -DTLS=1 -DREADER=1 -DOTHER_DISPOSES=1
'

# One run: what was told up to the outcome, and whether data was lost in the end. "void" marks what a replay cannot tell.
simulate() {
    spin -T "-n$2" -DREPLAY $3 model/close.pml >"$work/run" || { cat "$work/run"; exit 1; }
    awk -v name="$1-$2" '
        /^void/ { exit }
        /^timeout/ { next }
        /^lost / && !over { print "no outcome: " name > "/dev/stderr"; exit 1 }
        /^lost / { print "trace " name "\n" text $0 "\n"; exit }
        !over { text = text $0 "\n" }
        /^> outcome/ { over = 1 }' "$work/run"
}

# The traces of one configuration: one for each set of things that happened, at most $kept for each outcome.
choose() {
    awk -v kept="$kept" -v chosen="$work/chosen/" '
        BEGIN {
            RS = ""
            kinds = split("shut|eaten|\nack 1|ack fin|data|\nfin|rst|tick|cancel|dispose\n|sends done|sends failed|" \
                "notify done|notify failed|reader read|reader ended", kind, "|")
        }
        {
            outcome = $0
            sub(/.*> outcome /, "", outcome)
            sub(/ .*/, "", outcome)
            key = outcome
            for (i = 1; i <= kinds; i++) key = key (index($0, kind[i]) ? 1 : 0)
            if (!(key in had) && count[outcome]++ < kept * (outcome ~ /PeerClosed|Delivered/ ? 4 : 1)) print $0 "\n" >> (chosen outcome)
            had[key]
        }'
}

mkdir "$work/chosen" "$work/traces"
first=1
while IFS='|' read -r name flags; do
    [ -n "$name" ] || continue
    name=${name%% *}
    first=$((first + 1000))
    for seed in $(seq "$first" $((first + seeds - 1))); do simulate "$name" "$seed" "$flags"; done | choose
done <<<"$configurations"
for file in "$work"/chosen/*; do
    { echo "# Made by verification/traces.sh with $version. The format is in verification/README.md."; echo; cat "$file"; } >"$work/traces/${file##*/}.txt"
done

if [ "${1:-}" = --check ]; then
    made=$(sed -n '1s/.*with \(.*\)\. The format.*/\1/p' traces/PeerClosed.txt)
    [ "$made" = "$version" ] || { echo "not compared: the traces were made by $made, here is $version"; exit 0; }
    diff -r traces "$work/traces"
else
    rm -rf traces
    cp -r "$work/traces" traces
fi
echo "$(cat "$work"/traces/*.txt | grep -c '^trace ') traces, $(ls "$work/traces" | wc -l) outcomes"
