/* verdict: memory
   what: one thread frees the buffer that the other still reads
   line: 14 20
   also: race */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *buffer;

static void *show(void *p)
{
    printf("%c\n", buffer[1]);
    return p;
}

static void *drop(void *p)
{
    free(buffer);
    return p;
}

int main(void)
{
    pthread_t a, b;
    buffer = malloc(8);
    strcpy(buffer, "abc");
    pthread_create(&a, NULL, show, NULL);
    pthread_create(&b, NULL, drop, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
