# terminal.sh - for tests that source it: a terminal, which is tmux's, into which keys go and whose screen is
# read back. Nothing is timed: each look at the screen is repeated until it shows what it should, for a
# minute at most.
suite=$(basename "$0" .sh)
socket=lab-test-$$
on_terminal() { tmux -L "$socket" -f /dev/null "$@"; }
trap 'on_terminal kill-server 2>/dev/null' EXIT
on_terminal new-session -d -s keeps-the-server 'exec cat' </dev/null

# open SIZE COMMAND: on a new terminal; what it prints and its status can be read when it has ended.
open() {
    size=$1
    shift
    on_terminal kill-session -t t 2>/dev/null
    on_terminal new-session -d -s t -x "${size%x*}" -y "${size#*x}" \
        "sh -c '$*; echo status \$?; exec cat'"
}
press() {
    for key; do on_terminal send-keys -t t "$key"; done
}
screen() { on_terminal capture-pane -p -S "${from:-0}" -t t 2>/dev/null; }

# shows NAME TEXT: the screen comes to show the text, blanks aside. prints NAME TEXT: or did, and it
# has moved up.
prints() {
    from=- shows "$@"
}
shows() {
    tries=600
    while [ "$tries" -gt 0 ]; do
        if screen | tr -s ' \n' ' ' | grep -qF -- "$2"; then
            echo "ok $suite $1"
            return
        fi
        tries=$((tries - 1))
        sleep 0.1
    done
    echo "FAIL $suite $1: doesn't show '$2' but: $(screen | tr -s ' \n' ' ')"
}
