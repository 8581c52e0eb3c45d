/* verdict: clean
   what: takes the number of threads from the command line, and has a default */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static void *hello(void *arg)
{
    printf("thread %ld\n", (long)arg);
    return NULL;
}

int main(int argc, char **argv)
{
    int threads = 2;
    if (argc > 1)
        threads = atoi(argv[1]);
    if (getenv("THREADS") != NULL && threads < 1)
        threads = 1;
    pthread_t *t = malloc((size_t)threads * sizeof *t);
    if (t == NULL) {
        perror("malloc");
        return EXIT_FAILURE;
    }
    for (long i = 0; i < threads; i++)
        pthread_create(&t[i], NULL, hello, (void *)i);
    for (int i = 0; i < threads; i++)
        pthread_join(t[i], NULL);
    free(t);
    return EXIT_SUCCESS;
}
