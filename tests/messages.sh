#!/bin/sh
# docs/messages.md has each check, by its id, with the title and the help that build/checks knows; and says
# something about how each fails.
set -u
page=docs/messages.md

# strings KEY: that member of each check in the manifest, a line each, as the page writes it.
strings() {
    sed -n "s/^[[:space:]]*\"$1\":[[:space:]]*\"\(.*\)\",*\$/\1/p" build/manifest.json |
        sed -e 's/\\"/"/g' -e 's/</\&lt;/g' -e 's/\*/\\*/g'
}

# same NAME A B: two lists of lines are the same.
same() {
    if difference=$(diff "$2" "$3"); then
        echo "ok messages: $1"
    else
        echo "FAIL messages: $1: $(echo "$difference" | sed -n 2p); make messages writes the page anew"
    fi
}

mkdir -p build/tests
scratch=build/tests/messages
strings id | sort >$scratch.1
sed -n 's/^### //p' $page | sort >$scratch.2
same 'each check is there' $scratch.1 $scratch.2
strings title | sort >$scratch.1
sed -n 's/^\*\*\(.*\)\*\*$/\1/p' $page | sort >$scratch.2
same 'with its title' $scratch.1 $scratch.2
strings help | sort >$scratch.1
sed -n 's/^Think: //p' $page | sort >$scratch.2
same 'with what to think about' $scratch.1 $scratch.2
silent=$(awk '/^### / { id = $2 } /^When it fails/ { asked = id } /^- / && asked { asked = "" }
    /^Think:/ && asked { print asked; asked = "" }' $page)
if [ -z "$silent" ] && [ -s $scratch.1 ]; then
    echo 'ok messages: each says how it fails'
else
    echo "FAIL messages: says nothing of how it fails: $silent"
fi
if grep -q '%[a-z]' $page; then
    echo "FAIL messages: a conversion of printf is left: $(grep -m 1 '%[a-z]' $page)"
else
    echo 'ok messages: no conversion of printf is left'
fi
