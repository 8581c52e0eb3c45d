/* verdict: assertion
   what: five steps each of two threads that add to each other's number, without a lock
   line: 35
   also: race */
#include <assert.h>
#include <pthread.h>

int i = 1, j = 1;

#define NUM 5

void *t1(void *arg)
{
    int k;
    for (k = 0; k < NUM; k++)
        i += j;
    pthread_exit(arg);
}

void *t2(void *arg)
{
    int k;
    for (k = 0; k < NUM; k++)
        j += i;
    pthread_exit(arg);
}

int main(void)
{
    pthread_t id1, id2;
    pthread_create(&id1, NULL, t1, NULL);
    pthread_create(&id2, NULL, t2, NULL);
    pthread_join(id1, NULL);
    pthread_join(id2, NULL);
    assert(i < 144 && j < 144);
    return 0;
}
