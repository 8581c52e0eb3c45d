#!/bin/sh
# Whole programs under `build/lab explore`: the right ones have to be clean, the wrong ones have to get
# the verdict that their first comment names, at one of its lines. README.md tells what the comment may
# say. Prints "ok NAME" or "FAIL NAME: reason" for each program, and runs as many at once as there are
# processors.
#
#   tests/explore/programs.sh            all programs
#   tests/explore/programs.sh FILE...    these
set -u
cd "$(dirname "$0")/../.." || exit 3

# Value of a key in the program's first comment; "" if it isn't there. A value may go on in the next line.
header() {
    awk -v key="$1" '
        { end = /\*\// }
        { gsub(/^(\/\*| )[ ]*|[ ]*\*\/.*$/, "") }
        $1 ~ /^(verdict|what|line|word|also|optimised):$/ { current = substr($1, 1, length($1) - 1); $1 = "" }
        current == key { value = value " " $0 }
        end { exit }
        END { gsub(/^ +/, "", value); gsub(/ +/, " ", value); print value }' "$2"
}

status_of() {
    case $1 in
    clean) echo 0 ;;
    unsupported | inconclusive) echo 3 ;;
    *) echo 1 ;;
    esac
}

# The fields of the findings, a line each: "V verdict", "M message", "L line". cJSON indents by depth.
findings() {
    sed -n -e 's/^\t\t\t"verdict":\t"\(.*\)",*$/V \1/p' -e 's/^\t\t\t"message":\t"\(.*\)",*$/M \1/p' \
        -e 's/^\t\t\t\t\t"line":\t\([0-9]*\),*$/L \1/p'
}

# Says why the result in the file $2 isn't what the program $1 is to get; nothing if it is.
complaint() {
    verdict=$(header verdict "$1") lines=$(header line "$1")
    word=$(header word "$1") also=$(header also "$1")
    got=$(sed -n 's/^\t"verdict":\t"\(.*\)",*$/\1/p' "$2")
    if [ "$got" != "$verdict" ]; then
        echo "${got:-no verdict, status $3} instead of $verdict: $(findings <"$2" | sed -n 's/^M //p' | head -n 1)"
    elif [ "$3" -ne "$(status_of "$verdict")" ]; then
        echo "status $3 instead of $(status_of "$verdict")"
    else
        findings <"$2" | awk -v verdict="$verdict" -v lines="$lines" -v word="$word" -v also="$also" '
            BEGIN {
                split(lines, list); for (i in list) wanted[list[i]] = 1
                split(verdict " " also, list); for (i in list) allowed[list[i]] = 1
            }
            { field = $1; sub(/^. /, "") }
            field == "V" { finding = $0; if (!($0 in allowed)) print "a finding more, " $0; next }
            field == "M" { if (index($0, word)) said = 1; message = message " " $0 }
            field == "L" && finding == verdict { seen = seen " " $0; if ($0 in wanted) placed = 1 }
            END {
                if (lines != "" && !placed) print "at line" seen " instead of " lines ":" message
                if (word != "" && !said) print "doesn'\''t say \"" word "\":" message
            }' | head -n 1
    fi
}

judge() {
    result=$(mktemp)
    build/lab explore --format=json "$1" >"$result" 2>"$result.errors" </dev/null
    status=$?
    reason=$(complaint "$1" "$result" "$status")
    if [ -z "$reason" ]; then
        echo "ok explore ${1#tests/explore/}"
    else
        echo "FAIL explore ${1#tests/explore/}: $reason $(head -n 1 "$result.errors")"
    fi
    rm -f "$result" "$result.errors"
}

if [ "${1-}" = --one ]; then
    judge "$2"
    exit
fi
[ $# -gt 0 ] || set -- tests/explore/right/*.c tests/explore/wrong/*.c
printf '%s\n' "$@" | xargs -d '\n' -P "$(nproc)" -n 1 sh tests/explore/programs.sh --one
