/*
 * trace_file.h - the run as build/trace.json, in the Chrome trace event format, which Perfetto and
 * chrome://tracing open: a process a path, a thread a worker.
 */
#ifndef TRACE_FILE_H
#define TRACE_FILE_H

#include "run.h"

/* Writes the file anew. Returns 0, or -1 with errno. */
int trace_file_write(const struct run *run, const char *path);

#endif
