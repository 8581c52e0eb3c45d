/* verdict: clean
   what: a worker calls exit(0) when it has the result, while main waits in a join */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static int searched[2];

static void *search(void *arg)
{
    int *mine = arg;
    *mine = 1;
    if (mine == &searched[1]) {
        puts("found");
        exit(0);
    }
    return NULL;
}

int main(void)
{
    pthread_t t[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&t[i], NULL, search, &searched[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    return 1;
}
