#!/usr/bin/env bash
# The loss table over a network that loses and delays: 2 % loss and 5 ms in a network namespace of its own, where the kernel has
# sch_netem. Exit code 77: it has not, or namespaces are not allowed, and nothing was run.
# Usage: verification/netem.sh [a test project's built DLL]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tests=${1:-tests/Runtime.Tests/bin/Release/net10.0/SocketAnalyzers.Runtime.Tests.dll}
runs=${SOCKETANALYZERS_RUNS:-2}
netem=${NETEM:-netem delay 5ms loss 2%}

left_out() {
    echo "Left out: loss and delay in a network namespace ($1)."
    exit 77
}

command -v tc >/dev/null || left_out "tc is not installed: package iproute2"
unshare -rn true 2>/dev/null || left_out "network namespaces are not allowed here"
unshare -rn sh -c "ip link set lo up && tc qdisc add dev lo root $netem" 2>/dev/null || left_out "this kernel has no sch_netem"
[ -f "$tests" ] || { echo "Build it first: $tests is not there."; exit 1; }
unshare -rn sh -c "ip link set lo up && tc qdisc add dev lo root $netem && exec env SOCKETANALYZERS_RUNS=$runs dotnet test '$tests' --filter FullyQualifiedName~LossTests --logger 'console;verbosity=detailed'"
