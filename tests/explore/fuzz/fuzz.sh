#!/bin/sh
# Compares what the explorer says of random programs with what is true of them.
#
#   sh tests/explore/fuzz/fuzz.sh [FIRST [COUNT [PARTS]]]
#
# FIRST: the seed of the first program; COUNT: how many; PARTS: what they are made of, the sum of
# some of enum part in program.h. Exit status 0: nothing differs.
set -e
cd "$(dirname "$0")/../../.."
make -s build/ready
folders="common explore explore/engine explore/model explore/memory explore/search"
mkdir -p build/tests
cc -std=gnu17 -g -O1 -Wall -Wextra -fno-pie -no-pie \
    $(for folder in $folders; do echo "-Ivalidate/$folder"; done) \
    -o build/tests/fuzz tests/explore/fuzz/fuzz.c \
    $(for folder in engine model memory search; do
        for file in validate/explore/$folder/*.c; do echo "build/obj/probe/${file%.c}.o"; done
    done) -pthread -lm
exec build/tests/fuzz "${1:-1}" "${2:-1000}" ${3:+"$3"}
