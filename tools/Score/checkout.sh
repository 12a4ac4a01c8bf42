#!/usr/bin/env bash
# usage: tools/Score/checkout.sh REPOSITORIES.tsv DIR [SNAPSHOTS]
# Checks the repositories of the list (a heading, then owner/name TAB commit) out into DIR/owner+name, for tools/Scan and tools/Score.
# Without SNAPSHOTS that commit alone is downloaded. With it nothing is: its folders owner+name/repo are git directories that are there
# already, and only *.cs and project files are written; a file whose blob is missing there is left out, with a line.
# What is there already is left alone; the exit code is 1 when one could not be fetched.
set -euo pipefail
[ $# -ge 2 ] && [ $# -le 3 ] && [ -f "$1" ] && { [ $# -eq 2 ] || [ -d "$3" ]; } || { sed -n '2,6s/^# //p' "$0" >&2; exit 2; }
list=$1
folder=$2
snapshots=${3:+$(cd "$3" && pwd)}
missing=0

# A repository's own hooks and filters do not run; a name or password is not asked for.
export GIT_TERMINAL_PROMPT=0 GIT_LFS_SKIP_SMUDGE=1
git_in() { git -C "$1" -c core.hooksPath=/dev/null -c core.symlinks=false -c advice.detachedHead=false "${@:2}"; }

download() {
    local repo=$1 commit=$2 target=$3
    git init --quiet "$target.part" &&
        git_in "$target.part" fetch --quiet --depth 1 "https://github.com/$repo" "$commit" &&
        git_in "$target.part" checkout --quiet FETCH_HEAD
}

# The snapshot itself is not written to: the index is a file of ours, the files go to a folder of ours.
from_snapshot() {
    local repo=$1 commit=$2 target=$3 snapshot=$snapshots/${1/\//+}/repo
    [ ! -d "$snapshot/.git" ] || snapshot=$snapshot/.git
    [ -d "$snapshot" ] || return 1
    mkdir "$target.part"
    local -a git=(git --git-dir="$snapshot" --work-tree="$target.part" -c core.hooksPath=/dev/null -c core.symlinks=false -c core.bare=false)
    export GIT_INDEX_FILE=$target.index
    "${git[@]}" read-tree "$commit" &&
        "${git[@]}" ls-files -z -- '*.cs' '*.csproj' '*.props' '*.targets' '*.sln' '*.slnx' |
            "${git[@]}" checkout-index -z --stdin 2>"$target.errors" || sed 's/^/          left out: /' "$target.errors" >&2
    unset GIT_INDEX_FILE
    rm -f "$target.index" "$target.errors"
    [ -n "$(ls -A "$target.part")" ]
}

fetch() {
    local target=$3
    rm -rf "$target.part"
    if [ -n "$snapshots" ]; then from_snapshot "$@"; else download "$@"; fi && mv "$target.part" "$target"
}

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
while IFS=$'\t' read -r repo commit _; do
    commit=${commit%$'\r'}
    # Nothing of the list may lead out of DIR or be taken for an option of git.
    [[ $repo =~ ^[A-Za-z0-9][A-Za-z0-9_.-]*/[A-Za-z0-9_][A-Za-z0-9_.-]*$ && $commit =~ ^[0-9a-f]{40}$ ]] || { echo "skipped, not owner/name and commit: $repo" >&2; missing=1; continue; }
    target=$folder/${repo/\//+}
    if [ -d "$target" ]; then
        echo "there     $repo"
    elif fetch "$repo" "$commit" "$target" </dev/null; then
        echo "fetched   $repo"
    else
        rm -rf "$target.part"
        echo "MISSING   $repo $commit" >&2
        missing=1
    fi
done < <(tail -n +2 "$list")
exit "$missing"
