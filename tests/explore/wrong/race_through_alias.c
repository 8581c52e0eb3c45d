/* verdict: race
   what: two pointers to one buffer, each with a lock of its own
   line: 19 */
#include <pthread.h>
#include <stdlib.h>

typedef struct view {
    pthread_mutex_t lock;
    long *data;
} view_t;

static view_t views[2] = {{PTHREAD_MUTEX_INITIALIZER, NULL},
                          {PTHREAD_MUTEX_INITIALIZER, NULL}};

static void *add_one(void *arg)
{
    view_t *v = arg;
    pthread_mutex_lock(&v->lock);
    v->data[3] += 1;
    pthread_mutex_unlock(&v->lock);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    long *buffer = calloc(8, sizeof *buffer);
    views[0].data = buffer;
    views[1].data = buffer + 0;
    pthread_create(&a, NULL, add_one, &views[0]);
    pthread_create(&b, NULL, add_one, &views[1]);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    free(buffer);
    return 0;
}
