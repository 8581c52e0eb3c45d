/* verdict: deadlock
   what: only if a flag was set in between does the second thread take the locks the
     other way round
   line: 18 34 */
#include <pthread.h>

static pthread_mutex_t data = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t journal = PTHREAD_MUTEX_INITIALIZER;
static int dirty, lines;

static void *writer(void *arg)
{
    pthread_mutex_lock(&data);
    dirty = 1;
    pthread_mutex_unlock(&data);

    pthread_mutex_lock(&data);
    pthread_mutex_lock(&journal);
    lines++;
    dirty = 0;
    pthread_mutex_unlock(&journal);
    pthread_mutex_unlock(&data);
    return arg;
}

static void *flusher(void *arg)
{
    pthread_mutex_lock(&data);
    int urgent = dirty;
    pthread_mutex_unlock(&data);
    pthread_mutex_lock(&journal);
    lines++;
    if (urgent) {
        pthread_mutex_lock(&data);
        dirty = 0;
        pthread_mutex_unlock(&data);
    }
    pthread_mutex_unlock(&journal);
    return arg;
}

int main(void)
{
    pthread_t w, f;
    pthread_create(&w, NULL, writer, NULL);
    pthread_create(&f, NULL, flusher, NULL);
    pthread_join(w, NULL);
    pthread_join(f, NULL);
    return 0;
}
