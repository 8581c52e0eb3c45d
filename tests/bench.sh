#!/bin/sh
# How long a learner waits: `build/lab validate` on the solutions, warm, median of RUNS (10) runs; for each
# task, then for all of them. And the floor: what gcc alone needs to compile and link the same file.
#
#   tests/bench.sh [TASK]
set -u
cd "$(dirname "$0")/.." || exit 3
runs=${RUNS:-10}
scratch=build/tests/bench
mkdir -p "$scratch"

now_us() {
    echo $(($(date +%s%N) / 1000))
}

# Runs a command RUNS times after one warm-up; prints the median in milliseconds.
median_ms() {
    "$@" >/dev/null 2>&1
    for _ in $(seq "$runs"); do
        began=$(now_us)
        "$@" >/dev/null 2>&1
        echo $((($(now_us) - began) / 1000))
    done | sort -n | awk '{ t[NR] = $1 } END { print (t[int((NR + 1) / 2)] + t[int(NR / 2) + 1]) / 2 }'
}

# A change that makes the file new to the cache, as a learner's edit does.
validate_edited() {
    echo "/* $(now_us) */" >>"$scratch/$2/$3"
    build/lab validate "$1" --from="$scratch"
}

floor() {
    gcc -std=gnu17 -O0 -g -Wall -Wextra -Itasks/"$1" -Irunner -c solutions/"$1"/"$2" -o "$scratch"/floor.o &&
        gcc -shared -o "$scratch"/floor.so "$scratch"/floor.o
}

echo "milliseconds, median of $runs runs, $(nproc) processors"
printf '%-22s %10s %12s %12s\n' task 'warm' 'after edit' 'gcc alone'
for folder in solutions/${1:+0$1}*_*; do
    name=$(basename "$folder")
    number=${name%%_*}
    file=$(ls "$folder" | head -n 1)
    rm -rf "${scratch:?}/$name"
    mkdir -p "$scratch/$name"
    cp "$folder"/*.c "$scratch/$name"
    warm=$(median_ms build/lab validate "$number" --from=solutions)
    edited=$(median_ms validate_edited "$number" "$name" "$file")
    alone=$(median_ms floor "$name" "$file")
    printf '%-22s %10s %12s %12s\n' "$name" "$warm" "$edited" "$alone"
done
[ $# -gt 0 ] || printf '%-22s %10s\n' 'all tasks' "$(median_ms build/lab validate --from=solutions)"
