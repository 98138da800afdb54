#!/usr/bin/env bash
# What a merchant with all eleven modules costs to build, on churnkey and by hand, in one run: a clean `cargo check`, one
# after a method's body has changed, and a clean release build. Works on a copy of the checkout, in turns.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files -z | xargs -0 cp --parents -t "$copy"
cd "$copy"

timed() { # seconds that a command takes
    local begun=$EPOCHREALTIME
    "$@" >/dev/null 2>&1
    awk -v begun="$begun" -v ended="$EPOCHREALTIME" 'BEGIN { print ended - begun }'
}

median() { sort -n | awk '{ all[NR] = $1 } END { print (all[int((NR + 1) / 2)] + all[int(NR / 2) + 1]) / 2 }'; }

cargo_of() { # side, then cargo's words
    CARGO_TARGET_DIR="$copy/target-$1" cargo "${@:2}" --offline -q -p "bench-whole-$1"
}

clean() { # side, then cargo's words
    rm -rf "$copy/target-$1"
    timed cargo_of "$@"
}

touched() { # side: the median of seven edits of one method's body
    local file="benches/whole-$1/src/controllers.rs" edit
    cargo_of "$1" check
    for edit in {1..7}; do
        sed -i "s/Mina[0-9]*/Mina$edit/" "$file"
        timed cargo_of "$1" check
    done | median
}

row() { # what, by hand, on churnkey
    awk -v what="$1" -v hand="$2" -v key="$3" \
        'BEGIN { printf "| %s | %.2f s | %.2f s | **%.2f** |\n", what, hand, key, key / hand }'
}

printf '| all eleven modules | by hand | on churnkey | ratio |\n|---|---|---|---|\n'
for what in check "build --release"; do
    for side in by-hand on-churnkey on-churnkey by-hand; do
        # shellcheck disable=SC2086 # two words
        clean $side $what >>"$copy/$side.${what%% *}"
    done
    row "clean \`cargo $what\`" "$(median <"$copy/by-hand.${what%% *}")" "$(median <"$copy/on-churnkey.${what%% *}")"
done
row "\`cargo check\`, one method changed" "$(touched by-hand)" "$(touched on-churnkey)"
