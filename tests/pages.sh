#!/bin/sh
# The pages that the lab writes, looked at by a real browser (Debian's chromium, headless): a copy of a page
# gets a script of its own at the end (tests/pages/*.js), which uses the page as somebody with a mouse, a
# keyboard or a screen reader does and writes "ok ..." and "FAIL ..." lines into it. What the browser says on
# its console and what it wants from the network is held against the page.
set -u
cd "$(dirname "$0")/.." || exit 3
work=build/tests/pages
rm -rf "$work"
mkdir -p "$work"

if ! command -v chromium >/dev/null 2>&1; then
    echo 'skip pages: no chromium here'
    exit 0
fi

# The page $1 with the script $2 in a window of $3 pixels, e.g. 390,800; with the options that follow.
browse() {
    page=$1 script=$2 size=$3
    shift 3
    sed '/<\/body>/d; /<\/html>/d' "$page" >"$work/page.html"
    {
        echo '<pre id="test-results" style="white-space:pre-wrap"></pre><script>'
        cat tests/pages/said.js "$script"
        echo '</script></body></html>'
    } >>"$work/page.html"
    timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync --disable-extensions \
        --user-data-dir="$work/profile" --enable-logging=stderr --window-size="$size" "$@" \
        --host-resolver-rules='MAP * ~NOTFOUND' --dump-dom "file://$PWD/$work/page.html" \
        >"$work/dom.html" 2>"$work/console"
}

# Tests the page $1, called $2, with the script $3.
look_at() {
    for window in 1100,900 390,800 'dark 1100,900'; do
        case $window in
        dark*) browse "$1" "$3" "${window#dark }" --force-dark-mode --blink-settings=preferredColorScheme=0 ;;
        *) browse "$1" "$3" "$window" ;;
        esac
        sed -n '/<pre id="test-results"/,/<\/pre>/p' "$work/dom.html" |
            sed -nE -e 's/^(<pre id="test-results"[^>]*>)?//' -e "s/^(ok|FAIL) /\1 page $2 at $window: /p" >"$work/said"
        grep -q . "$work/said" || echo "FAIL page $2 at $window: its test said nothing: $(tail -n 1 "$work/console")"
        sed 's/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g' "$work/said"
        if grep -q ':CONSOLE' "$work/console"; then
            echo "FAIL page $2 at $window: the console says: $(grep ':CONSOLE' "$work/console" | head -n 1)"
        else
            echo "ok page $2 at $window: nothing on the console"
        fi
    done
    if grep -nE '(src|href|url\()[="( ]*(https?:)?//' "$1" >"$work/remote"; then
        echo "FAIL page $2: wants something from the network: $(head -n 1 "$work/remote" | cut -c1-200)"
    else
        echo "ok page $2: stands alone"
    fi
}

build/lab run --from=solutions >/dev/null
look_at build/run.html run tests/pages/run.js

# The trace: each job of each path once, as a span or as a begin and an end.
if build/tests/schema tests/pages/trace.schema.json build/trace.json >"$work/said"; then
    echo 'ok page trace: as its schema says'
else
    echo "FAIL page trace: $(cat "$work/said")"
fi
spans=$(grep -o '"ph":"X","name":"\(look-up\|checksum\)"' build/trace.json | wc -l)
ends=$(grep -o '"ph":"e"' build/trace.json | wc -l)
if [ $((spans + ends)) -eq $((5 * 2 * 24)) ]; then
    echo 'ok page trace: every look-up and every checksum of five paths'
else
    echo "FAIL page trace: $spans spans and $ends ends for 240 look-ups and checksums"
fi

mkdir -p "$work/from/04_sync"
cp tests/corpus/04_sync/wrong/transfer_from_first.c "$work/from/04_sync/sync.c"
build/lab validate 4 --from="$work/from" --seed=7 --format=html --output=build/report.html
look_at build/report.html report tests/pages/report.js
