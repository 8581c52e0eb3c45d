/* verdict: clean
   what: blocks are freed and allocated again by different threads; the same address is
     another object then */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

struct guarded {
    pthread_mutex_t m;
    int value;
};

static void *run(void *arg)
{
    for (int i = 0; i < 3; i++) {
        struct guarded *g = malloc(sizeof *g);
        pthread_mutex_init(&g->m, NULL);
        pthread_mutex_lock(&g->m);
        g->value = i;
        pthread_mutex_unlock(&g->m);
        assert(g->value == i);
        pthread_mutex_destroy(&g->m);
        free(g);
    }
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, run, NULL);
    pthread_create(&b, NULL, run, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
