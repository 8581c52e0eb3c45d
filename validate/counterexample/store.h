/*
 * store.h - the counterexamples of the last validation, kept to be shown again:
 * build/counterexamples/<task>/<check>.json, below the working directory.
 *
 * A file holds { "version": 1, "task", "check", "title", "message", "token", "from",
 * "identity", "counterexample": {...} }.
 */
#ifndef STORE_H
#define STORE_H

#include <cjson/cJSON.h>
#include <stddef.h>

#define IDENTITY_SIZE 24

/* What is kept with a counterexample. */
struct stored {
    const char *task;            /* "sync" */
    const char *check;           /* "transfer_keeps_one_order", the id without the task */
    const char *title;           /* the check's */
    const char *message;         /* the verdict's */
    const char *token;           /* of the schedule */
    const char *from;            /* whose files: "tasks" */
    const char *identity;        /* of the files it was found in; see identify_files */
    const cJSON *counterexample; /* as cx_to_json makes it */
    cJSON *document;             /* loaded: what all of this lies in */
};

/* A hash over the contents of files, in hexadecimal; a file that can't be read counts as
 * such. Returns text. */
char *identify_files(const char *const *paths, int count, char text[IDENTITY_SIZE]);

/* Stores one. Returns 0; or -1 with errno. */
int store_counterexample(const struct stored *stored);

/* Removes those of a task, before it is judged anew. Returns 0, also if there are none;
 * or -1 with errno. */
int forget_counterexamples(const char *task);

/* Loads one; to be freed with free_stored. Returns 0; or -1 with errno: ENOENT (there is
 * none), EINVAL (the file is damaged), or of reading. */
int load_counterexample(const char *task, const char *check, struct stored *stored);
void free_stored(struct stored *stored);

/* The names of a task's stored counterexamples, sorted. Returns how many, the array to be
 * freed with free_names; or -1 with errno. */
int list_counterexamples(const char *task, char ***names);
void free_names(char **names, int count);

#endif
