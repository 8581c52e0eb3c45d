/* verdict: clean
   what: a sum over blocks of an array, each part in a cell of its own */
#include <assert.h>
#include <pthread.h>

#define THREADS 4
#define SIZE    64

static int numbers[SIZE];
static struct {
    _Alignas(64) long sum;
} partial[THREADS];

static void *sum_block(void *arg)
{
    long me = (long)arg;
    const int block = SIZE / THREADS;
    for (int i = 0; i < block; i++)
        partial[me].sum += numbers[me * block + i];
    return NULL;
}

int main(void)
{
    pthread_t t[THREADS];
    long total = 0;
    for (int i = 0; i < SIZE; i++)
        numbers[i] = i;
    for (long i = 0; i < THREADS; i++)
        pthread_create(&t[i], NULL, sum_block, (void *)i);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(t[i], NULL);
        total += partial[i].sum;
    }
    assert(total == SIZE * (SIZE - 1) / 2);
    return 0;
}
