/* verdict: crash
   what: main starts the reader before it sets the pointer that the reader follows
   line: 13
   also: race */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static int *table;

static void *reader(void *arg)
{
    printf("%d\n", table[2]);
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, reader, NULL);
    table = calloc(4, sizeof *table);
    pthread_join(t, NULL);
    free(table);
    return 0;
}
