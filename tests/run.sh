#!/bin/sh
# The lab's own tests, side by side where they don't disturb each other. Each part prints lines that
# begin with "ok ", "FAIL " or "skip " (this machine can't do that test); the last line here counts
# them, and is kept in build/tests/summary. Exit status 1 if one failed.
#
#   tests/run.sh            everything
#   tests/run.sh PART...    unit, lessons, stubs, solutions, corpus, hostile, commands, schema, explore,
#                           pages, player, play
set -u
cd "$(dirname "$0")/.." || exit 3
parts=${*:-unit lessons schema stubs solutions corpus hostile commands explore pages player play}
log=build/tests/log
mkdir -p build/tests
exec 9>build/tests/lock
if ! flock -n 9; then
    echo "the tests are running already, in this folder"
    exit 3
fi
: >"$log"

# Reads test commands, a line each, and runs as many at once as there are processors.
side_by_side() {
    xargs -d '\n' -r -P "$(nproc)" -I {} sh -c '{}'
}

tasks() {
    for folder in tasks/[0-9][0-9]_*; do basename "$folder"; done
}

part_unit() {
    for program in build/tests/unit/*_test; do
        echo "sh tests/unit.sh $program"
    done | side_by_side
}

part_lessons() {
    for lesson in tasks/*/LESSON.md; do
        echo "sh tests/lesson.sh $lesson"
    done | side_by_side
    sh tests/messages.sh
}

part_schema() {
    build/tests/schema docs/results.schema.json
}

part_stubs() {
    tasks | sed 's|.*|build/tests/judge stub &|' | side_by_side
}

# Five times in a row, with other inputs each time.
part_solutions() {
    for seed in 1 2 3 4 5; do
        tasks | sed "s|.*|build/tests/judge solution & $seed|" | side_by_side
    done
}

part_corpus() {
    for file in tests/corpus/*/right/*.c tests/corpus/*/wrong/*.c; do
        [ -e "$file" ] && echo "build/tests/judge submission $file 7"
    done | side_by_side
}

hostile() {
    for file in $2; do
        [ -e "$file" ] && echo "LAB_WITHOUT='$1' timeout --kill-after=5 200 build/tests/judge submission $file 7"
    done | side_by_side
}

# Each bounded in time from outside as well; the judge bounds their processes and memory. Task 2, which
# has the processes, once more with what is left where the kernel offers less: without namespaces, and
# without Landlock as well.
part_hostile() {
    hostile '' 'tests/corpus/*/hostile/*.c'
    hostile namespaces 'tests/corpus/02_executors/hostile/*.c tests/corpus/01_sequential/hostile/[b-ks]*.c'
    hostile 'namespaces landlock' 'tests/corpus/02_executors/hostile/*.c tests/corpus/01_sequential/hostile/[b-ks]*.c'
}

part_commands() {
    sh tests/commands.sh
    sh tests/editor.sh
}

part_explore() {
    sh tests/explore_command.sh
    sh tests/explore/programs.sh
}

part_pages() {
    sh tests/pages.sh
}

part_play() {
    sh tests/play.sh
}

part_player() {
    sh tests/player.sh
}

for part in $parts; do
    "part_$part" 2>&1 | tee -a "$log" | grep -v '^ok '
done

passed=$(grep -c '^ok ' "$log")
failed=$(grep -c '^FAIL ' "$log")
skipped=$(grep -c '^skip ' "$log")
other=$(grep -cv -e '^ok ' -e '^FAIL ' -e '^skip ' "$log")
if [ "$other" -gt 0 ]; then
    echo "$other lines above are no verdict: a test could not be done"
    failed=$((failed + 1))
fi
summary="$passed passed, $failed failed"
[ "$skipped" -eq 0 ] || summary="$summary, $skipped skipped"
echo "$summary" | tee build/tests/summary
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
