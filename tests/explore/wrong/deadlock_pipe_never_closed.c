/* verdict: deadlock
   what: the reader reads to the end of the pipe, whose writing end nobody closes
   line: 13 */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static int ends[2];

static void *count_bytes(void *arg)
{
    char byte;
    while (read(ends[0], &byte, 1) == 1)
        ++*(int *)arg;
    return NULL;
}

int main(void)
{
    pthread_t t;
    int count = 0;
    if (pipe(ends) != 0)
        return 1;
    pthread_create(&t, NULL, count_bytes, &count);
    if (write(ends[1], "abc", 3) != 3)
        return 1;
    pthread_join(t, NULL);
    printf("%d bytes\n", count);
    return 0;
}
