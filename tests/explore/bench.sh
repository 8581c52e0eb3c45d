#!/bin/sh
# The explorer's speed, and whether its verdicts stay the same: tests/explore/bench.sh [PART...], the parts
# being speed mistakes scenarios stable optimised. Pinned to one core, but for the part that loads both.
#
#   speed       schedules a second of a whole search, beside real threads that hand over a baton (bench/)
#   mistakes    from command to verdict, for beginners' mistakes
#   scenarios   the checks of tasks 2, 4 and 6 on the solutions: those above 0.5 s, and the slowest
#   stable      RUNS (1000) runs: output identical byte for byte, idle, with both cores loaded, pinned
#   optimised   the same verdicts with gcc -O0 and -Og, for all programs in right/ and wrong/, but for those
#               that say themselves what -Og leaves of them
set -u
cd "$(dirname "$0")/../.." || exit 3
parts=${*:-speed mistakes scenarios stable optimised}
work=build/tests/explore_bench
rm -rf "$work"
mkdir -p "$work"
pinned="taskset -c 0"

# Prints the median of the lines of numbers it reads.
median() {
    sort -n | awk '{ t[NR] = $1 } END { print t[int((NR + 1) / 2)] }'
}

# The program $1 under the explorer, random schedules, its accesses checked: bench/pace.c.
make_pace() {
    for call in create join mutex_lock mutex_unlock cond_wait cond_signal; do
        echo "pthread_$call explore_pthread_$call"
    done >"$work/calls"
    gcc -O0 -g -fno-builtin -fno-pie -fsanitize=thread -fsanitize-coverage=trace-pc -Dmain=program_main \
        -c "$1" -o "$work/program.o" && objcopy --redefine-syms="$work/calls" "$work/program.o" &&
        gcc -std=gnu17 -O2 -fno-pie -no-pie -Ivalidate/explore -Ivalidate/explore/engine \
            -Ivalidate/explore/memory -Ivalidate/explore/search tests/explore/bench/pace.c \
            "$work/program.o" build/obj/explorer/hooks.o build/obj/libprobe.a -pthread -lm -o "$work/pace"
}

# The same with real threads: bench/baton.c.
make_baton() {
    gcc -O2 -include tests/explore/bench/baton.h -Dmain=program_main -c "$1" -o "$work/program.o" &&
        gcc -O2 -o "$work/baton" "$work/program.o" tests/explore/bench/baton.c -pthread
}

part_speed() {
    echo "Schedules a second (median of 5; pinned to one core):"
    printf '  %-12s %12s %12s %8s\n' program explorer baton ratio
    for program in queue transfer; do
        make_pace "tests/explore/bench/$program.c" && make_baton "tests/explore/bench/$program.c" || return
        explorer=$(for _ in 1 2 3 4 5; do $pinned "$work/pace" 200000; done | awk '{ print $1 }' | median)
        baton=$(for _ in 1 2 3 4 5; do $pinned "$work/baton" 20000; done | median)
        echo "$program $explorer $baton" |
            awk '{ printf "  %-12s %12.0f %12.0f %8.1f\n", $1, $2, $3, $2 / $3 }'
    done
}

part_mistakes() {
    echo "Milliseconds from command to verdict, compiled before (median of 11; pinned to one core):"
    for program in $(cat tests/explore/bench/mistakes.txt); do
        build/lab explore "tests/explore/wrong/$program.c" >/dev/null
        for _ in 1 2 3 4 5 6 7 8 9 10 11; do
            began=$(date +%s%N)
            $pinned build/lab explore "tests/explore/wrong/$program.c" >/dev/null
            echo $((($(date +%s%N) - began) / 1000000))
        done | median | xargs printf '  %-40s %6s\n' "$program"
    done
}

# Checks run side by side, as they do for a learner: on a busy machine each takes longer.
part_scenarios() {
    echo "Checks of tasks 2, 4, 6 on the solutions that take longer than 0.5 s (the goal):"
    for task in 2 4 6; do
        build/lab validate $task --from=solutions --format=json --output="$work/results.json" >/dev/null
        awk -F'"' '$2 == "id" { id = $4 } $2 == "kind" { kind = $4 }
            $2 == "seconds" && id != "" { gsub(/[^0-9.]/, "", $3); if (kind == "race" || kind == "correctness") print $3, id; id = "" }' \
            "$work/results.json"
    done | sort -rn | awk '
        NR == 1 { most = $1; which = $2 }
        $1 > 0.5 { print "  " $0; above++ }
        END { printf "  %d of %d above; the slowest: %s s (%s)\n", above, NR, most, which }'
}

programs="tests/explore/wrong/assert_lost_update.c tests/explore/bench/queue.c"

# Runs each program RUNS / 2 times in the way $1, and counts the different outputs.
same_output() {
    way=$1
    shift
    for program in $programs; do
        for _ in $(seq $((${RUNS:-1000} / 2))); do
            "$@" build/lab explore "$program" | md5sum
        done | sort | uniq -c | awk -v way="$way" -v program="$(basename "$program")" '
            { n += $1 } END { printf "  %-10s %-28s %6d runs, %d different output%s\n", way, program, n, NR, NR == 1 ? "" : "s" }'
    done
}

part_stable() {
    echo "Output of the same search:"
    same_output idle env
    same_output pinned $pinned
    sh -c 'while :; do :; done' &
    first=$!
    sh -c 'while :; do :; done' &
    second=$!
    trap 'kill $first $second' EXIT INT TERM
    same_output loaded env
    kill $first $second
    trap - EXIT INT TERM
}

part_optimised() {
    differ=0 count=0
    for program in tests/explore/right/*.c tests/explore/wrong/*.c; do
        slow=$(build/lab explore "$program" | head -n 1)
        quick=$(build/lab explore "$program" -- -Og | head -n 1)
        count=$((count + 1))
        less=$(sed -n 's/^ *optimised: \(.*\) \*\/$/\1/p' "$program" | head -n 1)
        [ -z "$less" ] || slow="$program: $less"
        if [ "$slow" != "$quick" ]; then
            differ=$((differ + 1))
            echo "  $program: -O0 says '$slow', -Og '$quick'"
        fi
    done
    echo "Verdicts with -O0 and -Og: $differ of $count differ"
}

for part in $parts; do
    "part_$part"
done
