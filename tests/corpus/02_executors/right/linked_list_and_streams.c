/* Work items on a linked list under a lock; children print their results as text into stdio
 * streams, which the parent reads line by line. */
#define _GNU_SOURCE
#include "executors.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Item {
    const CatalogEntry *entry;
    JobResult *result;
    struct Item *next;
} Item;

typedef struct {
    pthread_mutex_t lock;
    Item *head;
    JobFunction job;
    int error;
} Todo;

static Item *pop(Todo *todo)
{
    pthread_mutex_lock(&todo->lock);
    Item *item = todo->head;
    if (item)
        todo->head = item->next;
    pthread_mutex_unlock(&todo->lock);
    return item;
}

static void fail_todo(Todo *todo, int error)
{
    pthread_mutex_lock(&todo->lock);
    if (todo->error == 0)
        todo->error = error;
    while (todo->head) { /* nobody need do these any more */
        Item *next = todo->head->next;
        free(todo->head);
        todo->head = next;
    }
    pthread_mutex_unlock(&todo->lock);
}

static void *worker(void *arg)
{
    Todo *todo = arg;
    Item *item;
    while ((item = pop(todo)) != NULL) {
        int failed = todo->job(item->entry, item->result) == 0 ? 0 : errno;
        free(item);
        if (failed)
            fail_todo(todo, failed);
    }
    pthread_exit(NULL);
}

static bool valid(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (job && workers && (count == 0 || (catalog && results)))
        return true;
    errno = EINVAL;
    return false;
}

int run_threaded(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (!valid(job, catalog, count, results, workers))
        return -1;
    Todo todo = {.job = job};
    pthread_mutex_init(&todo.lock, NULL);
    Item **tail = &todo.head;
    for (size_t i = 0; i < count && todo.error == 0; i++) {
        Item *item = malloc(sizeof *item);
        if (!item) {
            fail_todo(&todo, ENOMEM);
            break;
        }
        *item = (Item){catalog + i, results + i, NULL};
        *tail = item;
        tail = &item->next;
    }
    size_t n = workers < count ? workers : count, started = 0;
    pthread_t *threads = todo.error || n == 0 ? NULL : malloc(n * sizeof *threads);
    if (!threads && n > 0)
        fail_todo(&todo, ENOMEM);
    while (threads && started < n) {
        int error = pthread_create(&threads[started], NULL, worker, &todo);
        if (error) {
            fail_todo(&todo, error);
            break;
        }
        started++;
    }
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    free(threads);
    pthread_mutex_destroy(&todo.lock);
    if (todo.error) {
        errno = todo.error;
        return -1;
    }
    return 0;
}

typedef struct {
    pid_t pid;
    FILE *in;
} Child;

/* "index error id year checksum genre" */
static void child_main(JobFunction job, const CatalogEntry *catalog, size_t from, size_t step, size_t count, int fd)
{
    FILE *out = fdopen(fd, "w");
    if (!out)
        _exit(1);
    for (size_t i = from; i < count; i += step) {
        JobResult r;
        memset(&r, 0, sizeof r);
        int error = job(&catalog[i], &r) == 0 ? 0 : errno;
        fprintf(out, "%zu %d %d %d %" PRIx64 " [%.15s]\n", i, error, r.entry_id, r.metadata.year, r.checksum, error ? "" : r.metadata.genre);
        if (error)
            break;
    }
    fputs("end\n", out);
    if (fclose(out) != 0)
        _exit(1);
    _exit(0);
}

static bool begin_child(Child *child, JobFunction job, const CatalogEntry *catalog, size_t from, size_t step, size_t count)
{
    int ends[2];
    if (pipe(ends) != 0)
        return false;
    child->pid = fork();
    if (child->pid == 0) {
        close(ends[0]);
        child_main(job, catalog, from, step, count, ends[1]);
    }
    int error = errno;
    close(ends[1]);
    if (child->pid < 0) {
        close(ends[0]);
        errno = error;
        return false;
    }
    child->in = fdopen(ends[0], "r");
    if (!child->in) {
        error = errno;
        close(ends[0]);
        while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
            ;
        errno = error;
        return false;
    }
    return true;
}

static int read_child(FILE *in, JobResult *results, size_t count)
{
    char *line = NULL;
    size_t room = 0;
    int error = ECHILD; /* until "end" comes */
    while (getline(&line, &room, in) > 0) {
        size_t i;
        int job_error;
        JobResult r;
        if (strcmp(line, "end\n") == 0) {
            error = 0;
            break;
        }
        memset(&r, 0, sizeof r);
        if (sscanf(line, "%zu %d %d %d %" SCNx64 " [%15[^]\n]", &i, &job_error, &r.entry_id, &r.metadata.year, &r.checksum, r.metadata.genre) < 5 || i >= count)
            break;
        if (job_error) {
            error = job_error;
            break;
        }
        results[i] = r;
    }
    free(line);
    return error;
}

int run_multiprocess(JobFunction job, const CatalogEntry *catalog, size_t count, JobResult *results, unsigned workers)
{
    if (!valid(job, catalog, count, results, workers))
        return -1;
    size_t n = workers < count ? workers : count, started = 0;
    int error = 0;
    Child *children = malloc((n ? n : 1) * sizeof *children);
    if (!children)
        return -1;
    while (started < n && error == 0)
        if (begin_child(&children[started], job, catalog, started, n, count))
            started++;
        else
            error = errno;
    /* One after the other: those that fill their pipes meanwhile wait until it is their turn. */
    for (size_t c = 0; c < started; c++) {
        int e = error ? 0 : read_child(children[c].in, results, count);
        if (e)
            error = e;
        fclose(children[c].in);
    }
    for (size_t c = 0; c < started; c++)
        while (waitpid(children[c].pid, NULL, 0) < 0 && errno == EINTR)
            ;
    free(children);
    if (error) {
        errno = error;
        return -1;
    }
    return 0;
}

Executor recommended_executor(WorkKind kind)
{
    static const struct { WorkKind kind; Executor executor; } table[] = {
        {WORK_WAITING, EXECUTOR_THREADS},
        {WORK_COMPUTING, EXECUTOR_PROCESSES},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].kind == kind)
            return table[i].executor;
    return EXECUTOR_UNDECIDED;
}
