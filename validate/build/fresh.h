/*
 * fresh.h - is a made file still what its inputs would make? Decided by a key: a hash over the
 * contents of all inputs, kept in a file beside the result.
 */
#ifndef FRESH_H
#define FRESH_H

#include <stdbool.h>
#include <stdint.h>

/* A key under construction. Not cryptographic: it guards against staleness, not malice. */
struct key {
    uint64_t hash;
};

struct key key_begin(void);
void key_add_text(struct key *key, const char *text);

/* Adds a file's name and contents. Returns false if it can't be read. */
bool key_add_file(struct key *key, const char *path);

/* Adds a file's name, size and time: for the lab's own files, which make keeps fresh. */
bool key_add_stamp(struct key *key, const char *path);

/* Calls `visit` for each file that a dependency file of gcc -MMD names, until it returns false.
 * Returns false if it did, or if the file can't be read. */
bool dependencies_visit(const char *dependency_file,
                        bool (*visit)(const char *path, void *context), void *context);

/* Adds the files that a dependency file of gcc -MMD names. Returns false if it, or one of them,
 * can't be read. */
bool key_add_dependencies(struct key *key, const char *dependency_file);

/* Does `key_file` hold this key? */
bool key_matches(struct key key, const char *key_file);

/* Stores the key. Returns 0, or -1 with errno. */
int key_store(struct key key, const char *key_file);

#endif
