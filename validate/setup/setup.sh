#!/bin/sh
# Installs what the lab needs and is missing, with apt-get: as root, or through sudo. Prints what it
# will do first. Exit status: 0 all there, 3 something is missing and can't be installed here.
#
#   setup.sh          what every command needs
#   setup.sh prove    and what `make prove` needs beside it
#   setup.sh test     and what `make test` needs beside it: a browser, a terminal
#   setup.sh missing  installs nothing: prints the packages that are missing
set -u

# a file that only that package brings -> the package
needed='
gcc:gcc
make:make
objcopy:binutils
criterion/criterion.h:libcriterion-dev
libprotobuf-nanopb.a:libnanopb-dev
cjson/cJSON.h:libcjson-dev
curl/curl.h:libcurl4-openssl-dev
microhttpd.h:libmicrohttpd-dev
elfutils/libdw.h:libdw-dev
ncursesw/ncurses.h:libncurses-dev
seccomp.h:libseccomp-dev
cmark.h:libcmark-dev
stdlib.h:libc6-dev
'

case ${1:-} in
prove) needed="$needed stress-ng:stress-ng" ;;
test) needed="$needed chromium:chromium tmux:tmux" ;;
esac

is_there() {
    case $1 in
    *.h) echo "#include <$1>" | gcc -E -x c - >/dev/null 2>&1 ;;
    *.a) [ "$(gcc -print-file-name="$1" 2>/dev/null)" != "$1" ] ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
    esac
}

missing=
for pair in $needed; do
    is_there "${pair%%:*}" || missing="$missing ${pair##*:}"
done
if [ "${1:-}" = missing ]; then
    echo "${missing# }"
    exit 0
fi
if [ -z "$missing" ]; then
    exit 0
fi

install="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif command -v sudo >/dev/null 2>&1; then
    as_root=sudo
else
    echo "lab: these packages are missing:$missing" >&2
    echo "lab: they can't be installed without root or sudo; as root, run: apt-get update && $install" >&2
    exit 3
fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "lab: these Debian packages are missing, and there is no apt-get:$missing" >&2
    echo "lab: install your system's packages for Criterion, cJSON, libcurl, libmicrohttpd, libdw, ncurses, libseccomp and cmark" >&2
    exit 3
fi

echo "The lab needs these packages and will install them now:$missing"
export DEBIAN_FRONTEND=noninteractive
mkdir -p build
log=build/setup.log
if $as_root apt-get update >"$log" 2>&1 && $as_root $install >>"$log" 2>&1; then
    echo "Installed."
    exit 0
fi
tail -n 5 "$log" >&2
echo "lab: the installation failed; try it by hand: ${as_root:+$as_root }apt-get update && ${as_root:+$as_root }$install" >&2
exit 3
