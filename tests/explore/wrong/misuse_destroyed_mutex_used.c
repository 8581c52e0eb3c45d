/* verdict: misuse
   what: the logger is shut down before the last thread has logged
   line: 11 27 */
#include <pthread.h>

static pthread_mutex_t log_lock;
static int lines;

static void log_line(void)
{
    pthread_mutex_lock(&log_lock);
    lines++;
    pthread_mutex_unlock(&log_lock);
}

static void *worker(void *arg)
{
    log_line();
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_mutex_init(&log_lock, NULL);
    pthread_create(&t, NULL, worker, NULL);
    pthread_mutex_destroy(&log_lock);
    pthread_join(t, NULL);
    return 0;
}
