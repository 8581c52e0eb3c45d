/* mistake: the workers are detached; their goodbyes are counted, but one may still be
 *   on its way out
 * fails: failed_start_is_cleaned_up
 * says: not joined
 * file: ai_snippet.c
 */
#include "ai_snippet.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdlib.h>

enum kind { ANSWER, FAILURE, GOODBYE };

struct mailbox {
    sem_t empty, full; /* counts of free and of filled places: 1 and 0 at first */
    enum kind kind;    /* owned by whoever took the count */
    int year;
};

struct office {
    sem_t stack_free;  /* a binary semaphore around `top` */
    const CatalogEntry **stack;
    size_t top;
    struct mailbox box;
};

static void down(sem_t *s)
{
    while (sem_wait(s) == -1)
        if (errno != EINTR)
            abort();
}

static void up(sem_t *s)
{
    if (sem_post(s) == -1)
        abort();
}

static const CatalogEntry *pop(struct office *o)
{
    down(&o->stack_free);
    const CatalogEntry *entry = o->top ? o->stack[--o->top] : NULL;
    up(&o->stack_free);
    return entry;
}

static void drop_all(struct office *o)
{
    down(&o->stack_free);
    o->top = 0;
    up(&o->stack_free);
}

static void mail(struct mailbox *box, enum kind kind, int year)
{
    down(&box->empty);
    box->kind = kind;
    box->year = year;
    up(&box->full);
}

static void *reader(void *arg)
{
    struct office *o = arg;
    const CatalogEntry *entry;
    while ((entry = pop(o)) != NULL) {
        Metadata m;
        bool ok = io_fetch(entry, &m) == 0;
        mail(&o->box, ok ? ANSWER : FAILURE, ok ? m.year : 0);
    }
    mail(&o->box, GOODBYE, 0);
    return NULL;
}

static void receive(struct mailbox *box, size_t readers, CatalogSummary *s)
{
    while (readers > 0) {
        down(&box->full);
        const enum kind kind = box->kind;
        const int year = box->year;
        up(&box->empty);
        switch (kind) {
        case GOODBYE:
            readers--;
            break;
        case FAILURE:
            s->failed++;
            break;
        case ANSWER:
            if (!s->found || s->oldest_year > year) s->oldest_year = year;
            if (!s->found || s->newest_year < year) s->newest_year = year;
            s->year_total += year;
            s->found++;
        }
    }
}

int summarize_catalog(const CatalogEntry *catalog, size_t count, unsigned workers, CatalogSummary *summary)
{
    if (workers == 0 || summary == NULL || (count > 0 && catalog == NULL))
        return errno = EINVAL, -1;
    *summary = (CatalogSummary){0};
    if (count == 0)
        return 0;
    size_t want = workers < count ? workers : count, have = 0;
    int error = 0;
    struct office o = {.stack = malloc(count * sizeof *o.stack), .top = count};
    pthread_t *threads = malloc(want * sizeof *threads);
    if (!o.stack || !threads) {
        free(o.stack);
        free(threads);
        return errno = ENOMEM, -1;
    }
    for (size_t i = 0; i < count; i++)
        o.stack[i] = &catalog[count - 1 - i];
    sem_init(&o.stack_free, 0, 1);
    sem_init(&o.box.empty, 0, 1);
    sem_init(&o.box.full, 0, 0);
    for (; have < want && !error; have += !error)
    {
        error = pthread_create(&threads[have], NULL, reader, &o);
        if (!error) pthread_detach(threads[have]);
    }
    if (error)
        drop_all(&o);
    receive(&o.box, have, summary); /* after a failure as well: they say goodbye */
    sem_destroy(&o.box.full);
    sem_destroy(&o.box.empty);
    sem_destroy(&o.stack_free);
    free(threads);
    free(o.stack);
    return error ? (errno = error, -1) : 0;
}
