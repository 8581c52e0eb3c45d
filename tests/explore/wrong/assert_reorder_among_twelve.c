/* verdict: assertion
   what: ten setters and two checkers: a checker sees half of what a setter does
   line: 22
   also: race */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

static int setters = 10, checkers = 2;
static int a = 0, b = 0;

static void *set(void *unused)
{
    a = 1;
    b = -1;
    return unused;
}

static void *check(void *unused)
{
    if (!((a == 0 && b == 0) || (a == 1 && b == -1)))
        assert(0);
    return unused;
}

int main(int argc, char *argv[])
{
    if (argc == 3) {
        setters = atoi(argv[1]);
        checkers = atoi(argv[2]);
    }
    pthread_t set_threads[setters], check_threads[checkers];
    for (int i = 0; i < setters; i++)
        if (0 != pthread_create(&set_threads[i], NULL, &set, NULL))
            exit(-1);
    for (int i = 0; i < checkers; i++)
        if (0 != pthread_create(&check_threads[i], NULL, &check, NULL))
            exit(-1);
    for (int i = 0; i < setters; i++)
        pthread_join(set_threads[i], NULL);
    for (int i = 0; i < checkers; i++)
        pthread_join(check_threads[i], NULL);
    return 0;
}
