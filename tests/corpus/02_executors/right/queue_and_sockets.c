/* A queue with a condition variable feeds the threads; socket pairs feed the children and
 * bring their answers back, watched by epoll. */
#define _GNU_SOURCE
#include "executors.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- threads --------------------------------------------------------------------- */

typedef struct Feed {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    JobFunction job;
    const CatalogEntry *catalog;
    JobResult *results;
    size_t offered; /* entries below this may be taken */
    size_t taken;
    bool closed;
    int error;
} Feed;

static void *consumer(void *argument)
{
    Feed *feed = argument;
    pthread_mutex_lock(&feed->lock);
    for (;;) {
        while (feed->taken == feed->offered && !feed->closed)
            pthread_cond_wait(&feed->changed, &feed->lock);
        if (feed->taken == feed->offered)
            break;
        size_t i = feed->taken++;
        pthread_mutex_unlock(&feed->lock);
        int failed = feed->job(&feed->catalog[i], &feed->results[i]);
        int error = errno;
        pthread_mutex_lock(&feed->lock);
        if (failed)
            feed->error = error;
    }
    pthread_mutex_unlock(&feed->lock);
    return NULL;
}

static void offer(Feed *feed, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        pthread_mutex_lock(&feed->lock);
        feed->offered++;
        pthread_cond_signal(&feed->changed);
        pthread_mutex_unlock(&feed->lock);
    }
    pthread_mutex_lock(&feed->lock);
    feed->closed = true;
    pthread_cond_broadcast(&feed->changed);
    pthread_mutex_unlock(&feed->lock);
}

static bool refused(JobFunction job, const CatalogEntry *catalog, size_t count,
                    const JobResult *results, unsigned workers)
{
    if (job && workers && (!count || (catalog && results)))
        return false;
    errno = EINVAL;
    return true;
}

int run_threaded(JobFunction job, const CatalogEntry *catalog, size_t count,
                 JobResult *results, unsigned workers)
{
    if (refused(job, catalog, count, results, workers))
        return -1;
    size_t wanted = count < workers ? count : workers, started = 0;
    Feed *feed = calloc(1, sizeof *feed);
    pthread_t *threads = calloc(wanted + 1, sizeof *threads);
    int error = ENOMEM;
    if (!feed || !threads)
        goto out;
    feed->job = job;
    feed->catalog = catalog;
    feed->results = results;
    pthread_mutex_init(&feed->lock, NULL);
    pthread_cond_init(&feed->changed, NULL);
    error = 0;
    while (started < wanted && error == 0) {
        error = pthread_create(&threads[started], NULL, consumer, feed);
        started += error == 0;
    }
    offer(feed, error ? 0 : count);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    if (error == 0)
        error = feed->error;
    pthread_cond_destroy(&feed->changed);
    pthread_mutex_destroy(&feed->lock);
out:
    free(threads);
    free(feed);
    errno = error;
    return error ? -1 : 0;
}

/* ---- processes ------------------------------------------------------------------- */

typedef struct Answer {
    size_t index;
    int error;
    JobResult result;
} Answer;

typedef struct Helper {
    pid_t pid;
    int fd;       /* -1: closed */
    size_t given; /* entries sent and not answered */
} Helper;

typedef struct Boss {
    Helper *helpers;
    size_t count, started; /* helpers */
    size_t next, entries;
    int epoll, error;
    JobResult *results;
} Boss;

/* Returns false at the end, or on an error. */
static bool get(int fd, void *data, size_t size)
{
    char *at = data;
    while (size > 0) {
        ssize_t n = read(fd, at, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += n;
        size -= (size_t)n;
    }
    return true;
}

static bool put(int fd, const void *data, size_t size)
{
    ssize_t n;
    do
        n = send(fd, data, size, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    return n == (ssize_t)size;
}

static _Noreturn void helper_main(JobFunction job, const CatalogEntry *catalog, int fd)
{
    Answer answer = {0};
    while (get(fd, &answer.index, sizeof answer.index)) {
        answer.error = job(&catalog[answer.index], &answer.result) ? errno : 0;
        if (!put(fd, &answer, sizeof answer))
            _exit(1);
    }
    _exit(0);
}

static void let_go(Helper *helper)
{
    close(helper->fd);
    helper->fd = -1;
}

static void give(Boss *boss, Helper *helper)
{
    if (boss->error || boss->next == boss->entries) {
        let_go(helper);
        return;
    }
    size_t index = boss->next++;
    if (put(helper->fd, &index, sizeof index)) {
        helper->given = 1;
    } else {
        boss->error = ECHILD;
        let_go(helper);
    }
}

static void hear(Boss *boss, Helper *helper)
{
    Answer answer;
    if (!get(helper->fd, &answer, sizeof answer)) {
        if (helper->given && !boss->error)
            boss->error = ECHILD;
        let_go(helper);
        return;
    }
    helper->given = 0;
    if (answer.error)
        boss->error = answer.error;
    else
        boss->results[answer.index] = answer.result;
    give(boss, helper);
}

static int start_helper(Boss *boss, JobFunction job, const CatalogEntry *catalog)
{
    Helper *helper = &boss->helpers[boss->started];
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        return errno;
    helper->pid = fork();
    if (helper->pid == 0) {
        for (size_t i = 0; i < boss->started; i++)
            close(boss->helpers[i].fd);
        close(ends[0]);
        helper_main(job, catalog, ends[1]);
    }
    int error = errno;
    close(ends[1]);
    if (helper->pid < 0) {
        close(ends[0]);
        return error;
    }
    helper->fd = ends[0];
    boss->started++;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = helper};
    return epoll_ctl(boss->epoll, EPOLL_CTL_ADD, ends[0], &event) == 0 ? 0 : errno;
}

static bool anybody_busy(const Boss *boss)
{
    for (size_t i = 0; i < boss->started; i++)
        if (boss->helpers[i].fd >= 0)
            return true;
    return false;
}

static void run_boss(Boss *boss)
{
    for (size_t i = 0; i < boss->started; i++)
        give(boss, &boss->helpers[i]);
    while (anybody_busy(boss)) {
        struct epoll_event event;
        if (epoll_wait(boss->epoll, &event, 1, -1) == 1)
            hear(boss, event.data.ptr);
    }
}

static void dismiss(Boss *boss)
{
    for (size_t i = 0; i < boss->started; i++) {
        int status;
        while (waitpid(boss->helpers[i].pid, &status, 0) < 0 && errno == EINTR)
            continue;
        if (!boss->error && !(WIFEXITED(status) && WEXITSTATUS(status) == 0))
            boss->error = ECHILD;
    }
}

int run_multiprocess(JobFunction job, const CatalogEntry *catalog, size_t count,
                     JobResult *results, unsigned workers)
{
    if (refused(job, catalog, count, results, workers))
        return -1;
    if (!count)
        return 0;
    Boss boss = {.count = count < workers ? count : workers,
                 .entries = count,
                 .results = results,
                 .epoll = epoll_create1(0)};
    if (boss.epoll < 0)
        return -1;
    boss.helpers = calloc(boss.count, sizeof *boss.helpers);
    if (!boss.helpers)
        boss.error = ENOMEM;
    while (!boss.error && boss.started < boss.count)
        boss.error = start_helper(&boss, job, catalog);
    run_boss(&boss);
    dismiss(&boss);
    free(boss.helpers);
    close(boss.epoll);
    errno = boss.error;
    return boss.error ? -1 : 0;
}

/* ---- the choice ------------------------------------------------------------------ */

Executor recommended_executor(WorkKind kind)
{
    static const Executor rules[] = {EXECUTOR_THREADS, EXECUTOR_PROCESSES};
    unsigned number = (unsigned)kind;
    return number < sizeof rules / sizeof rules[0] ? rules[number] : EXECUTOR_UNDECIDED;
}
