#!/usr/bin/env bash
# Throughput on loopback of this library's relay, of two Stream.CopyToAsync, of socat and of haproxy, in one run: each a process of its
# own, in turns, the median of nine rounds of 64 MiB. What cannot be installed is left out, and that is printed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

work=$(mktemp -d)
pids=()
finish() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait
    rm -rf "$work"
}
trap finish EXIT

missing=()
for package in socat haproxy; do command -v "$package" >/dev/null || missing+=("$package"); done
if [ ${#missing[@]} -gt 0 ] && command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } >"$work/apt" 2>&1 || tail -n 3 "$work/apt"
fi

dotnet build -c Release --nologo -v quiet >"$work/build" || { cat "$work/build"; exit 1; }
bench=bin/Release/net10.0/SocketAnalyzers.Runtime.Benchmarks.dll
# Below the ports that the kernel gives to clients.
target=27100
relays=()

# start NAME PORT COMMAND...: a relay that is to be measured.
start() {
    local name=$1 port=$2
    shift 2
    "$@" >"$work/$name" 2>&1 &
    pids+=($!)
    # Not by a connection: it would be relayed to a target that does not listen yet.
    for _ in $(seq 100); do
        ! grep -qi ":$(printf %04X "$port") 00000000:0000 0A" /proc/net/tcp || { relays+=("$name=$port"); return; }
        sleep 0.1
    done
    echo "left out  $name: it does not listen:"
    cat "$work/$name"
}

start TwoCopies 27101 dotnet "$bench" --relay TwoCopies 27101 $target
if [ -e ../src/Runtime/DuplexRelay.cs ]; then
    start DuplexRelay 27102 dotnet "$bench" --relay DuplexRelay 27102 $target
else
    echo "left out  DuplexRelay: it is not in this build"
fi
if command -v socat >/dev/null; then
    start socat 27103 socat -b 65536 TCP4-LISTEN:27103,bind=127.0.0.1,reuseaddr,fork TCP4:127.0.0.1:$target
else
    echo "left out  socat: it is not installed (apt-get install socat)"
fi
if command -v haproxy >/dev/null; then
    cat >"$work/haproxy.cfg" <<CONFIG
defaults
    mode tcp
    timeout connect 5s
    timeout client 60s
    timeout server 60s
listen relay
    bind 127.0.0.1:27104
    server target 127.0.0.1:$target
CONFIG
    start haproxy 27104 haproxy -db -f "$work/haproxy.cfg"
else
    echo "left out  haproxy: it is not installed (apt-get install haproxy)"
fi
dotnet "$bench" --throughput $target "${relays[@]}"
