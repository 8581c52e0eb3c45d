#!/bin/sh
# Format and lint: what continuous integration checks besides the tests. Prints what is wrong; exit
# status 1 if something is, 3 if a tool is missing.
set -u
cd "$(dirname "$0")/.." || exit 3
failed=0

for tool in clang-format cppcheck; do
    if ! command -v "$tool" >/dev/null 2>&1; then
        echo "lint: $tool is missing; as root: apt-get install -y clang-format cppcheck" >&2
        exit 3
    fi
done

sources=$(git ls-files '*.c' '*.h' ':!tests/corpus' 2>/dev/null || find . -name '*.[ch]' -not -path './build/*')

# Format, the corpus apart: its files are written as different people write.
if ! clang-format --dry-run --Werror $sources; then
    failed=1
fi

# The stubs that `make reset` brings back are the tasks' own.
for stub in validate/stubs/*/*.c; do
    task=tasks/${stub#validate/stubs/}
    if ! cmp -s "$stub" "$task"; then
        echo "lint: $stub differs from $task (make stubs copies them)"
        failed=1
    fi
done

# The page that the checks are looked up in.
if ! LC_ALL=C awk -f docs/messages.awk validate/checks/*.c | cmp -s - docs/messages.md; then
    echo "lint: docs/messages.md isn't what the checks say (make messages writes it anew)"
    failed=1
fi

# comparePointers: the bounds of a linker section; legacyUninitvar: buffers that read() fills;
# preprocessorErrorDirective: a macro with an empty argument.
cppcheck --quiet --std=c11 --enable=warning,portability --inline-suppr --error-exitcode=1 \
    --suppress=missingIncludeSystem --suppress=unknownMacro --suppress=comparePointers --suppress=legacyUninitvar --suppress='*:tests/corpus/*' \
    --suppress=preprocessorErrorDirective:validate/explore/memory/hooks.c \
    runner validate solutions || failed=1

# Words that belong to nobody's code.
if git grep -nE '\b(FIXME|XXX|HACK)\b' -- '*.c' '*.h' '*.sh' Makefile ':!tests/lint.sh'; then
    failed=1
fi
if git grep -nE '\bTODO\b' -- '*.c' '*.h' '*.sh' ':!tasks' ':!validate/stubs' ':!tests'; then
    failed=1
fi

[ "$failed" -eq 0 ] && echo "lint: clean"
exit "$failed"
