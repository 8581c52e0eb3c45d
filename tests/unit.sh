#!/bin/sh
# Runs a Criterion program and puts each of its tests into one line: "ok NAME" or "FAIL NAME".
program=$1
name=$(basename "$program")
report=build/tests/$name.tap
"$program" --tap="$report" >build/tests/$name.out 2>&1
status=$?
if [ ! -s "$report" ]; then
    echo "FAIL $name: it ended with status $status and no report: $(tail -n 1 build/tests/$name.out)"
    exit
fi
sed -nE -e 's/^ok *[0-9]* - ([^ ]*) .*# SKIP (.*)/skip unit \1: \2/p;t' \
    -e 's/^ok *[0-9]* - ([^ ]*).*/ok unit \1/p' \
    -e 's/^not ok *[0-9]* - (.*)/FAIL unit \1/p' "$report"
# A count of zero tests is no success.
grep -qE '^(ok|not ok)' "$report" || echo "FAIL $name: no test in it"
