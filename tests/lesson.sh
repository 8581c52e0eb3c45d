#!/bin/sh
# Compiles each C block of a lesson alone, without a warning, and runs those that have a main().
# A lesson has at least one.
lesson=$1
name=$(basename "$(dirname "$lesson")")
folder=build/tests/lessons/$name
rm -rf "$folder"
mkdir -p "$folder"
awk -v folder="$folder" '
    /^```c$/ { file = sprintf("%s/block%d.c", folder, ++blocks); next }
    /^```/   { file = "" }
    file     { print > file }' "$lesson"

found=0
for source in "$folder"/*.c; do
    [ -e "$source" ] || break
    found=$((found + 1))
    test="lesson $name $(basename "$source")"
    task_headers=$(dirname "$lesson")
    if ! gcc -std=gnu17 -Wall -Wextra -Werror -pthread -I"$task_headers" -Irunner -c "$source" \
        -o "$source.o" 2>"$source.log"; then
        echo "FAIL $test: doesn't compile: $(grep -m 1 -E 'error|warning' "$source.log")"
    elif ! grep -q 'int main(' "$source"; then
        echo "ok $test compiles"
    elif ! gcc -pthread "$source.o" -o "$source.run" -lcurl -lcjson -lm 2>"$source.log"; then
        echo "FAIL $test: doesn't link: $(tail -n 1 "$source.log")"
    elif ! timeout 20 "$source.run" >"$source.out" 2>&1 </dev/null; then
        echo "FAIL $test: runs, but ends with a failure: $(tail -n 1 "$source.out")"
    else
        echo "ok $test compiles and runs"
    fi
done
[ "$found" -gt 0 ] || echo "FAIL lesson $name: no C block in it"

words=$(wc -w <"$lesson")
if [ "$words" -ge 600 ] && [ "$words" -le 1200 ]; then
    echo "ok lesson $name has $words words"
else
    echo "FAIL lesson $name: $words words, 600 to 1200 are wanted"
fi
