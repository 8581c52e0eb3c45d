/* verdict: clean
   what: threads find their place in a table by pthread_self and pthread_equal, once it
     is filled */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

#define N 2

static pthread_t table[N];
static sem_t table_is_filled;
static int seen[N];

static int my_place(void)
{
    for (int i = 0; i < N; i++)
        if (pthread_equal(table[i], pthread_self()))
            return i;
    return -1;
}

static void *run(void *arg)
{
    sem_wait(&table_is_filled);
    seen[my_place()]++;
    return arg;
}

int main(void)
{
    sem_init(&table_is_filled, 0, 0);
    for (int i = 0; i < N; i++)
        pthread_create(&table[i], NULL, run, NULL);
    for (int i = 0; i < N; i++)
        sem_post(&table_is_filled);
    for (int i = 0; i < N; i++)
        pthread_join(table[i], NULL);
    assert(seen[0] == 1 && seen[1] == 1);
    sem_destroy(&table_is_filled);
    return 0;
}
