/* verdict: memory
   what: the waiter frees the future as soon as it is set, and the setter unlocks a
     freed mutex
   line: 25 41
   also: misuse race */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

struct future {
    pthread_mutex_t m;
    bool set;
    pthread_cond_t c;
    int value;
};

static void *compute(void *arg)
{
    struct future *f = arg;
    pthread_mutex_lock(&f->m);
    f->value = 5;
    f->set = true;
    pthread_mutex_unlock(&f->m);
    pthread_cond_signal(&f->c);
    return NULL;
}

int main(void)
{
    pthread_t t;
    struct future *f = calloc(1, sizeof *f);
    pthread_mutex_init(&f->m, NULL);
    pthread_cond_init(&f->c, NULL);
    pthread_create(&t, NULL, compute, f);
    pthread_mutex_lock(&f->m);
    while (!f->set)
        pthread_cond_wait(&f->c, &f->m);
    printf("%d\n", f->value);
    pthread_mutex_unlock(&f->m);
    free(f);
    pthread_join(t, NULL);
    return 0;
}
