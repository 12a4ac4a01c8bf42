#!/usr/bin/env bash
# How many system calls more a close makes than the lines by hand, counted by strace: at most 4 (docs/verification.md). What threads
# wait with, and memory, is not counted: it has to do with the machine's load. Takes the built program. Exit code 3 where strace cannot be had.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export LC_ALL=C

program=bin/Release/net10.0/SocketAnalyzers.Runtime.Benchmarks.dll
most=4
few=5 many=30 # rounds of 20 closes: the difference of two runs is without the start of the program
not_counted='!sched_yield,futex,epoll_wait,epoll_pwait,epoll_pwait2,nanosleep,clock_nanosleep,restart_syscall,mmap,munmap,mprotect,madvise,membarrier,rt_sigprocmask,rt_sigaction,rt_sigreturn,tgkill,gettid,getpid,sched_getaffinity,sched_setaffinity,get_mempolicy,set_robust_list,rseq,sigaltstack,clone3,clone,exit,prctl'
# Where the machine does something else meanwhile, a close that waits looks once more: the least of three counts.
attempts=3

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
can_trace() { strace -f --seccomp-bpf -e trace=none true >"$work/log" 2>&1; }
can_trace || { timeout 60 ../../verification/install.sh strace && can_trace; } >"$work/log" 2>&1 || { echo "strace cannot be had: $(tail -n 1 "$work/log")"; exit 3; }

# count WAY PEER ROUNDS: all system calls of that run.
count() {
    strace -f --seccomp-bpf -c -U name,calls -e "trace=$not_counted" -o "$work/count" dotnet "$program" --closes "$@" >"$work/log" 2>&1 ||
        { cat "$work/log" >&2; return 1; }
    awk '$1 == "total" { print $2 }' "$work/count"
}

# per_close WAY PEER: in hundredths, the making of the connection included.
per_close() {
    local before after
    before=$(count "$1" "$2" "$few") after=$(count "$1" "$2" "$many")
    echo $((100 * (after - before) / (20 * (many - few))))
}

hundredths() { printf '%d.%02d' $(($1 / 100)) $(($1 % 100)); }

status=0
for peer in BeforeTheClose DuringTheClose; do
    least=
    for ((attempt = 0; attempt < attempts; attempt++)); do
        by_hand=$(per_close ByHand "$peer") library=$(per_close CloseGracefully "$peer")
        # A connection is made, used and ended by hand with more than ten: else nothing was counted.
        [ "$by_hand" -ge 1000 ] || { echo "FAILED  $(hundredths "$by_hand") system calls by hand were counted"; exit 1; }
        more=$((library - by_hand))
        [ -n "$least" ] && [ "$least" -le "$more" ] || least=$more
        [ "$least" -gt $((100 * most)) ] || break
    done
    verdict=ok
    [ "$least" -le $((100 * most)) ] || { verdict=FAILED status=1; }
    printf '%-7s a close, peer ends %s: %s system calls more than by hand (at most %d)\n' "$verdict" "$peer" "$(hundredths "$least")" "$most"
done
exit "$status"
