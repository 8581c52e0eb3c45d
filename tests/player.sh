#!/bin/sh
# The player on a real terminal, which is tmux's: keys go in, the screen is read back. Prints "ok NAME" or
# "FAIL NAME: reason", and "skip ..." without tmux.
set -u
top=$(pwd)
tree=$top/build/tests/player
if ! command -v tmux >/dev/null 2>&1; then
    echo 'skip player: this machine has no tmux'
    exit 0
fi
unset TMUX NO_COLOR COLUMNS LINES MAKEFLAGS MAKELEVEL 2>/dev/null
export LC_ALL=C.UTF-8

# A lab of its own, so that what is kept in this one's build/ stays.
rm -rf "$tree"
mkdir -p "$tree/build" "$tree/wrong/04_sync"
cp -a build/lab build/checks* build/manifest.json "$tree/build"
ln -s "$top/build/obj" "$tree/build/obj"
for folder in tasks runner validate solutions docs; do
    ln -s "$top/$folder" "$tree/$folder"
done
cp tests/corpus/04_sync/wrong/transfer_from_first.c "$tree/wrong/04_sync/sync.c"
cd "$tree" || exit 3
build/lab validate 4 --from=wrong --seed=7 >validated 2>&1
check=transfer_never_deadlocks
if ! [ -s "build/counterexamples/sync/$check.json" ]; then
    echo "FAIL player: there is no counterexample to play: $(tail -n 3 validated | tr '\n' ' ')"
    exit 0
fi

. "$top/tests/terminal.sh"

play="build/lab replay 4 --check=$check"
open 80x24 "$play"
shows 'begins in front of what matters' 'T1▶ 331'
press Right
shows 'right steps on' 'accounts[0].lock held by T1'
press End
shows 'End shows the ring' 'a ring: T1 → T2 → T1'
shows 'both stand in one line' 'T1,T2▶332'
press Left
shows 'left steps back' 'T1 is interrupted; T2 starts'
press e
shows 'e explains' 'though it could have gone on'
press e '?'
shows 'question mark shows the keys' 'this; any key goes on'
press q
shows 'a key closes the help, and nothing else' 'accounts[1].lock free'
press Home
shows 'Home goes to the beginning' 'In front of the first step.'
press j
shows 'j goes to the next switch' 'step 6 of 9'
press j
shows 'j again' 'step 8 of 9'
press k
shows 'k goes back' 'step 6 of 9'
press a Home Right Right Right
shows 'a stops at every step' 'step 3 of 9'
on_terminal resize-window -t t -x 60 -y 15
shows 'too small by a resize' '60x15 is too small'
on_terminal resize-window -t t -x 120 -y 40
shows 'larger again' 'fewer steps ? help q quit'
press q
shows 'q quits' 'status 0'

open 80x24 'env PS1=ready: sh -i'
shows 'a shell' 'ready:'
press "$play" Enter
shows 'the player started from a shell' 'T1▶ 331'
press C-z
shows 'control-Z gives the terminal back' 'topped'
press fg Enter
shows 'and fg brings the player back' 'T1▶ 331'
press End
shows 'which goes on' 'a ring'
press C-c
shows 'control-C ends it and gives the terminal back' 'ready:'

open 60x20 "$play"
prints 'a small terminal gets the table' 'As a table, because the terminal is 60x20, and the player needs 80x24'
shows 'and all of it' 'status 0'
open 80x24 "TERM=dumb $play"
prints 'a dumb terminal gets the table' 'TERM names no terminal that can show a picture'
open 80x24 "TERM=no-such-thing $play"
shows 'an unknown terminal gets the table' 'status 0'
open 80x24 "$play --full"
shows 'full prints the table' 'status 0'
open 80x24 "LC_ALL=C $play"
shows 'without UTF-8 it is ASCII' 'T1> 331'
press q
open 80x24 "$play </dev/null"
shows 'no terminal to read from: the table' 'status 0'

cp "build/counterexamples/sync/$check.json" build/counterexamples/sync/another.json
open 80x24 'build/lab replay 4'
shows 'several: which one?' '2 transfers there and back'
press 9 Enter
shows 'no such number' 'There is no counterexample 9.'
press 2 Enter
shows 'the second one' 'T1▶ 331'
press q
shows 'and the question again' 'Which one?'
press q Enter
shows 'until q' 'status 0'
open 80x24 'build/lab explore tasks/04_sync/puzzles/2_accounts.c --step'
shows 'a program of explore' 'deadlock'
press End
shows 'is stepped through' 'a ring: T1 → T2 → T1'
press q
prints 'and told' 'status 1'

open 80x24 "NO_COLOR=1 $play"
shows 'NO_COLOR' 'T1▶ 331'
if on_terminal capture-pane -e -p -t t | grep -q "$(printf '\033')\[[0-9;]*3[1-6]m"; then
    echo 'FAIL player: colours although NO_COLOR is set'
else
    echo 'ok player has no colour with NO_COLOR'
fi
press q
open 80x24 "$play"
shows 'in colour' 'T1▶ 331'
if on_terminal capture-pane -e -p -t t | grep -q "$(printf '\033')\[[0-9;]*3[1-6]m"; then
    echo 'ok player has colour'
else
    echo 'FAIL player: no colour'
fi
press q
