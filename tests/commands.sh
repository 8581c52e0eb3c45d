#!/bin/sh
# The commands as a learner types them, in a copy of the lab: exit statuses, bad input, and that nothing
# of the learner's is lost. Prints "ok NAME" or "FAIL NAME: reason"; "skip NAME: reason" where this machine
# can't do a test.
set -u
top=$(pwd)
tree=$top/build/tests/tree
rm -rf "$tree"
mkdir -p "$tree/build"
cp -a Makefile .env tasks solutions runner validate docs "$tree"
cp -a build/lab build/checks* build/manifest.json build/obj build/.setup build/.sources "$tree/build"
for stub in validate/stubs/*/*.c; do
    cp "$stub" "$tree/tasks/${stub#validate/stubs/}"
done
cd "$tree" || exit 3
sequential=tasks/01_sequential/sequential.c
unset SEED TASK FROM ENGINE LAB_API_KEY LAB_BASE_URL MAKEFLAGS MAKELEVEL 2>/dev/null

# check NAME STATUS TEXT COMMAND...: the command ends with the status and its output contains the text.
# A word TEXT of "-" asks for nothing.
check() {
    name=$1 status=$2 text=$3
    shift 3
    "$@" >out 2>&1 </dev/null
    got=$?
    if [ "$got" -ne "$status" ]; then
        echo "FAIL command $name: status $got instead of $status: $(tail -n 1 out)"
    elif [ "$text" != - ] && ! tr '\n' ' ' <out | tr -s ' ' | grep -qF -- "$text"; then
        echo "FAIL command $name: doesn't say '$text' but: $(head -n 3 out | tr '\n' ' ')"
    else
        echo "ok command $name"
    fi
}

# refused NAME STATUS TEXT COMMAND...: as check, and it says so in one line.
refused() {
    check "$@"
    lines=$(wc -l <out)
    if [ "$lines" -eq 1 ]; then
        echo "ok command $1, in one line"
    else
        echo "FAIL command $1: says it in $lines lines"
    fi
}

restore() {
    rm -rf "$sequential"
    cp validate/stubs/01_sequential/sequential.c "$sequential"
}

# ---- wrong usage ------------------------------------------------------------------------------

refused 'unknown task number' 2 'TASK=9 is no task' build/lab validate 9
refused 'task that is no number' 2 'TASK=abc is no task' build/lab validate abc
refused 'unknown folder' 2 'FROM=nowhere is not a folder' build/lab validate 1 --from=nowhere
refused 'file as folder' 2 'is not a folder' build/lab validate 1 --from=Makefile
refused 'unknown format' 2 'text, html, json, junit or tap' build/lab validate 1 --format=xml
refused 'seed that is none' 2 'is no seed' build/lab validate 1 --seed=x
refused 'unknown option' 2 'is not an option' build/lab validate 1 --fast
refused 'unknown command' 2 'is not a command' build/lab judge
refused 'two tasks' 2 'one task at a time' build/lab validate 1 2
check 'help' 0 'usage: build/lab' build/lab help
mkdir -p alone/02_executors
cp "$top/tests/corpus/02_executors/wrong/threads_one_after_the_other.c" alone/02_executors/executors.c
check 'threads that have nothing in common' 1 'all interleavings: they all come to the same' \
    build/lab validate 2 --from=alone
check 'make with a mistyped name' 0 'TAKS= is nothing that the lab reads' make progress TAKS=1
check 'a repeat that wraps to 1' 2 'REPEAT is from 1 to 100' make run REPEAT=4294967297
check 'make with an unknown task' 2 'TASK=9 is no task' make validate TASK=9
mv runner/table.c runner/charts/table.c
check 'make after a source has moved' 0 'The story' make lesson
mv runner/charts/table.c runner/table.c
check 'make help' 0 'make validate' make help

# ---- set-up where nothing can be installed --------------------------------------------------------

# An ordinary user, no sudo, and nothing in PATH: all packages seem to be missing. `id` is a function
# because that isn't in PATH either.
ordinary_user() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
    else
        "$@"
    fi
}
setup_alone() {
    ordinary_user env PATH=/nowhere /bin/sh -c "id() { echo 65534; }; $(cat validate/setup/setup.sh)"
}
check 'setup without root or sudo' 3 'as root, run: apt-get update && apt-get install -y' setup_alone

# ---- verdicts -----------------------------------------------------------------------------------

check 'untouched stub' 1 'not written yet: run_sequential' build/lab validate 1
check 'task by name' 1 'not written yet' build/lab validate sequential
check 'task with a zero' 1 'not written yet' build/lab validate 01
check 'solution' 0 ' checks passed' build/lab validate 1 --from=solutions
check 'solution through make' 0 'checks passed' make validate TASK=1 FROM=solutions
check 'solution as JUnit' 0 '<testsuite' build/lab validate 1 --from=solutions --format=junit
check 'solution as TAP' 0 'TAP version 14' build/lab validate 1 --from=solutions --format=tap
check 'solution as JSON' 0 '"version"' build/lab validate 1 --from=solutions --format=json
check 'next step after a pass' 0 'make solution TASK=1 DIFF=1' build/lab validate 1 --from=solutions
check 'all stubs in short' 1 'not written yet: make lesson TASK=5' build/lab validate
check 'report into a file' 0 - build/lab validate 1 --from=solutions --output=report.txt
check 'report is in the file' 0 'checks passed' cat report.txt
refused 'report into a folder' 3 "can't write build" build/lab validate 1 --from=solutions --output=build
check 'seed is repeated' 1 'SEED=4711;' build/lab validate 1 --seed=4711
check 'seed through make' 1 'SEED=4712;' sh -c 'make validate TASK=1 SEED=4712; exit 1'
build/lab validate 1 --seed=3 | sed 's/([0-9.]* s)//' >first
build/lab validate 1 --seed=3 | sed 's/([0-9.]* s)//' >second
check 'same seed, same report' 0 - cmp first second
check 'reader that goes away' 0 'Task 1' sh -c 'build/lab validate 1 | head -n 1'

if grep -q "$(printf '\033')" first; then
    echo 'FAIL command colour: escape sequences although stdout is no terminal'
else
    echo 'ok command no colour without a terminal'
fi
COLUMNS=50 build/lab validate 1 --seed=3 >narrow
check 'narrow terminal' 0 - awk 'length($0) > 50 { exit 1 }' narrow

# ---- bad files -------------------------------------------------------------------------------------

rm "$sequential"
check 'missing stub' 1 'sequential.c is missing; `make reset TASK=1`' build/lab validate 1
mkdir "$sequential"
check 'folder instead of a stub' 1 'is a folder, not a file' build/lab validate 1
restore
: >"$sequential"
check 'empty file' 1 'is empty; `make reset TASK=1`' build/lab validate 1
head -c 10000000 /dev/zero | tr '\0' ' ' >"$sequential"
check 'file of 10 MB' 1 'larger than 1 MiB' build/lab validate 1
printf 'int x;\0int y;\n' >"$sequential"
check 'zero byte' 1 'zero byte' build/lab validate 1
printf 'int x;\n<<<<<<< HEAD\nint y;\n=======\nint z;\n>>>>>>> lab\n' >"$sequential"
check 'two versions, left by git' 1 'line 2: git has put two versions there' build/lab validate 1
rm -f "$sequential"
mkfifo "$sequential"
check 'pipe instead of a stub' 1 "can't be read" timeout 20 build/lab validate 1
restore
echo 'int main(void) { return 0; }' >>"$sequential"
check 'main in the stub' 1 'defines main()' build/lab validate 1
restore
echo 'int cpu_hash(const CatalogEntry *e, uint64_t *c) { (void)e; *c = 0; return 0; }' >>"$sequential"
check 'name of the jobs module' 1 'defines cpu_hash, which belongs to the jobs module' build/lab validate 1
restore
echo 'void *malloc(size_t size) { (void)size; return 0; }' >>"$sequential"
check 'name of a library call' 1 'defines malloc' build/lab validate 1
restore
sed -i 's/^int measure_sequential/static int measure_other/' "$sequential"
check 'missing function' 1 'measure_sequential is not defined in sequential.c' build/lab validate 1
restore
echo 'int helper(void) { return 1 }' >>"$sequential"
check 'missing semicolon' 1 "a ';' is missing" build/lab validate 1
check 'the compiler is quoted' 1 'The compiler says' build/lab validate 1
check 'run with a broken file' 1 - build/lab run
restore
sed -i 's/^int measure_sequential/void mistyped(void); int measure_sequential/; s/errno = ENOSYS;/mistyped(); errno = ENOSYS;/' "$sequential"
check 'name that nobody defines' 1 'there is no function mistyped' build/lab validate 1
restore
echo 'static int unused_helper(void) { return 1; }' >>"$sequential"
check 'warnings are shown' 1 'defined but not used' build/lab validate 1
check 'warnings are shown again' 1 'defined but not used' build/lab validate 1
restore
check 'validate after all that' 1 'not written yet' build/lab validate 1

mkdir -p 'own work/01_sequential'
cp solutions/01_sequential/sequential.c 'own work/01_sequential/'
check 'folder with a space' 0 ' checks passed' build/lab validate 1 --from='own work'
check 'other tasks missing there' 1 'is missing' build/lab validate 3 --from='own work'

# ---- what the learner's comfort rests on --------------------------------------------------------------

check 'introduction' 0 'make validate' build/lab lesson
for task in 1 2 3 4 5 6; do
    check "lesson $task" 0 "The answer is folded" build/lab lesson $task
    check "hint $task" 0 - build/lab hint $task
    check "solution $task" 0 - build/lab solution $task
    check "difference $task" 0 - build/lab solution $task --diff
done
check 'answer to the prediction' 0 'Answer' build/lab lesson 1 --answer
build/lab hint 1 >first
build/lab hint 1 >second
if cmp -s first second; then
    echo 'FAIL command hint: the same rung twice'
else
    echo 'ok command hint goes one rung up'
fi
check 'watch without a terminal' 1 "isn't begun yet" build/lab watch 2
check 'watch through make' 2 "isn't begun yet" make watch TASK=2
refused 'hint without a task' 2 - build/lab hint
refused 'solution without a task' 2 - build/lab solution
refused 'reset without a task' 2 - build/lab reset
check 'progress says looked' 0 'looked' build/lab progress
refused 'hint about an unknown function' 2 - build/lab hint 1 --function=nothing

echo '/* mine */' >>"$sequential"
check 'reset' 0 'build/backup/' build/lab reset 1
check 'reset brings the stub' 0 - cmp "$sequential" validate/stubs/01_sequential/sequential.c
check 'reset keeps the work' 0 'mine' sh -c 'cat build/backup/*/01_sequential/sequential.c'
check 'reset of a stub' 0 - build/lab reset 1
rm "$sequential"
check 'reset of a missing file' 0 - build/lab reset 1
check 'reset brings it back' 0 - cmp "$sequential" validate/stubs/01_sequential/sequential.c
check 'make clean keeps the backup' 0 'mine' \
    sh -c 'cp -a build kept; make clean; cat build/backup/*/*/sequential.c; rm -rf build; mv kept build'

# Who holds the lock keeps the other one waiting, who would else remove what this one writes.
# It leaves a run, as it is killed there; the next validation removes that (see the last test).
check 'one validation at a time keeps its schedules' 124 - \
    flock build/counterexamples.lock timeout 5 build/lab validate 3 --from=solutions

# ---- run and review ---------------------------------------------------------------------------------------

check 'run on the stubs' 1 'written' build/lab run
check 'run on the solutions' 0 '-' build/lab run --from=solutions
check 'run draws who did what when' 0 'event loop: 0.' build/lab run --from=solutions --repeat=2
check 'run shows the spread' 0 'Seconds over 2 runs' build/lab run --from=solutions --repeat=2
refused 'run too often' 2 'REPEAT is from 1 to 100' build/lab run --from=solutions --repeat=0
check 'run with the reentrant engine' 0 - env ENGINE=reentrant build/lab run --from=solutions
refused 'unknown engine' 2 'ENGINE' env ENGINE=turbo build/lab run --from=solutions
check 'review without a key' 0 '.env' build/lab review --from=solutions
check 'review refused' 1 - env LAB_BASE_URL=http://127.0.0.1:1/v1 build/lab review --from=solutions
LAB_API_KEY=sk-secret-of-this-test LAB_BASE_URL=http://127.0.0.1:1/v1 \
    build/lab review --from=solutions >out 2>&1
if grep -q 'sk-secret' out; then
    echo 'FAIL command review: prints the key'
else
    echo 'ok command review keeps the key'
fi

# ---- the lab's own trouble ---------------------------------------------------------------------------------

# as_read_only: build/ can't be written. Needs a mount namespace of our own.
in_namespace() {
    unshare -rm sh -c "$1"
}
if in_namespace true 2>/dev/null; then
    refused 'read-only build' 3 'read-only' in_namespace \
        'mount --bind build build && mount -o remount,ro,bind build && build/lab validate 1'
    check 'full disk' 3 'is the disk full' in_namespace \
        'mount -t tmpfs -o size=4k,nr_inodes=8 tmpfs build/probes &&
         build/lab validate 1'
else
    echo 'skip command read-only build: this machine allows no mount namespace'
fi
mv build/checks.01_sequential build/away
refused 'checks missing' 3 "can't start build/checks.01_sequential" build/lab validate 1
mv build/away build/checks.01_sequential
mv build/manifest.json build/manifest.away
refused 'manifest missing' 3 'manifest' build/lab validate 1
mv build/manifest.away build/manifest.json
check 'no compiler' 3 'compiler could not be started' \
    env PATH=/nonexistent build/lab validate 1 --from=validate/stubs

if [ -n "$(ls build/runs 2>/dev/null)" ]; then
    echo 'FAIL command: runs are left in build/runs'
else
    echo 'ok command leaves no run behind'
fi
