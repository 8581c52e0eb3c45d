/* verdict: clean
   what: a byte through a pipe tells that the structure is ready */
#include <assert.h>
#include <pthread.h>
#include <unistd.h>

static int wake[2];
static struct {
    int a, b;
} shared;

static void *prepare(void *arg)
{
    shared.a = 3;
    shared.b = 4;
    ssize_t n = write(wake[1], "", 1);
    assert(n == 1);
    return arg;
}

int main(void)
{
    pthread_t t;
    char byte;
    if (pipe(wake) == -1)
        return 1;
    pthread_create(&t, NULL, prepare, NULL);
    if (read(wake[0], &byte, 1) != 1)
        return 1;
    assert(shared.a + shared.b == 7);
    pthread_join(t, NULL);
    return 0;
}
