/* verdict: clean
   what: two threads meet: each writes before the meeting and reads after it */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

static sem_t a_arrived, b_arrived;
static int from_a, from_b;

static void *a(void *unused)
{
    from_a = 1;
    sem_post(&a_arrived);
    sem_wait(&b_arrived);
    assert(from_b == 2);
    return unused;
}

static void *b(void *unused)
{
    from_b = 2;
    sem_post(&b_arrived);
    sem_wait(&a_arrived);
    assert(from_a == 1);
    return unused;
}

int main(void)
{
    pthread_t ta, tb;
    sem_init(&a_arrived, 0, 0);
    sem_init(&b_arrived, 0, 0);
    pthread_create(&ta, NULL, a, NULL);
    pthread_create(&tb, NULL, b, NULL);
    pthread_join(ta, NULL);
    pthread_join(tb, NULL);
    return 0;
}
