/* verdict: race
   what: one field of a heap object is under the lock, the other was forgotten
   line: 21
   word: errors */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct stats {
    pthread_mutex_t lock;
    long requests;
    long errors;
};

static void *serve(void *arg)
{
    struct stats *s = arg;
    pthread_mutex_lock(&s->lock);
    s->requests++;
    pthread_mutex_unlock(&s->lock);
    s->errors++;
    return NULL;
}

int main(void)
{
    struct stats *s = calloc(1, sizeof *s);
    pthread_t t[2];
    pthread_mutex_init(&s->lock, NULL);
    for (int i = 0; i < 2; i++)
        pthread_create(&t[i], NULL, serve, s);
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    printf("%ld %ld\n", s->requests, s->errors);
    pthread_mutex_destroy(&s->lock);
    free(s);
    return 0;
}
