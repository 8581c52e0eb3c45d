/*
 * compile_lines.h - a compilation database, from lines as make prints them.
 */
#ifndef COMPILE_LINES_H
#define COMPILE_LINES_H

#include <cjson/cJSON.h>

/* Adds how a file is compiled, unless the database knows it: the first word is the compiler, and paths are
 * relative to `directory`. Takes the ownership of `words`, an array of texts. */
void add_entry(cJSON *database, const char *directory, const char *file, cJSON *words);

/*
 * Adds what a line of shell compiles: the words from the compiler to "-c FILE", in a line such as
 *   mkdir -p X && cc -O1 ... -c FILE -o Y
 *   for source in FILE FILE; do cc ... -c $source -o ...; done
 * Words that say where results go are left out. A line that compiles nothing adds nothing. The line is
 * taken apart.
 */
void add_compile_line(cJSON *database, const char *directory, char *line);

#endif
