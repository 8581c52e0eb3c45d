/*
 * jobs.h - the fixed jobs module: what the nightly job does for one catalog entry.
 *
 * Every entry of the media catalog needs two kinds of work:
 *
 *   a look-up    io_fetch()  asks the metadata service about the entry. The answer takes
 *                            a while; until it comes the processor has nothing to do.
 *   a checksum   cpu_hash()  computes a checksum of the entry's media. The processor is
 *                            busy all the while.
 *
 * Both can be called from any number of threads and processes at the same time.
 * You call this module; you don't change it. Your code is judged against this one.
 *
 * Note on cpu_hash: it stands for a C library that isn't ready for threads. Its engine
 * holds one lock for the whole process, as the thread-safe build of HDF5 does around
 * every call. Threads of one process therefore hash one after the other; every process
 * has an engine of its own. `make run ENGINE=reentrant` lifts the lock.
 */
#ifndef JOBS_H
#define JOBS_H

#include <stddef.h>
#include <stdint.h>

#define TITLE_SIZE 48 /* bytes of a title, the closing '\0' included */
#define GENRE_SIZE 16 /* bytes of a genre, the closing '\0' included */

/* One entry of the catalog. Read-only for you. */
typedef struct CatalogEntry {
    int id;                 /* unique in its catalog, greater than 0 */
    char title[TITLE_SIZE]; /* '\0'-terminated */
    unsigned lookup_us;     /* how long its look-up waits, in microseconds */
    unsigned hash_rounds;   /* how much its checksum computes, in rounds of the engine */
} CatalogEntry;

/* What the metadata service knows about an entry. */
typedef struct Metadata {
    int year;               /* of publication */
    char genre[GENRE_SIZE]; /* '\0'-terminated */
} Metadata;

/* What the nightly job stores for an entry. */
typedef struct JobResult {
    int entry_id;      /* the id of the entry that it belongs to */
    Metadata metadata; /* from the look-up */
    uint64_t checksum; /* from the hash */
} JobResult;

/* The catalog that `make run` works on. Checks bring catalogs of their own. */
extern const CatalogEntry CATALOG[];
extern const size_t CATALOG_COUNT;

/*
 * A job: does some work for one entry and fills in the result.
 * Returns 0; or -1 with errno set, and then the result's contents are unspecified.
 */
typedef int (*JobFunction)(const CatalogEntry *entry, JobResult *result);

/*
 * Looks the entry up. Waits entry->lookup_us, then fills in *metadata.
 * Returns 0; or -1 with errno set, *metadata untouched:
 *   EINVAL  an argument is NULL
 *   EIO     the service could not answer; any look-up can fail that way
 * A signal that arrives meanwhile doesn't end the wait (no EINTR).
 */
int io_fetch(const CatalogEntry *entry, Metadata *metadata);

/*
 * Computes the entry's checksum into *checksum, in entry->hash_rounds rounds.
 * Returns 0; or -1 with errno EINVAL (an argument is NULL), *checksum untouched.
 */
int cpu_hash(const CatalogEntry *entry, uint64_t *checksum);

/*
 * The three jobs. Each sets result->entry_id; what a job doesn't produce is zero.
 *   process_job  look-up, then checksum: the whole nightly job for one entry
 *   lookup_job   the look-up alone: nothing but waiting
 *   hash_job     the checksum alone: nothing but computing
 * Each returns 0; or -1 with errno from io_fetch or cpu_hash.
 */
int process_job(const CatalogEntry *entry, JobResult *result);
int lookup_job(const CatalogEntry *entry, JobResult *result);
int hash_job(const CatalogEntry *entry, JobResult *result);

/*
 * The same look-up without blocking, for task 5.
 *
 * A Fetch is one look-up under way. The caller owns the struct (it needs no
 * initialisation); it must not be copied or moved while the look-up is under way.
 */
typedef struct Fetch {
    int fd;                    /* poll() it for POLLIN; -1 when nothing is under way */
    const CatalogEntry *entry; /* the entry asked about; must outlive the look-up */
    unsigned parts;            /* private: how many parts of the reply have come */
} Fetch;

/*
 * Starts the look-up of an entry and returns at once. fetch->fd is a new descriptor that
 * becomes readable when something of the reply has come. It belongs to the Fetch:
 * io_fetch_end or io_fetch_cancel closes it, never you.
 * Returns 0; or -1 with errno set, fetch->fd then -1, nothing to release:
 *   EINVAL  an argument is NULL
 *   EMFILE, ENFILE, ENOMEM  out of descriptors or memory
 */
int io_fetch_begin(Fetch *fetch, const CatalogEntry *entry);

/*
 * Takes what has come of the reply; never blocks. Replies come in two parts, so that
 * 'readable' doesn't mean 'whole'.
 * Returns 0: the reply is whole, *metadata is filled in, the descriptor is closed and
 * fetch->fd is -1; or -1 with errno set:
 *   EAGAIN  the reply isn't whole yet; poll fetch->fd again
 *   EIO     the service could not answer; the descriptor is closed, fetch->fd is -1
 *   EINVAL  an argument is NULL, or nothing is under way
 */
int io_fetch_end(Fetch *fetch, Metadata *metadata);

/* Gives a look-up up: closes the descriptor, fetch->fd becomes -1. Nothing happens when
 * nothing is under way. Keeps errno. */
void io_fetch_cancel(Fetch *fetch);

#endif
