/* verdict: assertion
   what: only one of two threads waits for the other at the meeting point
   line: 16 */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

static sem_t here;
static atomic_int map, food;

static void *scout(void *p)
{
    map = 1;
    sem_post(&here);
    assert(food == 1);
    return p;
}

static void *cook(void *p)
{
    sem_wait(&here);
    food = 1;
    assert(map == 1);
    return p;
}

int main(void)
{
    pthread_t a, b;
    sem_init(&here, 0, 0);
    pthread_create(&a, NULL, scout, NULL);
    pthread_create(&b, NULL, cook, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    sem_destroy(&here);
    return 0;
}
