/* verdict: race
   what: the number of seats is looked at and changed without a lock
   line: 14 15 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

static int seats = 2;
static bool sold[4];

static void *buyer(void *arg)
{
    bool *got = arg;
    if (seats > 0) {
        seats = seats - 1;
        *got = true;
    }
    return NULL;
}

int main(void)
{
    pthread_t t[3];
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, buyer, &sold[i]);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    printf("%d%d%d, %d left\n", sold[0], sold[1], sold[2], seats);
    return 0;
}
