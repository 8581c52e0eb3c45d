#!/bin/sh
# `make doctor`: what the lab finds on this machine, a line each, and what to do where something is
# amiss. A script, so that it also works where the lab can't be built.
#
# Everything it prints can be pasted into a bug report: no key, no name of a person or a host, no path
# above the lab's folder. It connects to nothing. Exit status: 0 the lab can work here, 3 something that
# it needs is missing.
set -u
cd "$(dirname "$0")/../.." || exit 3
broken=0
scratch=$(mktemp -d) || exit 3
trap 'rm -rf "$scratch"' EXIT

# ok NAME TEXT; note NAME TEXT ADVICE: the lab works without; bad NAME TEXT ADVICE: it doesn't.
ok() { printf 'ok    %-12s %s\n' "$1" "$2"; }
advise() { printf '%s\n' "$1" | fold -s -w 60 | sed 's/^/                   /; s/ *$//'; }
note() { printf 'note  %-12s %s\n' "$1" "$2"; advise "$3"; }
bad() { printf 'BAD   %-12s %s\n' "$1" "$2"; advise "$3"; broken=1; }

has() { command -v "$1" >/dev/null 2>&1; }
first_line() { "$@" 2>/dev/null | head -n 1; }

# ---- what the lab is built with -------------------------------------------------------------------

machine() {
    ok system "$(uname -srm), $( (. /etc/os-release && echo "$PRETTY_NAME") 2>/dev/null || echo 'unknown')"
    if [ -e /.dockerenv ] || [ -e /run/.containerenv ]; then
        ok container "yes"
    fi
    if [ "$(id -u)" -eq 0 ]; then ok user "root"; else ok user "an ordinary one"; fi
}

compiler() {
    version=$(gcc -dumpfullversion 2>/dev/null)
    if [ -z "$version" ]; then
        bad compiler "there is no gcc" "make setup installs it."
    elif [ "${version%%.*}" -lt 12 ]; then
        bad compiler "gcc $version" "The lab needs gcc 12 or later."
    elif ! echo 'int main(void) { return 0; }' | gcc -x c - -o "$scratch/empty" 2>/dev/null ||
        ! "$scratch/empty"; then
        bad compiler "gcc $version can't make a program that runs here" \
            "Try by hand: gcc hello.c; is libc6-dev installed, and is there room in the temporary folder?"
    else
        ok compiler "gcc $version, $(getconf GNU_LIBC_VERSION 2>/dev/null || echo 'a C library that is not glibc')"
    fi
    for tool in make git objcopy; do
        has "$tool" || bad "$tool" "not there" "make setup installs it; or: apt-get install $tool"
    done
}

libraries() {
    missing=$(sh validate/setup/setup.sh missing)
    if [ -n "$missing" ]; then
        bad libraries "missing: $missing" "make setup installs them."
    else
        ok libraries "all there"
    fi
}

lab() {
    if [ ! -x build/lab ]; then
        note lab "not built yet" "make lesson builds it, and so does any other command."
    elif build/lab help >/dev/null 2>&1 && [ -s build/manifest.json ]; then
        ok lab "built; $(git rev-parse --short HEAD 2>/dev/null || echo 'commit not known')"
    else
        bad lab "build/lab doesn't run" "make clean, then again. (It keeps your backups and your progress.)"
    fi
}

# ---- what it runs on ------------------------------------------------------------------------------

# The smallest quota from this process's cgroup upwards, in hundredths of a core; nothing: there is none.
quota() {
    group=$(sed -n 's/^0:://p' /proc/self/cgroup 2>/dev/null)
    while :; do
        cat "/sys/fs/cgroup$group/cpu.max" 2>/dev/null
        case $group in '' | /) break ;; esac
        group=${group%/*}
    done | awk '$1 != "max" && $2 > 0 { q = $1 * 100 / $2; if (!least || q < least) least = q }
                END { if (least) printf "%d", least }'
    if [ -r /sys/fs/cgroup/cpu/cpu.cfs_quota_us ]; then
        awk 'NR == 1 { q = $1 } NR == 2 && q > 0 && $1 > 0 { printf "%d", q * 100 / $1 }' \
            /sys/fs/cgroup/cpu/cpu.cfs_quota_us /sys/fs/cgroup/cpu/cpu.cfs_period_us
    fi
}

cores() {
    count=$(nproc) limit=$(quota)
    if [ -n "$limit" ] && [ "$limit" -lt $((count * 100)) ]; then
        note cores "$count, of which a cgroup grants $((limit / 100)).$(printf %02d $((limit % 100)))" \
            "Verdicts don't depend on it; make run measures less speedup than the cores promise."
    elif [ "$count" -eq 1 ]; then
        note cores "1" "Verdicts don't depend on it; computing can't become faster by more processes here."
    else
        ok cores "$count"
    fi
}

memory() {
    free_mb=$(awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo)
    if [ "${free_mb:-0}" -lt 700 ]; then
        note memory "${free_mb:-?} MB free" "Judging several tasks at once wants about 700 MB; one at a time less."
    else
        ok memory "$free_mb MB free"
    fi
}

disk() {
    folder=build
    [ -d build ] || folder=.
    free_mb=$(df -Pk "$folder" | awk 'NR == 2 { print int($4 / 1024) }')
    if ! (: >"$folder/.doctor") 2>/dev/null; then
        bad disk "$folder/ can't be written" "Whose is it? ls -ld $folder; a command run with sudo may have made it."
    elif [ "${free_mb:-0}" -lt 200 ]; then
        bad disk "${free_mb:-?} MB free" "The lab wants 200 MB below build/."
    else
        ok disk "$free_mb MB free"
    fi
    rm -f "$folder/.doctor"
}

# ---- what judging can use -------------------------------------------------------------------------

races() {
    has gcc || return
    echo '#include <pthread.h>
static void *f(void *p) { return p; }
int main(void) { pthread_t t; return pthread_create(&t, 0, f, 0) || pthread_join(t, 0); }' >"$scratch/t.c"
    if ! gcc -fsanitize=thread -pthread "$scratch/t.c" -o "$scratch/t" 2>/dev/null; then
        note races "ThreadSanitizer can't be linked (libtsan)" \
            "The explorer judges data races all the same; the second opinion is n/a, and a task with it doesn't pass. apt-get install gcc brings it."
    elif "$scratch/t" 2>/dev/null; then
        ok races "ThreadSanitizer runs"
    elif setarch -R "$scratch/t" 2>/dev/null; then
        ok races "ThreadSanitizer runs without address randomisation, which is how the lab runs it"
    else
        note races "ThreadSanitizer can't run here" \
            "The second opinion on data races is n/a, and a task with it doesn't pass. Known cure: sysctl vm.mmap_rnd_bits=28, or a container that allows personality()."
    fi
}

# answer NAME: of doctor_probe.c; nothing without a compiler.
answer() { sed -n "s/^$1 //p" "$scratch/answers"; }

kernel() {
    : >"$scratch/answers"
    if has gcc && gcc validate/setup/doctor_probe.c -o "$scratch/probe" 2>/dev/null; then
        "$scratch/probe" tasks >"$scratch/answers" 2>/dev/null
    else
        note kernel "not asked: that takes a compiler" "make setup installs it."
        return
    fi
    case $(answer namespace) in
    yes) ok namespaces "a process namespace for each probe" ;;
    user) ok namespaces "a process namespace for each probe, by way of a user namespace" ;;
    *) note namespaces "none allowed here" \
        "What a probe leaves behind is hunted down instead. In a container: --security-opt seccomp=unconfined allows them." ;;
    esac
    if [ "$(answer seccomp)" = yes ]; then ok seccomp "calls can be filtered"; else
        note seccomp "no filters allowed here" "Learner code is contained less well: don't judge strangers' files here."
    fi
    case $(answer landlock) in
    0 | '') note landlock "not in this kernel, or not switched on" \
        "Learner code is contained less well: don't judge strangers' files here." ;;
    *) ok landlock "version $(answer landlock)" ;;
    esac
    watching
}

containment() {
    [ -x build/lab ] || return
    weak=$(build/lab containment 2>/dev/null | awk '$2 != "yes" { printf "%s%s", sep, $1; sep = ", " }')
    if [ -z "$weak" ]; then ok containment "every layer"; else
        note containment "without $weak" "docs/containment.md says what that leaves open. Don't judge strangers' files here."
    fi
}

watching() {
    type=$(stat -f -c %T tasks 2>/dev/null)
    case $type in
    nfs* | smb* | cifs | v9fs | fuseblk | fuse* | vboxsf | vmhgfs | ceph | afs)
        note inotify "tasks/ lies on $type, whose saves it may miss" "make watch looks at the files itself there." ;;
    *)
        case $(answer inotify) in
        yes) ok inotify "works in tasks/ ($type)" ;;
        full) note inotify "no watch to be had" \
            "make watch looks at the files itself. More watches, as root: sysctl fs.inotify.max_user_watches=524288" ;;
        *) note inotify "not allowed here" "make watch looks at the files itself." ;;
        esac ;;
    esac
}

# ---- what the learner sees and types --------------------------------------------------------------

terminal() {
    case $(locale charmap 2>/dev/null) in
    UTF-8) characters=UTF-8 ;;
    *) characters="not UTF-8" ;;
    esac
    if [ ! -t 1 ]; then
        ok terminal "output goes elsewhere at the moment; TERM=${TERM:-}, $characters"
    elif [ "${TERM:-dumb}" = dumb ] || ! tput cols >/dev/null 2>&1; then
        note terminal "TERM=${TERM:-} says nothing about it" "Full-screen pages fall back to plain lines. export TERM=xterm-256color"
    elif [ "$(tput cols)" -lt 60 ]; then
        note terminal "$(tput cols) columns, $characters" "Tables are easier to read from 80 on."
    else
        ok terminal "TERM=$TERM, $(tput cols) columns, $(tput colors 2>/dev/null) colours${NO_COLOR:+, NO_COLOR set}, $characters"
    fi
}

editor() {
    if [ ! -f build/compile_commands.json ]; then
        note editor "no compile_commands.json yet" "make editor writes it: jump to definitions, errors while you type."
    elif [ Makefile -nt build/compile_commands.json ]; then
        note editor "compile_commands.json is older than the Makefile" "make editor writes it anew."
    elif has clangd; then
        ok editor "compile_commands.json, clangd"
    else
        ok editor "compile_commands.json; clangd isn't installed (VS Code brings its own)"
    fi
    if has gdb; then ok debugger "gdb"; else
        note debugger "no gdb" "make debug needs it: apt-get install gdb"
    fi
    if ! man -w pthread_mutex_lock >/dev/null 2>&1; then
        note manual "no page about pthread_mutex_lock" "The lessons name man pages: apt-get install man-db manpages-dev glibc-doc"
    fi
}

# setting NAME: of the environment, else of .env.
setting() {
    eval "value=\${$1:-}"
    [ -n "$value" ] || value=$(sed -n "s/^[[:space:]]*\(export[[:space:]]\{1,\}\)\{0,1\}$1[[:space:]]*=[[:space:]]*//p" .env 2>/dev/null |
        tail -n 1 | sed 's/[[:space:]]#.*//; s/[[:space:]]*$//; s/^"\(.*\)"$/\1/; s/^'\''\(.*\)'\''$/\1/' | tr -d '\r')
    printf %s "$value"
}

# Neither the key nor the address is printed.
endpoint() {
    key=$(setting LAB_API_KEY) url=$(setting LAB_BASE_URL)
    rest=${url#*://}
    host=${rest%%[/:?#]*}
    case $url in
    '' | http://?* | https://?*) ;;
    *) note endpoint "LAB_BASE_URL begins with neither http:// nor https://" "make review can't use it; see .env."; return ;;
    esac
    case $url in *[[:space:]]* | *://*@*) note endpoint "LAB_BASE_URL holds a blank or a user's name" "make review can't use it; see .env."; return ;; esac
    case $host in
    '') where="the default server" ;;
    localhost | 127.* | '[::1]' | '[') where="a server on this machine" ;;
    *) where="a server elsewhere"
        case $url in http://*) note endpoint "LAB_BASE_URL is http, to another machine" "The key would go there unencrypted: use https."; return ;; esac ;;
    esac
    case $key in
    '' | put-your-key-here)
        if [ "$where" = "a server on this machine" ]; then ok endpoint "$where, no key set"
        else ok endpoint "no key set: make review answers from a local stand-in"; fi ;;
    *) ok endpoint "a key is set (it is never shown), for $where" ;;
    esac
}

machine
compiler
libraries
lab
cores
memory
disk
races
kernel
containment
terminal
editor
endpoint
echo
if [ "$broken" -ne 0 ]; then
    echo "BAD: the lab can't work until that is mended."
    exit 3
fi
echo "The lab can work here. A bug report is complete with these lines; they hold no secret."
