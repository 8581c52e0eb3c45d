/* verdict: clean
   what: four threads add up a quarter of twenty thousand numbers each */
#include <assert.h>
#include <pthread.h>

#define SIZE 20000

static int data[SIZE];
static long sums[4];

static void *add(void *arg)
{
    long me = (long)arg, sum = 0;
    for (int i = (int)me; i < SIZE; i += 4)
        sum += data[i];
    sums[me] = sum;
    return NULL;
}

int main(void)
{
    pthread_t t[4];
    long total = 0;
    for (int i = 0; i < SIZE; i++)
        data[i] = i;
    for (long i = 0; i < 4; i++)
        pthread_create(&t[i], NULL, add, (void *)i);
    for (int i = 0; i < 4; i++) {
        pthread_join(t[i], NULL);
        total += sums[i];
    }
    assert(total == (long)SIZE * (SIZE - 1) / 2);
    return 0;
}
