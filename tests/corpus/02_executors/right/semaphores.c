/* Semaphores everywhere: as a lock among threads, and in shared memory among processes, which
 * fetch their entries themselves. */
#define _GNU_SOURCE
#include "executors.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void down(sem_t *s)
{
    while (sem_wait(s) == -1 && errno == EINTR)
        continue;
}

static int bad_call(JobFunction job, const CatalogEntry *catalog, size_t count,
                    const JobResult *results, unsigned workers)
{
    if (job != NULL && workers != 0 && (count == 0 || (catalog != NULL && results != NULL)))
        return 0;
    errno = EINVAL;
    return 1;
}

/* ---- threads ---- */

struct job_list {
    sem_t mutex;
    size_t left; /* entries that nobody has taken: 0 .. left - 1 */
    int error;
    JobFunction job;
    const CatalogEntry *catalog;
    JobResult *results;
};

static void *take_and_do(void *arg)
{
    struct job_list *list = arg;
    int go_on = 1;
    while (go_on) {
        down(&list->mutex);
        size_t i = list->left;
        if (i > 0)
            list->left--;
        sem_post(&list->mutex);
        if (i == 0)
            break;
        i--;
        if (list->job(&list->catalog[i], &list->results[i]) == -1) {
            int error = errno;
            down(&list->mutex);
            list->error = error;
            list->left = 0;
            sem_post(&list->mutex);
            go_on = 0;
        }
    }
    return NULL;
}

int run_threaded(JobFunction job, const CatalogEntry *catalog, size_t count,
                 JobResult *results, unsigned workers)
{
    if (bad_call(job, catalog, count, results, workers))
        return -1;
    if (count == 0)
        return 0;
    struct job_list list = {.left = count, .job = job, .catalog = catalog, .results = results};
    size_t threads = count < workers ? count : workers, running = 0;
    pthread_t *id = calloc(threads, sizeof *id);
    int error = 0;
    if (id == NULL)
        return -1;
    if (sem_init(&list.mutex, 0, 1) == -1) {
        error = errno;
        free(id);
        errno = error;
        return -1;
    }
    for (running = 0; running < threads; running++) {
        error = pthread_create(&id[running], NULL, take_and_do, &list);
        if (error != 0)
            break;
    }
    while (running-- > 0)
        pthread_join(id[running], NULL);
    if (error == 0)
        error = list.error;
    sem_destroy(&list.mutex);
    free(id);
    if (error != 0) {
        errno = error;
        return -1;
    }
    return 0;
}

/* ---- processes ---- */

struct board {
    sem_t mutex; /* guards next and error; never held while a job runs */
    size_t next;
    size_t done;
    int error;
    JobResult results[];
};

static void fetch_and_do(struct board *board, JobFunction job, const CatalogEntry *catalog,
                         size_t count)
{
    for (;;) {
        down(&board->mutex);
        size_t i = board->error ? count : board->next++;
        sem_post(&board->mutex);
        if (i >= count)
            _exit(0);
        int answer = job(&catalog[i], &board->results[i]), error = errno;
        down(&board->mutex);
        if (answer == 0)
            board->done++;
        else
            board->error = error;
        sem_post(&board->mutex);
    }
}

int run_multiprocess(JobFunction job, const CatalogEntry *catalog, size_t count,
                     JobResult *results, unsigned workers)
{
    if (bad_call(job, catalog, count, results, workers))
        return -1;
    if (count == 0)
        return 0;
    size_t size = sizeof(struct board) + count * sizeof(JobResult);
    struct board *board = mmap(NULL, size, PROT_READ | PROT_WRITE,
                               MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (board == MAP_FAILED)
        return -1;
    size_t children = count < workers ? count : workers, running = 0;
    pid_t *pid = calloc(children, sizeof *pid);
    int error = 0;
    if (pid == NULL)
        error = ENOMEM;
    else if (sem_init(&board->mutex, 1, 1) == -1)
        error = errno;
    while (error == 0 && running < children) {
        pid[running] = fork();
        if (pid[running] == 0)
            fetch_and_do(board, job, catalog, count);
        if (pid[running] == -1)
            error = errno;
        else
            running++;
    }
    for (size_t k = 0; k < running; k++) {
        siginfo_t info;
        while (waitid(P_PID, (id_t)pid[k], &info, WEXITED) == -1 && errno == EINTR)
            continue;
    }
    if (error == 0)
        error = board->error;
    if (error == 0 && board->done != count)
        error = ECHILD;
    for (size_t i = 0; error == 0 && i < count; i++)
        results[i] = board->results[i];
    munmap(board, size);
    free(pid);
    if (error == 0)
        return 0;
    errno = error;
    return -1;
}

Executor recommended_executor(WorkKind kind)
{
    Executor choice = EXECUTOR_UNDECIDED;
    if (kind == WORK_WAITING)
        choice = EXECUTOR_THREADS;
    else if (kind == WORK_COMPUTING)
        choice = EXECUTOR_PROCESSES;
    return choice;
}
