#!/bin/sh
# `build/lab explore` as a learner types it: verdicts, exit statuses, what stays the same over runs, and
# bad input. Prints "ok NAME" or "FAIL NAME: reason".
set -u
top=$(pwd)
lab=$top/build/lab
work=$top/build/tests/explore_command
rm -rf "$work"
mkdir -p "$work"
cd "$work" || exit 3
unset SEED FILE BUDGET FORMAT ARGS REPLAY FULL FAILURES MAKEFLAGS MAKELEVEL 2>/dev/null

# check NAME STATUS TEXT COMMAND...: the command ends with the status and its output contains the text. The
# time limit is for a search that never ends.
check() {
    name=$1 status=$2 text=$3
    shift 3
    timeout 120 "$@" >out 2>&1 </dev/null
    got=$?
    if [ "$got" -ne "$status" ]; then
        echo "FAIL explore $name: status $got instead of $status: $(head -n 2 out | tr '\n' ' ')"
    elif ! tr '\n' ' ' <out | tr -s ' ' | grep -qF -- "$text"; then
        echo "FAIL explore $name: doesn't say '$text' but: $(head -n 3 out | tr '\n' ' ')"
    else
        echo "ok explore $name"
    fi
}

# holds NAME COMMAND...: the command succeeds.
holds() {
    name=$1
    shift
    if "$@" >holds.out 2>&1; then
        echo "ok explore $name"
    else
        echo "FAIL explore $name: $(head -n 3 holds.out | tr '\n' ' ')"
    fi
}

# ---- programs ----------------------------------------------------------------------------------------

cat >clean.c <<'END'
#include <pthread.h>
#include <stdio.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int count;
static void *add(void *arg)
{
    pthread_mutex_lock(&lock);
    count++;
    pthread_mutex_unlock(&lock);
    return arg;
}
int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, add, NULL);
    pthread_create(&b, NULL, add, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    printf("%d\n", count);
    return 0;
}
END
sed -e '/pthread_mutex_/d' clean.c >race.c
cat >deadlock.c <<'END'
#include <pthread.h>
static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
static void *back(void *arg)
{
    pthread_mutex_lock(&b);
    pthread_mutex_lock(&a);
    pthread_mutex_unlock(&a);
    pthread_mutex_unlock(&b);
    return arg;
}
int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, back, NULL);
    pthread_mutex_lock(&a);
    pthread_mutex_lock(&b);
    pthread_mutex_unlock(&b);
    pthread_mutex_unlock(&a);
    pthread_join(thread, NULL);
    return 0;
}
END
cat >assertion.c <<'END'
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#ifndef ENOUGH
#define ENOUGH 2
#endif
static atomic_int count;
static void *add(void *arg)
{
    atomic_store(&count, atomic_load(&count) + 1);
    return arg;
}
int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, add, NULL);
    pthread_create(&b, NULL, add, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    assert(count >= ENOUGH);
    return 0;
}
END

# ---- verdicts ----------------------------------------------------------------------------------------

check 'clean' 0 'clean.c: clean' "$lab" explore clean.c
check 'clean says what was covered' 0 'interleavings were covered' "$lab" explore clean.c
check 'race' 1 'race.c: data race' "$lab" explore race.c
check 'race names the variable' 1 'count' "$lab" explore race.c
check 'deadlock' 1 'deadlock.c: deadlock' "$lab" explore deadlock.c
check 'assertion' 1 'assertion.c: failed assertion' "$lab" explore assertion.c
check 'flags for the compiler' 0 'assertion.c: clean' "$lab" explore assertion.c -- -DENOUGH=1
check 'the same verdict with -Og' 1 'race.c: data race' "$lab" explore race.c -- -Og
check 'flags that hide accesses are left out' 1 '-O2 is left out' "$lab" explore race.c -- -O2
check 'make explore' 0 'clean.c: clean' make -C "$top" explore FILE="$work/clean.c"
check 'make explore of a bug' 2 'race.c: data race' make -C "$top" explore FILE="$work/race.c"
check 'make explore with flags' 0 'clean' make -C "$top" explore FILE="$work/assertion.c" ARGS=-DENOUGH=1
check 'make explore without a file' 2 'which program?' make -C "$top" explore

# ---- what is said besides ----------------------------------------------------------------------------

programs=$top/tests/explore
check 'a signal of the wrong condition' 1 'where nobody waits: was not_empty meant?' \
    "$lab" explore "$programs/wrong/deadlock_signals_other_condition.c"
sed 's/return 0/return 3/' clean.c >three.c
check 'exit status' 0 'It always ends with exit status 3.' "$lab" explore three.c
exits=$programs/wrong/assert_exit_status_in_some_schedules.c
check 'exit status of a schedule' 1 'with exit status 1 in this schedule' "$lab" explore "$exits"
token=$("$lab" explore "$exits" | sed -n 's/.*--replay=//p')
check 'exit status replayed' 1 'with exit status 1 in this schedule' "$lab" explore "$exits" --replay="$token"
check 'the limit of work' 0 'it ends at 50 million accesses' "$lab" explore "$programs/right/timed_wait_stops_the_busy.c"

# Two files in two folders: names alone in the table, whole paths below it.
mkdir -p a/b
printf 'int n;\nvoid *work(void *arg)\n{\n    n++;\n    return arg;\n}\n' >a/b/work.c
sed -e 's/^static void \*add/extern int n; extern void *work(void *);\n&/' -e 's/, add,/, work,/' race.c >a/main.c
check 'short names in a table' 1 '| work.c:4: reads n = 0' "$lab" explore a/main.c a/b/work.c

# A task's learner code that calls what the explorer doesn't know: the check can't judge it, and says why.
mkdir -p unknown/04_sync
awk '{ print } /^int counter_add/ { inside = 1 } inside && /^{/ { print "    double load[1];\n    getloadavg(load, 1);"; inside = 0 }' \
    "$top/solutions/04_sync/sync.c" >unknown/04_sync/sync.c
check 'an unknown call in a task' 3 "calls getloadavg at sync.c:" \
    sh -c "cd '$top' && '$lab' validate 4 --from='$work/unknown'"

# ---- output ------------------------------------------------------------------------------------------

same_text() {
    "$lab" explore "$1" >first.txt
    for run in 1 2 3 4 5; do
        "$lab" explore "$1" >again.txt
        cmp first.txt again.txt || return 1
    done
}
at_most_80_columns() {
    ! grep -nE '^.{81,}$' "$1"
}
for program in clean race deadlock assertion; do
    holds "the same bytes over runs: $program" same_text "$program.c"
    holds "at most 80 columns: $program" at_most_80_columns first.txt
done

same_json() {
    for run in first again; do
        "$lab" explore "$1" --format=json | sed 's/"seconds":.*/"seconds": 0/' >$run.json
    done
    cmp first.json again.json
}
schema() {
    "$lab" explore "$1" --format=json >record.json
    (cd "$top" && build/tests/schema docs/explore.schema.json "$work/record.json")
}
for program in clean race deadlock assertion; do
    holds "the same JSON over runs: $program" same_json "$program.c"
    holds "schema of JSON: $program" schema "$program.c"
done
check 'JSON of a race' 1 '"verdict": "race"' sh -c "'$lab' explore race.c --format=json | tr '\t' ' '; exit 1"

# A run elsewhere, of another user's copy: the words are the same.
mkdir -p elsewhere
cp race.c elsewhere
"$lab" explore race.c >first.txt
(cd elsewhere && "$lab" explore race.c >../again.txt)
holds 'the same bytes in another folder' cmp first.txt again.txt

# ---- replay ------------------------------------------------------------------------------------------

token=$("$lab" explore race.c --format=json | sed -n 's/.*"schedule":[^"]*"\(.*\)",*/\1/p' | head -n 1)
check 'replay' 1 'race.c: data race' "$lab" explore race.c --replay="$token"
check 'full replay' 1 'race.c: data race' "$lab" explore race.c --replay="$token" --full
check 'token of another program' 3 'token no longer fits' "$lab" explore deadlock.c --replay="$token"
check 'token that is none' 3 'token no longer fits' "$lab" explore race.c --replay=nonsense

# ---- what isn't built again --------------------------------------------------------------------------

# What clean.c was made into, by this test or another.
built() {
    for folder in $(grep -lE ': clean\.c( |$)' "$top"/build/explore/*/0.d); do
        stat -c '%n %i %y' "${folder%/*}"/0.raw.o "${folder%/*}"/program
    done
}
"$lab" explore clean.c >/dev/null
built >before
"$lab" explore clean.c >/dev/null
built >after
holds 'nothing is built twice' cmp before after
cat >with_header.c <<'END'
#include "with_header.h"
int main(void) { return VALUE; }
END
echo '#define VALUE 0' >with_header.h
"$lab" explore with_header.c >/dev/null
echo '#define VALUE 0 +' >with_header.h
check 'a changed header is seen' 2 "with_header.c doesn't compile" "$lab" explore with_header.c

# ---- bad input ---------------------------------------------------------------------------------------

refused() {
    check "$1" 2 "$2" "$lab" explore "$3" $4
}
printf 'int main(void) { return 0 }\n' >syntax.c
printf 'int f(void) { return 0; }\n' >no_main.c
printf 'static int main(void) { return 0; }\n' >static_main.c
printf 'int main(void) { return 0; }\n' >main.c
printf 'int main(void) { pthred_create(); return 0; }\n' >typo.c
printf 'int twice; int main(void) { return 0; }\n' >twice_a.c
printf 'int twice;\n' >twice_b.c
printf 'int main() {}\n' >program.cpp
printf 'hello\n' >notes.txt
: >empty.c
mkdir -p folder.c
refused 'no syntax' "syntax.c doesn't compile, line 1: a ';' is missing" syntax.c ''
refused 'no syntax, with what the compiler said' 'syntax.c:1:26: error:' syntax.c ''
refused 'no main' 'there is no main in no_main.c' no_main.c ''
refused 'static main' 'main is static in static_main.c' static_main.c ''
refused 'two mains' 'main.c and clean.c both define main' main.c clean.c
refused 'a function that nobody defines' 'nobody defines pthred_create' typo.c ''
refused 'a variable defined twice' 'twice is defined more than once' twice_a.c twice_b.c
refused 'C++' 'program.cpp is C++' program.cpp ''
refused 'no C file' 'notes.txt is no C file' notes.txt ''
refused 'empty file' 'empty.c is empty' empty.c ''
refused 'folder' 'folder.c is a folder' folder.c ''
refused 'missing file' "nowhere.c doesn't exist" nowhere.c ''
refused 'unknown option' '--fast is not an option' main.c --fast
refused 'budget of nothing' '--budget=0 is no number of schedules' main.c --budget=0
refused 'budget that is no number' '--budget=many is no number' main.c --budget=many
refused 'library that is missing' 'cannot find -lnowhere' main.c '-- -lnowhere'
refused 'flag that the compiler refuses' '-fnonsense' main.c '-- -fnonsense'
refused 'flag that is ours' "-o can't be passed on" main.c '-- -o x'
check 'no file' 2 'which program?' "$lab" explore

cp clean.c 'with a blank.c'
check 'name with blanks' 0 'with a blank.c: clean' "$lab" explore 'with a blank.c'
check 'make with a name with blanks' 0 'clean' make -C "$top" explore FILE="$work/with a blank.c"
printf 'int helper(int); extern int shared; int main(void) { return helper(shared); }\n' >two_a.c
printf 'int shared; int helper(int a) { shared = a; return 0; }\n' >two_b.c
check 'two files' 0 'two_a.c and 1 more: clean' "$lab" explore two_a.c two_b.c

# Names that the explorer and libc have as well are the program's own here.
cat >names.c <<'END'
int explore(void) { return 1; }
int take_step(int a) { return a; }
int write(int a) { return a; }
void *malloc(unsigned long size) { return size ? &explore : 0; }
int main(void) { return explore() + take_step(1) + write(2) + (malloc(3) == 0) - 4; }
END
check 'names that others have too' 0 'names.c: clean' "$lab" explore names.c

# ---- programs that ask for much, or for what isn't there ---------------------------------------------

cat >unsupported.c <<'END'
#include <sys/socket.h>
int main(int argc, char **argv)
{
    (void)argv;
    return argc == WHEN ? socket(AF_UNIX, SOCK_STREAM, 0) : 0;
}
END
check 'unsupported call' 3 'socket' "$lab" explore unsupported.c -- -DWHEN=1
check 'unsupported call, with its line' 3 'unsupported.c:5' "$lab" explore unsupported.c -- -DWHEN=1
check 'unsupported call that is never made' 0 'clean' "$lab" explore unsupported.c -- -DWHEN=2
cat >early.c <<'END'
__attribute__((constructor)) static void early(void) {}
int main(void) { return 0; }
END
check 'code before main' 3 'runs before main' "$lab" explore early.c
cat >arguments.c <<'END'
#include <stdio.h>
#include <stdlib.h>
int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: arguments N\n");
        return 1;
    }
    return atoi(argv[1]) == 7;
}
END
check 'needs arguments' 0 'started without arguments' "$lab" explore arguments.c
cat >input.c <<'END'
#include <stdio.h>
int main(void)
{
    char line[80];
    return fgets(line, sizeof line, stdin) == NULL ? 0 : 1;
}
END
check 'reads its input' 0 'standard input, which was empty' "$lab" explore input.c
cat >recursion.c <<'END'
static int down(int n) { int here[64]; here[0] = n; return n ? down(n - 1) + here[0] * 0 : 0; }
int main(void) { return down(DEPTH); }
END
check 'deep recursion' 0 'clean' "$lab" explore recursion.c -- -DDEPTH=1000
check 'endless recursion' 1 'recursion.c: crash' "$lab" explore recursion.c -- -DDEPTH=100000000
cat >threads.c <<'END'
#include <pthread.h>
static void *nothing(void *arg) { return arg; }
int main(void)
{
    pthread_t thread[COUNT];
    for (int i = 0; i < COUNT; i++)
        pthread_create(&thread[i], NULL, nothing, NULL);
    for (int i = 0; i < COUNT; i++)
        pthread_join(thread[i], NULL);
    return 0;
}
END
check '100 threads' 0 'threads.c: clean' "$lab" explore threads.c --budget=200 -- -DCOUNT=100
check '1,000 threads' 3 'not supported' "$lab" explore threads.c --budget=200 -- -DCOUNT=1000
cat >memory.c <<'END'
#include <stdlib.h>
int main(void)
{
    char *block = malloc(1ul << 30);
    if (!block)
        return 1;
    block[5] = 1;
    free(block);
    return 0;
}
END
check 'a block of 1 GB' 0 'memory.c: clean' "$lab" explore memory.c
cat >globals.c <<'END'
#include <pthread.h>
static char zero[32 << 20], set[32 << 20] = {1};
static void *use(void *arg) { zero[arg != 0]++; return arg; }
int main(void)
{
    pthread_t a;
    pthread_create(&a, NULL, use, zero);
    use(NULL);
    pthread_join(a, NULL);
    return zero[0] + zero[1] - 2 + set[1];
}
END
check '64 MB of globals' 0 'globals.c: clean' "$lab" explore globals.c
cat >steps.c <<'END'
static volatile int sum;
int main(void)
{
    for (int i = 0; i < 10000000; i++)
        sum += i;
    return 0;
}
END
check '10 million steps' 0 'steps.c: clean' "$lab" explore steps.c
cat >loop.c <<'END'
static int stop;
int main(void) { while (!stop) {} return 0; }
END
check 'endless loop' 1 'loop.c: endless loop' "$lab" explore loop.c

cd "$top" && rm -rf "$work"
