#!/usr/bin/env bash
# Draws docs/plots/scaling.svg from the points of "scaling --points FILE". Usage: plot.sh FILE
set -euo pipefail
points=$(realpath "${1:?usage: plot.sh FILE, as written by: scaling --points FILE}")
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

if ! command -v gnuplot >/dev/null; then
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends gnuplot-nox; } >/dev/null
fi

# Each shape's block begins with its name in quotes.
shapes=$(grep -c '^"' "$points")

gnuplot <<PLOT
set terminal svg size 760,460 font "Helvetica,13" background rgb "white"
set output "docs/plots/scaling.svg"
set title "Analyzer time against the size of generated code"
set logscale xy
set xlabel "size (statements, branches, sockets, methods, ...)"
set ylabel "milliseconds"
set grid
set key outside right
plot for [i=0:$shapes-1] "$points" index i using 1:2 with linespoints linewidth 1.5 pointsize 0.6 title columnheader(1), \
    [1000:10000] x / 50 with lines dashtype 2 linecolor rgb "#888888" title "linear"
PLOT
