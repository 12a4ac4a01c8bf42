#!/usr/bin/env bash
# Installs what is missing of the tools that are named, without a name what run.sh needs: spin and gcc; by Debian's package manager.
# Exit code 3 where that cannot be.
set -euo pipefail
[ $# -gt 0 ] || set -- spin gcc

missing=()
for tool in "$@"; do
    command -v "$tool" >/dev/null || missing+=("$tool")
    # gcc's package brings no C library headers where recommended packages are left out.
    [ "$tool" != gcc ] || [ -e /usr/include/stdio.h ] || missing+=(libc6-dev)
done
[ "${#missing[@]}" -gt 0 ] || exit 0

command -v apt-get >/dev/null || { echo "missing: ${missing[*]}; no apt-get here: install them by hand"; exit 3; }
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || { echo "missing: ${missing[*]}; as root: apt-get install ${missing[*]}"; exit 3; }
    as_root=(sudo -n env)
fi
export DEBIAN_FRONTEND=noninteractive
{ "${as_root[@]}" apt-get -q update && "${as_root[@]}" apt-get -q install -y --no-install-recommends "${missing[@]}"; } ||
    { echo "missing: ${missing[*]}; apt-get could not install them"; exit 3; }
