#!/bin/sh
# Schedules a second of each program of this folder, on one processor; the best of some
# runs, since what else the machine does only slows them down.
#
#     sh tests/explore/bench/pace.sh [SCHEDULES]      after `make build/ready`
set -eu
cd "$(dirname "$0")/../../.."
folder=tests/explore/bench
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
traced="-O0 -g -fno-builtin -fno-pie -fsanitize=thread -fsanitize-coverage=trace-pc"
includes=$(printf -- '-Ivalidate/explore%s ' '' /engine /memory /search)
for call in create join mutex_lock mutex_unlock cond_wait cond_signal; do
    echo "pthread_$call explore_pthread_$call"
done > "$work/calls"

for program in queue transfer; do
    gcc $traced -Dmain=program_main -c "$folder/$program.c" -o "$work/program.o"
    objcopy --redefine-syms="$work/calls" "$work/program.o"
    gcc -std=gnu17 -O2 -g -fno-pie -no-pie $includes "$folder/pace.c" "$work/program.o" \
        build/obj/explorer/hooks.o build/obj/libprobe.a -pthread -lm -o "$work/pace"
    for run in 1 2 3 4 5; do
        taskset -c 0 "$work/pace" "${1:-50000}"
    done | sort -rn | sed -n "1s/^/$program: /p"
done
