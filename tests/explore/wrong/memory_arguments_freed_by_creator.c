/* verdict: memory
   what: the creator frees the arguments at once after pthread_create
   line: 16 28
   also: race */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct arguments {
    int from, to;
};

static void *count(void *arg)
{
    struct arguments *a = arg;
    for (int i = a->from; i < a->to; i++)
        printf("%d\n", i);
    return NULL;
}

int main(void)
{
    pthread_t t;
    struct arguments *a = malloc(sizeof *a);
    a->from = 1;
    a->to = 3;
    pthread_create(&t, NULL, count, a);
    free(a);
    pthread_join(t, NULL);
    return 0;
}
