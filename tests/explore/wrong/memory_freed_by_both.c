/* verdict: memory
   what: both threads find the pointer set, and both free it
   line: 13
   also: race */
#include <pthread.h>
#include <stdlib.h>

static int *shared;

static void *clean_up(void *p)
{
    if (shared != NULL) {
        free(shared);
        shared = NULL;
    }
    return p;
}

int main(void)
{
    pthread_t a, b;
    shared = malloc(64);
    pthread_create(&a, NULL, clean_up, NULL);
    pthread_create(&b, NULL, clean_up, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
