#!/bin/sh
# Puzzles, played line by line through a pipe, and on a terminal that is tmux's. Prints "ok NAME" or "FAIL
# NAME: reason"; "skip ..." for the terminal without tmux.
set -u
top=$(pwd)
tree=$top/build/tests/play
rm -rf "$tree"
mkdir -p "$tree/build" "$tree/wrong/04_sync"
cp -a build/lab build/manifest.json "$tree/build"
ln -s "$top/build/obj" "$tree/build/obj"
for folder in runner validate solutions docs; do
    ln -s "$top/$folder" "$tree/$folder"
done
cp -a tasks "$tree"
cp validate/stubs/04_sync/*.c "$tree/tasks/04_sync"
cp tests/corpus/04_sync/wrong/transfer_from_first.c "$tree/wrong/04_sync/sync.c"
cd "$tree" || exit 3
unset TMUX NO_COLOR COLUMNS LINES MAKEFLAGS MAKELEVEL 2>/dev/null
export LC_ALL=C.UTF-8

# plays NAME STATUS TEXT INPUT ARGUMENTS...: with this input the game ends with the status and says the
# text.
plays() {
    name=$1 status=$2 text=$3 input=$4
    shift 4
    printf "$input" | build/lab play 4 "$@" >out 2>&1
    got=$?
    if [ "$got" -ne "$status" ]; then
        echo "FAIL play $name: status $got instead of $status: $(tail -n 1 out)"
    elif ! tr '\n' ' ' <out | tr -s ' ' | grep -qF -- "$text"; then
        echo "FAIL play $name: doesn't say '$text' but: $(tail -n 8 out | tr '\n' ' ')"
    else
        echo "ok play $name"
    fi
}

# ---- every puzzle can be solved -------------------------------------------------------------------

best='You interfered once: the shortest way.'
plays 'counter' 0 "$best" '1\n2\n\n1\n' --puzzle=1_counter
plays 'accounts' 0 "$best" '1\n2\n' --puzzle=2_accounts
plays 'accounts, undone and broken again' 0 "$best" '1\n1\nu\n2\n' --puzzle=2_accounts
plays 'queue, by a spurious wakeup' 0 "$best" '\ns1\n' --puzzle=3_queue_if
plays 'lost wakeup' 0 "$best" '\n\n2\nr\n' --puzzle=4_lost_wakeup
plays 'last seat' 0 "$best" '\n2\nr\nr\nr\n' --puzzle=5_last_seat
plays 'bell after the door' 0 "can't be broken: the explorer has covered all" 'c\n' \
    --puzzle=6_bell_after_the_door
plays 'three forks' 0 'You interfered twice: the shortest way.' '1\n2\n3\n' --puzzle=7_three_forks
plays 'own counter' 0 "can't be broken" 'c\n' --puzzle=sync_counter --from=solutions
plays 'own queue' 0 "can't be broken" 'c\n' --puzzle=sync_queue --from=solutions
plays 'own transfer' 0 "can't be broken" 'c\n' --puzzle=sync_transfer --from=solutions
plays 'own transfer, wrong' 0 'Broken (deadlock)' 'r\nu\n1\n2\n' --puzzle=sync_transfer --from=wrong
plays 'a stub' 0 "Your counter can't be played yet, because sync.c fails" '' --puzzle=sync_counter

# ---- what is said on the way -----------------------------------------------------------------------

plays 'wrong claim' 0 'It can be broken: to interfere once is enough.' 'c\nq\n' --puzzle=1
plays 'claim that ends nothing' 0 'You interfered once' 'c\n1\n2\n' --puzzle=2
plays 'hint' 0 'From here it breaks if you interfere once.' '?\nq\n' --puzzle=1
plays 'second hint' 0 'Go on 1 time with Enter. Then: T2 reads total' '?\n?\nq\n' --puzzle=1
plays 'data race' 0 'A data race: T' '1\n1\n2\nq\n' --puzzle=1
plays 'end without a mistake' 0 'nothing went wrong this way' 'r\nr\nq\n' --puzzle=1
plays 'move behind the end' 0 'This schedule has ended' 'r\nr\n1\nq\n' --puzzle=1
plays 'nothing to undo' 0 'There is nothing to undo.' 'u\nu\nq\n' --puzzle=1
plays 'who stands where' 0 'T1 next: reads total' 'w\nq\n' --puzzle=1
plays 'nonsense' 0 '99 is nothing that can be done now' '99\nq\n' --puzzle=1
plays 'help' 0 'c claim: it' 'h\nq\n' --puzzle=1
plays 'end of the input' 0 'Who goes on?' '' --puzzle=1
plays 'unknown puzzle' 2 'there is no puzzle 77' '' --puzzle=77
plays 'list' 0 'Two clerks, one counter - solved' ''
plays 'list, not solved' 0 '8 Your counter (sync.c) ' ''

if build/lab progress | grep -q 'Puzzles of task 4: [1-9][0-9]* of 10 solved (make play TASK=4)'; then
    echo 'ok play progress counts the puzzles'
else
    echo "FAIL play progress: $(build/lab progress | tr '\n' ' ')"
fi
if printf 'q\n' | build/lab play --puzzle=1 2>&1 | grep -q 'Who goes on?'; then
    echo 'ok play without a task'
else
    echo 'FAIL play without a task: no puzzle'
fi

# ---- files of one's own ------------------------------------------------------------------------------

echo 'int x' >>tasks/04_sync/puzzles/1_counter.c
plays 'puzzle that does not compile' 2 "1_counter can't be played" '' --puzzle=1
plays 'changed since it was solved' 0 'solved, and changed since' ''
printf 'int main(void) { return 0; }\n' >tasks/04_sync/puzzles/1_counter.c
plays 'puzzle without a question' 0 'nothing went wrong' 'q\n' --puzzle=1
cp "$top/tests/explore/wrong/race_struct_field.c" tasks/04_sync/puzzles/1_counter.c
plays 'a race alone breaks it' 0 'in C it is undefined behaviour' 'c\n\n\n\n\n\n\n\n\n\n' --puzzle=1
plays 'claim against a race' 0 'It can' 'c\nq\n' --puzzle=1
cp "$top/tests/explore/right/workers_until_main_says_stop.c" tasks/04_sync/puzzles/1_counter.c
plays 'a long program' 0 'Who goes on?' 'r\nu\nq\n' --puzzle=1
cp "$top/tasks/04_sync/puzzles/1_counter.c" tasks/04_sync/puzzles
if build/lab play 1 >out 2>&1; then
    echo 'FAIL play task without puzzles: status 0'
elif grep -q 'task 1 has no puzzles' out; then
    echo 'ok play task without puzzles'
else
    echo "FAIL play task without puzzles: $(cat out)"
fi

# ---- on a terminal -----------------------------------------------------------------------------------

if ! command -v tmux >/dev/null 2>&1; then
    echo 'skip play on a terminal: this machine has no tmux'
    exit 0
fi
. "$top/tests/terminal.sh"

rm -f build/progress.json
open 80x24 'build/lab play 4'
shows 'list' 'Which one?'
press 1 Enter
shows 'puzzle' 'Who goes on?'
shows 'usual one' '▶ T1 reads total (1_counter.c:22) - as usual'
press Down
shows 'selection moves' '▶ T2 reads total'
press Up Enter
shows 'Enter takes a step' 'T1 reads total = 0'
press 2
shows 'a digit is a thread' 'interfered once'
press u
shows 'undo' 'interfered never'
press '?'
shows 'hint' 'if you interfere once'
press 2
shows 'once more' 'T2 reads total = 0'
press r
shows 'broken' 'You interfered once: the shortest way.'
if build/lab progress | grep -q 'Puzzles of task 4: 1 of 10 solved'; then
    echo 'ok play what is broken is remembered at once'
else
    echo "FAIL play what is broken is forgotten by ^C: $(build/lab progress | grep Puzzles)"
fi
press s
shows 'stepped through' 'e explain'
press Home
shows 'from its beginning' 'In front of the first step.'
press q
shows 'back from that' 'You interfered once: the shortest way.'
press q
shows 'back in the list' 'Two clerks, one counter - solved'
press 6 Enter
shows 'another puzzle' 'The bell after the door'
press c
shows 'claim' "Right, it can't be broken"
press q
shows 'list again' 'The bell after the door - solved'
press q Enter
shows 'end' 'status 0'
open 60x20 'build/lab play 4 --puzzle=2'
shows 'small terminal: line by line' 'Who goes on?'
press 1 Enter
shows 'small terminal: a step' 'T1 locks first.lock'
press q Enter
shows 'small terminal: end' 'status 0'
open 80x24 'build/lab play 4 --puzzle=2 --plain'
shows 'plain' '[Enter]'
press q Enter
