/* verdict: race
   what: in the second round nothing parts writing from the neighbour's reading
   line: 16 18 */
#include <pthread.h>
#include <stdio.h>

#define N 2

static pthread_barrier_t barrier;
static int cell[N];

static void *run(void *arg)
{
    int me = *(int *)arg, sum = 0;
    for (int round = 1; round <= 2; round++) {
        cell[me] = round;
        pthread_barrier_wait(&barrier);
        sum += cell[1 - me];
    }
    printf("%d\n", sum);
    return NULL;
}

int main(void)
{
    pthread_t t[N];
    int id[N] = {0, 1};
    pthread_barrier_init(&barrier, NULL, N);
    for (int i = 0; i < N; i++)
        pthread_create(&t[i], NULL, run, &id[i]);
    for (int i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    pthread_barrier_destroy(&barrier);
    return 0;
}
