/* verdict: clean
   what: main calls exit(0) while detached threads may still be at work */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static unsigned long ticks;

static void *background(void *unused)
{
    (void)unused;
    for (int i = 0; i < 3; ++i) {
        pthread_mutex_lock(&m);
        ++ticks;
        pthread_mutex_unlock(&m);
    }
    return NULL;
}

int main(void)
{
    pthread_t t;
    for (int i = 0; i < 2; ++i) {
        if (pthread_create(&t, NULL, background, NULL) != 0)
            exit(1);
        pthread_detach(t);
    }
    pthread_mutex_lock(&m);
    printf("so far %lu\n", ticks);
    pthread_mutex_unlock(&m);
    exit(0);
}
