/* verdict: clean
   what: one thread writes numbers into a pipe, another reads to its end */
#include <assert.h>
#include <pthread.h>
#include <unistd.h>

static int ends[2];

static void *writer(void *arg)
{
    for (int i = 1; i <= 3; i++)
        if (write(ends[1], &i, sizeof i) != sizeof i)
            return NULL;
    close(ends[1]);
    return arg;
}

int main(void)
{
    pthread_t t;
    int sum = 0, number;
    if (pipe(ends) == -1)
        return 1;
    pthread_create(&t, NULL, writer, NULL);
    while (read(ends[0], &number, sizeof number) == sizeof number)
        sum += number;
    pthread_join(t, NULL);
    close(ends[0]);
    assert(sum == 6);
    return 0;
}
