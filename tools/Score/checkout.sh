#!/usr/bin/env bash
# usage: tools/Score/checkout.sh REPOSITORIES.tsv DIR
# Checks the repositories of the list (a heading, then owner/name TAB commit) out into DIR/owner+name, for tools/Scan and tools/Score.
# Only the commit itself is fetched. What is there already is left alone; the exit code is 1 when one could not be fetched.
set -euo pipefail
[ $# -eq 2 ] && [ -f "$1" ] || { sed -n '2,4s/^# //p' "$0" >&2; exit 2; }
list=$1
folder=$2
missing=0

# A repository's own hooks and filters do not run; a name or password is not asked for.
export GIT_TERMINAL_PROMPT=0 GIT_LFS_SKIP_SMUDGE=1
git_in() { git -C "$1" -c core.hooksPath=/dev/null -c core.symlinks=false -c advice.detachedHead=false "${@:2}"; }

fetch() {
    local repo=$1 commit=$2 target=$3
    rm -rf "$target.part"
    git init --quiet "$target.part" &&
        git_in "$target.part" fetch --quiet --depth 1 "https://github.com/$repo" "$commit" &&
        git_in "$target.part" checkout --quiet FETCH_HEAD &&
        mv "$target.part" "$target"
}

mkdir -p "$folder"
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
