/* verdict: memory
   what: an array grows with realloc under a lock, while a reader keeps a pointer into
     it
   line: 16 26
   also: race */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int *numbers;

static void *grow(void *p)
{
    pthread_mutex_lock(&m);
    numbers = realloc(numbers, 4000 * sizeof *numbers);
    pthread_mutex_unlock(&m);
    return p;
}

static void *read_first(void *p)
{
    pthread_mutex_lock(&m);
    int *first = &numbers[0];
    pthread_mutex_unlock(&m);
    printf("%d\n", *first);
    return p;
}

int main(void)
{
    pthread_t a, b;
    numbers = calloc(4, sizeof *numbers);
    pthread_create(&a, NULL, grow, NULL);
    pthread_create(&b, NULL, read_first, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    free(numbers);
    return 0;
}
