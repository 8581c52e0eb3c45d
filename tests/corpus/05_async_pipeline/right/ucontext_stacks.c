/* right: real coroutines with stacks of their own (ucontext): each entry's function reads like blocking code, and
 * its wait switches back to the loop */
#define _GNU_SOURCE
#include "async_pipeline.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <ucontext.h>

int fetch_begin(FetchCoroutine *coroutine, const CatalogEntry *entry, JobResult *result)
{
	if (!coroutine)
		return errno = EINVAL, -1;
	*coroutine = (FetchCoroutine){ FETCH_WAITING, entry, result, { .fd = -1 }, 0 };
	if (!entry || !result) {
		errno = EINVAL;
	} else if (io_fetch_begin(&coroutine->fetch, entry) == 0) {
		return 0;
	}
	coroutine->error = errno;
	coroutine->state = FETCH_FAILED;
	return -1;
}

int fetch_step(FetchCoroutine *coroutine)
{
	if (!coroutine)
		return errno = EINVAL, -1;
	if (coroutine->state == FETCH_WAITING) {
		JobResult whole = { .entry_id = coroutine->entry->id };
		if (io_fetch_end(&coroutine->fetch, &whole.metadata) == 0 &&
		    cpu_hash(coroutine->entry, &whole.checksum) == 0) {
			*coroutine->result = whole;
			coroutine->state = FETCH_FINISHED;
		} else if (errno != EAGAIN) {
			coroutine->error = errno;
			coroutine->state = FETCH_FAILED;
		}
	}
	if (coroutine->state == FETCH_FAILED)
		return errno = coroutine->error, -1;
	return 0;
}

#define STACK_SIZE (16 * 1024)

typedef struct Green {
	ucontext_t here;
	FetchCoroutine co;
	const CatalogEntry *entry;
	JobResult *result;
	bool over;
	char stack[STACK_SIZE];
} Green;

static ucontext_t loop_context;
static Green *running; /* the coroutine that has the processor; one thread, so one is enough */

static void await_descriptor(void)
{
	Green *me = running;
	swapcontext(&me->here, &loop_context);
	running = me;
}

static void green_main(void)
{
	Green *me = running;
	if (fetch_begin(&me->co, me->entry, me->result) == 0) {
		do
			await_descriptor();
		while (fetch_step(&me->co) == 0 && me->co.state == FETCH_WAITING);
	}
	me->over = true;
	swapcontext(&me->here, &loop_context); /* and never back */
}

static void resume(Green *green)
{
	running = green;
	swapcontext(&loop_context, &green->here);
	running = NULL;
}

static void spawn(Green *green, const CatalogEntry *entry, JobResult *result)
{
	green->entry = entry;
	green->result = result;
	green->over = false;
	getcontext(&green->here);
	green->here.uc_stack.ss_sp = green->stack;
	green->here.uc_stack.ss_size = sizeof green->stack;
	green->here.uc_link = NULL;
	makecontext(&green->here, green_main, 0);
	resume(green);
}

int run_async(const CatalogEntry *catalog, size_t count, JobResult *results)
{
	Green *greens;
	struct pollfd *fds;
	size_t spawned, alive = 0;
	int error = 0;

	if (count && (!catalog || !results))
		return errno = EINVAL, -1;
	if (!count)
		return 0;
	if (!(greens = malloc(count * sizeof *greens)))
		return -1;
	if (!(fds = malloc(count * sizeof *fds))) {
		free(greens);
		return errno = ENOMEM, -1;
	}
	for (spawned = 0; spawned < count && !error; spawned++) {
		Green *g = &greens[spawned];
		spawn(g, &catalog[spawned], &results[spawned]);
		error = g->over ? g->co.error : 0;
		alive += !g->over;
		fds[spawned] = (struct pollfd){ .fd = g->over ? -1 : g->co.fetch.fd, .events = POLLIN };
	}
	while (alive && !error) {
		int n = poll(fds, spawned, -1);
		if (n < 0 && errno != EINTR)
			error = errno;
		for (size_t i = 0; n > 0 && i < spawned; i++) {
			if (!fds[i].revents)
				continue;
			n--;
			resume(&greens[i]);
			if (greens[i].over) {
				fds[i].fd = -1;
				alive--;
				if (greens[i].co.state == FETCH_FAILED)
					error = greens[i].co.error;
			}
		}
	}
	for (size_t i = 0; i < spawned; i++)
		if (!greens[i].over)
			io_fetch_cancel(&greens[i].co.fetch);
	free(fds);
	free(greens);
	return error ? (errno = error, -1) : 0;
}
