#!/bin/sh
# What an editor and a bug report get: the compilation database, the pattern of the problem matcher held against
# real output, and `make doctor` on machines that lack something. Prints "ok NAME", "FAIL NAME: reason" or
# "skip NAME: reason". Runs in a copy of the lab.
set -u
top=$(pwd)
tree=$top/build/tests/editor
rm -rf "$tree"
mkdir -p "$tree/build" "$tree/tests"
cp -a Makefile .env tasks solutions runner validate docs "$tree"
cp -a tests/unit tests/judge "$tree/tests"
cp -a build/lab build/checks* build/manifest.json build/obj build/.setup build/.sources "$tree/build"
cd "$tree" || exit 3
unset LAB_API_KEY LAB_BASE_URL LAB_MODEL MAKEFLAGS MAKELEVEL 2>/dev/null

# verdict NAME CONDITION: by the status of the condition, a command; out is shown when it fails.
verdict() {
    name=$1
    shift
    if "$@"; then
        echo "ok $name"
    else
        echo "FAIL $name: $* ($(head -n 3 out | tr '\n' ' '))"
    fi
}
says() { grep -qF -- "$1" out; }
is_silent_about() { ! grep -qF -- "$1" out; }

# ---- make editor ------------------------------------------------------------------------------------

make editor >out 2>&1
verdict 'editor: says what it wrote' says 'build/compile_commands.json: how'
database=build/compile_commands.json
node_or_skip() {
    if ! command -v node >/dev/null 2>&1; then
        echo "skip $1: there is no node"
        return 1
    fi
}
if node_or_skip 'editor: the database'; then
    node - "$database" <<'END' >out 2>&1
const fs = require('fs');
const database = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const files = database.map(entry => entry.file);
const problems = [];
if (!/^tasks\/.*\.c$/.test(files[0])) problems.push('the first entry is ' + files[0]);
if (new Set(files).size !== files.length) problems.push('a file stands there twice');
for (const file of files) if (!fs.existsSync(file)) problems.push('there is no ' + file);
for (const file of ['tasks/04_sync/sync.c', 'solutions/04_sync/sync.c', 'validate/cli/main.c',
    'validate/probe/scenarios/04_sync_1_counter.c', 'validate/checks/04_sync_1_counter.c', 'runner/main.c'])
  if (!files.includes(file)) problems.push('no entry for ' + file);
for (const entry of database) {
  if (entry.arguments.at(-1) !== entry.file) problems.push(entry.file + ': ' + entry.arguments.join(' '));
  if (entry.arguments.some(word => /[$;&|]/.test(word))) problems.push(entry.file + ': shell is left in it');
}
const stub = database[files.indexOf('tasks/04_sync/sync.c')].arguments;
if (stub.findIndex(word => word === '-Itasks/04_sync') < 0) problems.push('the stub lacks its header');
console.log(problems.join('\n') || 'sound');
END
    verdict 'editor: the database is sound' says sound
fi
# Each entry compiles: a few of each kind.
if node_or_skip 'editor: entries compile'; then
    node -e '
const database = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
const wanted = /^(tasks|solutions)\/04|cli\/main.c|scenarios\/04_sync_1|checks\/04_sync_1|^runner\/main.c/;
for (const entry of database) if (wanted.test(entry.file)) console.log(entry.arguments.join(" ") + " -fsyntax-only");
' "$database" >commands.list
    sh -e commands.list >out 2>&1
    verdict 'editor: entries compile' test $? -eq 0
fi

# ---- the problem matcher ------------------------------------------------------------------------------

# The pattern, as it stands in the JSON.
regexp=$(sed -n 's/^ *"regexp": "\(.*\)",$/\1/p' "$top/.vscode/tasks.json" | sed 's/\\\\/\\/g')
verdict 'problem matcher: there is a pattern' test -n "$regexp"

# matched: what the pattern makes of out, a line each: FILE LINE SEVERITY.
matched() {
    grep -P "$regexp" out | sed -E 's/^([^:]*):([0-9]+):([0-9]+:)? (error|warning): .*/\1 \2 \4/'
}
if echo | grep -qP '^$'; then
    cp validate/stubs/03_performance/performance.c tasks/03_performance/
    build/lab validate 3 --format=lines >out 2>&1
    matched >found
    line=$(grep -n '^int speedup(' tasks/03_performance/performance.c | cut -d: -f1)
    verdict 'problem matcher: a check that knows no line stands at its function' \
        grep -qx "tasks/03_performance/performance.c $line error" found
    verdict 'lines: the sum is no problem' grep -qE '^tasks/03_performance: 0 of [0-9]+ checks passed$' out
    echo 'int x' >>tasks/03_performance/performance.c
    echo 'int y;' >>tasks/03_performance/performance.c
    build/lab validate 3 --format=lines >out 2>&1
    matched >found
    verdict "problem matcher: the compiler's error" grep -q '^tasks/03_performance/performance.c [0-9]* error' found
    rm tasks/03_performance/performance.c
    build/lab validate 3 --format=lines >out 2>&1
    verdict 'lines: a missing file' says 'performance.c is missing'
    cp validate/stubs/03_performance/performance.c tasks/03_performance/
    build/lab validate 3 --from=solutions --format=lines >out 2>&1
    matched >found
    verdict 'problem matcher: nothing where all passes' test ! -s found
    mkdir -p wrong/04_sync
    cp "$top/tests/corpus/04_sync/wrong/transfer_from_first.c" wrong/04_sync/sync.c
    build/lab validate 4 --from=wrong --format=lines >out 2>&1
    verdict 'lines: the line of a deadlock' grep -q 'sync.c:[0-9]*: error: Deadlock: .*\[sync/transfer_never_deadlocks\]$' out
else
    echo 'skip problem matcher: grep knows no -P'
fi

# ---- make debug -----------------------------------------------------------------------------------------

debug() { build/lab debug "$@" >out 2>&1 </dev/null; }
mv build/results.json results.away 2>/dev/null
debug 4
verdict 'debug: nothing was judged yet' says 'nothing was judged yet; make validate TASK=4'
debug
verdict 'debug: which task?' says 'debug which task?'
mkdir -p wrong/04_sync
cp "$top/tests/corpus/04_sync/wrong/transfer_from_first.c" wrong/04_sync/sync.c
build/lab validate 4 --from=wrong >/dev/null 2>&1
debug 3
verdict 'debug: another task was judged' says "task 3 wasn't judged last"
debug 4 --from=wrong --check=nothing
verdict 'debug: a check that is none' says 'task 4 has no check nothing'
debug 4 --from=wrong --check=sync/counter_adds_up
verdict 'debug: a check that passed' test "$(wc -l <out)" -eq 1
if command -v gdb >/dev/null 2>&1; then
    debug 4 --from=wrong --check=transfer_never_deadlocks
    verdict 'debug: says what it shows' says 'gdb runs the schedule that failed, and stops at sync.c, line'
    verdict 'debug: stops at the line that failed' grep -qE '^Breakpoint 1, transfer \(.* at learner:sync.c:[0-9]+$' out
    verdict 'debug: shows the source' grep -qE '^[0-9]+.*pthread_mutex_lock' out
    verdict 'debug: knows the way there' grep -q '^#1 .* in move ' out
    cp validate/stubs/01_sequential/sequential.c tasks/01_sequential/
    build/lab validate 1 >/dev/null 2>&1
    debug 1
    verdict 'debug: a check that knows no line stops in its function' grep -q '^Breakpoint 1, run_sequential' out
    echo 'int x' >>tasks/01_sequential/sequential.c
    debug 1
    verdict 'debug: a file that does not compile' says "can't be built"
    cp validate/stubs/01_sequential/sequential.c tasks/01_sequential/
    mkdir -p tools
    for tool in /usr/bin/*; do ln -sf "$tool" tools/; done
    rm -f tools/gdb
    env PATH="$PWD/tools" build/lab debug 1 >out 2>&1
    verdict 'debug: without gdb, status' test $? -eq 3
    verdict 'debug: without gdb' says "gdb isn't installed; as root: apt-get install gdb"
    rm -rf tools
else
    echo 'skip debug: there is no gdb'
fi

# ---- make update-check ----------------------------------------------------------------------------------

update() { build/lab update-check "$@" >out 2>&1; }
update
verdict 'update-check: nothing is begun' says 'Nothing is begun yet'
stub=validate/stubs/01_sequential/sequential.c
{ cat $stub; echo '/* mine */'; } >tasks/01_sequential/sequential.c
cp tasks/01_sequential/sequential.c mine
update
verdict 'update-check: nothing has changed' says 'No contract has changed'
rm tasks/01_sequential/sequential.h
sed 's/ \* sequential.h/ * (updated) sequential.h/' "$top/tasks/01_sequential/sequential.h" >tasks/01_sequential/sequential.h
echo '/* updated */' >>$stub
update
verdict 'update-check: status after an update' test $? -eq 1
verdict 'update-check: the header' says '+ * (updated) sequential.h'
verdict 'update-check: the stub' says 'sequential.c: the stub has changed'
build/lab validate 1 >out 2>&1
verdict 'update-check: a validation says so' says 'has changed since you began: make update-check'
verdict 'update-check: the learner keeps their file' cmp -s mine tasks/01_sequential/sequential.c
(cp -a build kept && make clean && ls build/begun/01_sequential && rm -rf build && mv kept build) >out 2>&1
verdict 'update-check: make clean keeps what it compares with' says sequential.h
update --seen
verdict 'update-check: seen of which task?' says 'of which task'
make update-check TASK=1 SEEN=1 >out 2>&1
verdict 'update-check: seen' says 'from now on'
update
verdict 'update-check: then nothing has changed' says 'No contract has changed'
printf '<<<<<<< HEAD\nint a;\n=======\nint b;\n>>>>>>> theirs\n' >>tasks/01_sequential/sequential.c
update
verdict 'update-check: both versions, by git' says 'git has put both versions there'
cp "$top/validate/stubs/01_sequential/sequential.c" $stub
cp $stub tasks/01_sequential/

# ---- make doctor ----------------------------------------------------------------------------------------

doctor() { env "$@" sh validate/setup/doctor.sh >out 2>&1; }

make doctor >out 2>&1
verdict 'doctor: this machine will do' test $? -eq 0
for part in system compiler libraries lab cores memory disk terminal endpoint; do
    verdict "doctor: a line about $part" grep -qE "^(ok|note) +$part " out
done
verdict 'doctor: the database of the editor is found' is_silent_about 'no compile_commands.json'
verdict 'doctor: the same through build/lab' sh -c 'build/lab doctor | grep -q "The lab can work here"'
widest=$(awk '/^ / && length($0) > widest { widest = length($0) } END { print widest + 0 }' out)
verdict 'doctor: advice fits 80 columns' test "$widest" -le 80

# What would give somebody away: the key, the address, where the lab lies, who and where this is.
doctor LAB_API_KEY=sk-secret-of-this-test LAB_BASE_URL=https://models.nobody.example/v1 HOME=/home/somebody-here
verdict 'doctor: a key is set' says 'a key is set (it is never shown), for a server elsewhere'
for secret in sk-secret nobody.example somebody-here "$top" "$(hostname)"; do
    verdict 'doctor: holds no secret' is_silent_about "$secret"
done
cp .env env.kept
echo 'LAB_API_KEY="sk-other-secret" # mine' >>.env
doctor A=b
verdict 'doctor: a key in .env' says 'a key is set'
verdict 'doctor: holds no secret of .env' is_silent_about sk-other
mv env.kept .env
doctor LAB_BASE_URL=ftp://models.nobody.example
verdict 'doctor: an address that is none' says 'neither http:// nor https://'
doctor LAB_API_KEY=sk-secret LAB_BASE_URL=http://models.nobody.example/v1
verdict 'doctor: a key that would go unencrypted' says 'unencrypted'
doctor LAB_BASE_URL=http://localhost:11434/v1
verdict 'doctor: a server on this machine' says 'a server on this machine, no key set'

# A PATH with everything but one tool.
mkdir -p tools
without() {
    rm -f tools/*
    for tool in sh env sed awk grep head tail tr cut fold df nproc stat uname id getconf mktemp rm cat dirname \
        ls locale tput man setarch gcc cc ld as make git objcopy clangd gdb printf test; do
        [ "$tool" = "$1" ] || { path=$(command -v "$tool") && [ -x "$path" ] && ln -sf "$path" "tools/$tool"; }
    done
}
without gcc
doctor PATH="$PWD/tools"
verdict 'doctor: without a compiler, status' test $? -eq 3
verdict 'doctor: without a compiler' says 'there is no gcc'
verdict 'doctor: without a compiler, what to do' says 'make setup installs it'
without objcopy
doctor PATH="$PWD/tools"
verdict 'doctor: without objcopy' grep -q '^BAD *objcopy' out
without gdb
doctor PATH="$PWD/tools"
verdict 'doctor: without gdb, status' test $? -eq 0
verdict 'doctor: without gdb' says 'apt-get install gdb'
mv build/lab build/lab.away
doctor A=b
verdict 'doctor: a lab that is not built' says 'not built yet'
printf '#!/bin/sh\nexit 9\n' >build/lab && chmod +x build/lab
doctor A=b
verdict 'doctor: a lab that does not run' says "build/lab doesn't run"
mv build/lab.away build/lab
