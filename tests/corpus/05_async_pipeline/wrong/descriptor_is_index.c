/* mistake: the coroutine of a descriptor is found by its number: the first is taken to
 *   be followed by the others without a gap
 * fails: results_in_catalog_order
 * says: no end in sight
 */
#define _GNU_SOURCE
#include "async_pipeline.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>

int fetch_begin(FetchCoroutine *co, const CatalogEntry *entry, JobResult *result)
{
	int bad = !co || !entry || !result;

	if (co)
		*co = (FetchCoroutine) {
			.state = bad ? FETCH_FAILED : FETCH_WAITING,
			.error = bad ? EINVAL : 0,
			.entry = entry,
			.result = result,
			.fetch.fd = -1,
		};
	if (bad) {
		errno = EINVAL;
		return -1;
	}
	if (io_fetch_begin(&co->fetch, entry)) {
		co->error = errno;
		co->state = FETCH_FAILED;
		return -1;
	}
	return 0;
}

int fetch_step(FetchCoroutine *co)
{
	int e = 0;

	if (!co) {
		errno = EINVAL;
		return -1;
	}
	switch (co->state) {
	case FETCH_WAITING: {
		JobResult r = { .entry_id = co->entry->id };
		e = io_fetch_end(&co->fetch, &r.metadata) ? errno : 0;
		if (e == EAGAIN)
			return 0;
		if (!e && cpu_hash(co->entry, &r.checksum))
			e = errno;
		co->error = e;
		co->state = e ? FETCH_FAILED : FETCH_FINISHED;
		if (!e)
			*co->result = r;
		break;
	}
	case FETCH_FINISHED:
		break;
	default:
		e = co->error;
	}
	if (!e)
		return 0;
	errno = e;
	return -1;
}

/* A set of descriptors without select's limit of 1024: fd_set is a row of longs. */
struct bits {
	unsigned long *words;
	size_t size; /* bytes */
};

#define BITS ((int)(8 * sizeof(unsigned long)))

static void bits_set(struct bits *b, int fd) { b->words[fd / BITS] |= 1ul << fd % BITS; }
static int bits_has(const struct bits *b, int fd) { return b->words[fd / BITS] >> fd % BITS & 1; }

static int loop(FetchCoroutine *cos, size_t count, const sigset_t *mask)
{
	int top = -1, rc = 0, first = cos[0].fetch.fd;
	struct bits bits;

	for (size_t i = 0; i < count; i++)
		if (cos[i].fetch.fd > top)
			top = cos[i].fetch.fd;
	bits.size = (size_t)(top / BITS + 1 + (int)count) * sizeof *bits.words;
	bits.words = malloc(bits.size);
	if (!bits.words)
		return -1;
	for (;;) {
		size_t waiting = 0;
		memset(bits.words, 0, bits.size);
		for (size_t i = 0; i < count; i++)
			if (cos[i].state == FETCH_WAITING) {
				bits_set(&bits, cos[i].fetch.fd);
				waiting++;
			}
		if (!waiting)
			break;
		if (pselect(top + 1, (fd_set *)bits.words, NULL, NULL, NULL, mask) < 0) {
			if (errno == EINTR)
				continue;
			rc = -1;
			break;
		}
		for (size_t i = 0; i < count && rc == 0; i++)
			if (cos[i].state == FETCH_WAITING && bits_has(&bits, first + (int)i))
				rc = fetch_step(&cos[i]);
		if (rc)
			break;
	}
	int kept = errno;
	free(bits.words);
	errno = kept;
	return rc;
}

int run_async(const CatalogEntry *catalog, size_t count, JobResult *results)
{
	sigset_t all, before;
	size_t n = 0;
	int rc = 0, kept;
	FetchCoroutine *cos;

	if (!count)
		return 0;
	if (!catalog || !results) {
		errno = EINVAL;
		return -1;
	}
	cos = calloc(count, sizeof *cos);
	if (!cos)
		return -1;
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	while (n < count && !rc) {
		rc = fetch_begin(&cos[n], &catalog[n], &results[n]);
		n += rc == 0;
	}
	if (!rc)
		rc = loop(cos, count, &before);
	kept = errno;
	while (n)
		io_fetch_cancel(&cos[--n].fetch);
	free(cos);
	sigprocmask(SIG_SETMASK, &before, NULL);
	errno = kept;
	return rc;
}
