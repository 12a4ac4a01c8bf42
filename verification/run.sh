#!/usr/bin/env bash
# Checks the model: every configuration exhaustively, then that faults are found and every outcome can be reached.
# One line per check; exit code 0 when all are good, 1 when one failed, 2 for a wrong argument, 3 when spin or gcc is missing.
# "run.sh NAME..." runs the configurations of these names only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export LC_ALL=C

for tool in spin gcc; do
    command -v "$tool" >/dev/null || { echo "$tool is missing; verification/install.sh installs it (Debian packages spin, gcc)"; exit 3; }
done

model=$PWD/model
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
ok() { echo "ok      $1"; }
bad() { echo "FAILED  $1"; failed=1; }

# name | bounds and flags: what the model holds is checked in each of these, and the sum of them is what is claimed.
configurations='
plain      |
sends      | -DPENDING=2 -DQUEUED=1 -DPEER_SENDS=1
unnamed    | -DUNDECLARED=2 -DQUEUED=1 -DPEER_SENDS=1
unnamedtls | -DUNDECLARED=1 -DQUEUED=0 -DTLS=1 -DPEER_SENDS=1 -DSNDBUF=1
tls        | -DTLS=1 -DPEER_SENDS=1
reader     | -DREADER=1 -DPEER_SENDS=1
undeclared | -DREADER=2 -DPEER_SENDS=1
dispose    | -DOTHER_DISPOSES=1 -DPEER_SENDS=1
two        | -DCLOSERS=2 -DQUEUED=1 -DPEER_SENDS=1 -DTOTAL=1 -DIDLE=1
all        | -DPENDING=1 -DQUEUED=0 -DTLS=1 -DREADER=1 -DOTHER_DISPOSES=1 -DPEER_SENDS=1 -DSNDBUF=1 -DTOTAL=1 -DIDLE=1
slow       | -DSLOW_READER=1 -DQUEUED=4 -DTOTAL=9
late       | -DLATE_SENDER=1 -DPEER_KEEPS_QUEUE=1 -DPEER_SENDS=1
'

# That no run goes on for ever: the state graph has no cycle. This costs twice the states, hence smaller bounds.
acyclic='
plain      | -DQUEUED=1 -DPEER_SENDS=1
phases     | -DPENDING=1 -DQUEUED=0 -DTLS=1 -DREADER=1 -DPEER_SENDS=1 -DSNDBUF=1 -DTOTAL=1 -DIDLE=1
two        | -DCLOSERS=2 -DQUEUED=0 -DPEER_SENDS=1 -DTOTAL=1 -DIDLE=1
'

# property | flags: each has to break this property, or the check above checks nothing.
faults='
noResetBehindClaim | -DFAULT=NO_DRAIN
noResetBehindClaim | -DFAULT=DISPOSE_FIRST -DREADER=2
finAfterSends      | -DFAULT=FIN_OVERTAKES -DPENDING=2 -DQUEUED=1
finAfterSends      | -DFAULT=NO_BARRIER -DUNDECLARED=2 -DQUEUED=1
invalid end state  | -DFAULT=NO_DEADLINE -DUNDECLARED=2 -DQUEUED=1
slowReaderIsServed | -DFAULT=TIMER_NOT_RESTARTED -DSLOW_READER=1 -DQUEUED=4 -DTOTAL=9
slowReaderIsServed | -DFAULT=READ_IS_PROGRESS -DSLOW_READER=1 -DQUEUED=4 -DTOTAL=9
noClaimOfLostData  | -DFAULT=EOF_IS_ENOUGH
noClaimOfLostData  | -DFAULT=UNACKED_IS_ENOUGH
oneReader          | -DFAULT=SECOND_READER -DREADER=1
resetBeforeIsTold  | -DFAULT=NO_LOOK_AT_ENTRY
invalid end state  | -DFAULT=NO_DEADLINE -DTLS=1
invalid end state  | -DFAULT=NO_DEADLINE -DPENDING=2 -DSENDS_MAY_FAIL=0
invalid end state  | -DFAULT=NO_DEADLINE -DREADER=1
noPartLooksWhole   | -DFAULT=FIN_AFTER_FAILED_SEND -DPENDING=2
finOnce            | -DFAULT=FIN_TWICE
non-progress cycle | -DFAULT=NO_LIMITS
'

# What the helper cannot know: without the assumption named in README.md the property does not hold.
limits='
noClaimOfLostData  | -DLATE_SENDER=1
noClaimOfLostData  | -DUNDECLARED=2 -DVISIBLE=0 -DQUEUED=1
'

# outcome | flags: a model in which an outcome cannot be reached says nothing about it.
reachable='
PeerClosed    |
Delivered     |
PeerReset     |
IdleTimeout   |
TotalTimeout  |
ByteLimit     |
Canceled      |
AlreadyClosed | -DOTHER_DISPOSES=1
Error         | -DPENDING=1
'

# The relay, relay.pml.
relay='
relay      |
'
relay_faults='
noCompletedOfLostData | -DFAULT=COMPLETED_AT_FIN
noCompletedOfLostData | -DFAULT=ACKED_WITHOUT_FIN
endedIsNotReset       | -DFAULT=RESETS_ENDED
endedIsNotReset       | -DFAULT=LEAVES_UNREAD
resetBehindData       | -DFAULT=RESET_AT_ONCE
partIsNoWhole         | -DFAULT=RESET_IS_END
invalid end state     | -DFAULT=NO_LIMITS
'
relay_limits='
endedIsNotReset       | -DLATE_SENDER=1
'
relay_reachable='
Completed            |
SourceError          |
DestinationError     |
IdleTimeout          |
TotalTimeout         |
Canceled             |
OtherDirectionFailed |
'
file=close.pml

# pan DIRECTORY GCC-FLAGS PAN-FLAGS MODEL-FLAGS: builds the verifier and runs it; its report is in DIRECTORY/report.
pan() {
    local dir=$work/$1 gcc_flags=$2 pan_flags=$3
    mkdir "$dir"
    (
        cd "$dir"
        cp "$model"/*.pml .
        # shellcheck disable=SC2086
        spin $4 -a "$file" && gcc -w -DMEMLIM=2000 $gcc_flags -o pan pan.c && ./pan -m10000 $pan_flags
    ) >"$dir/report" 2>&1
}

# Exhaustive means: no error, nothing cut off by depth or memory, no lossy storage.
whole() { grep -q 'errors: 0$' "$1" && grep -q '^Full statespace search' "$1" && ! grep -qE 'Search not completed|too small|truncated|^spin:' "$1"; }

figures() {
    awk '/depth reached/ { depth = $0; sub(/.*depth reached /, "", depth); sub(/,.*/, "", depth) }
         /states, stored/ { states = $1 } /transitions \(/ { transitions = $1 }
         /total actual memory/ { memory = $1 } /elapsed time/ { seconds = $4 }
         END { printf "%.0f states, %.0f transitions, depth %d, %.1f s, %.0f MB", states, transitions, depth, seconds, memory }' "$1"
}

# each TABLE FUNCTION: calls FUNCTION with the two fields of every line.
each() {
    local left right
    while IFS='|' read -r left right; do
        [ -z "$left" ] || "$2" "${left%"${left##*[! ]}"}" "${right# }"
    done <<<"$1"
}

asked=" $* "
for name in "$@"; do
    grep -qE "^$name +\|" <<<"$configurations$relay" || { echo "no configuration \"$name\""; exit 2; }
done

exhaustive() {
    [ "$asked" = "  " ] || [[ $asked == *" $1 "* ]] || return 0
    pan "safety-$1" "-O1 -DSAFETY" "" "$2" || true
    local report=$work/safety-$1/report
    if ! whole "$report"; then
        bad "$1 ($2)"
        tail -n 20 "$report"
    elif grep -E '"(result = (PeerClosed|Delivered)|outcome = Completed)"' "$report"; then
        bad "$1 ($2): a claim that is never made is no evidence"
    else
        ok "$1: $(figures "$report")${2:+  ($2)}"
    fi
}

ends() {
    pan "cycle-$1" "-O1 -DNP" "-l" "$2" || true
    local report=$work/cycle-$1/report
    if whole "$report"; then ok "no cycle, $1: $(figures "$report")  ($2)"; else bad "no cycle, $1 ($2)"; tail -n 20 "$report"; fi
}

number=0
# breaks WHAT PROPERTY FLAGS
breaks() {
    number=$((number + 1))
    if [ "$2" = "non-progress cycle" ]; then
        pan "broken-$number" "-O0 -DNP" "-l" "$3" || true
    else
        pan "broken-$number" "-O0 -DSAFETY" "" "$3" || true
    fi
    if grep -qE "^pan:[0-9]+: (assertion violated )?$2 \(at depth" "$work/broken-$number/report"; then
        ok "$1 ($3)"
    else
        bad "$1 ($3), not: $(grep -E '^pan:|errors:' "$work/broken-$number/report" | head -n 1)"
    fi
}
fault() { breaks "fault gives \"$1\"" "$1" "$2"; }
limit() { breaks "known limit gives \"$1\"" "$1" "$2"; }
reached() { breaks "$1 is reached" notReached "-DREACH=$1${2:+ $2}"; }

# Every statement of the model is reached in some configuration (those of the endless loops' ends apart), so that no part
# of it is there for nothing: pan lists for each process what one configuration leaves out.
covered() {
    local left
    left=$(awk 'FNR == 1 { process = "" }
        /^unreached in / { process = $NF; processes[process]++; next }
        process && /, state [0-9]+, / && !/"-end-"/ {
            line = process " " $0
            sub(/, state [0-9]+,/, "", line)
            if (!((FILENAME, line) in seen)) { seen[FILENAME, line]; count[line]++; of[line] = process }
        }
        END { for (line in count) if (count[line] == processes[of[line]]) print "        " line }' "$work"/safety-*/report)
    if [ -z "$left" ]; then
        ok "every statement is reached in some configuration"
    else
        bad "reached in no configuration:"
        echo "$left"
    fi
}

each "$configurations" exhaustive
if [ "$asked" = "  " ]; then covered; fi
file=relay.pml
each "$relay" exhaustive
if [ "$asked" = "  " ]; then
    each "$relay_faults" fault
    each "$relay_limits" limit
    each "$relay_reachable" reached
fi
file=close.pml
if [ "$asked" = "  " ]; then
    each "$acyclic" ends
    each "$faults" fault
    each "$limits" limit
    each "$reachable" reached
    if ./traces.sh --check >"$work/traces" 2>&1; then
        ok "traces/ is what the model tells: $(cat "$work/traces")"
    else
        bad "traces/ is not what the model tells; traces.sh writes it anew"
        head -n 20 "$work/traces"
    fi
fi
exit "$failed"
