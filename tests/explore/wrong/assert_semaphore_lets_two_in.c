/* verdict: assertion
   what: a door for one that opens for two, and an atomic counter that proves it
   line: 15 */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

static sem_t door;
static atomic_int inside;

static void *visit(void *p)
{
    sem_wait(&door);
    assert(++inside == 1);
    --inside;
    sem_post(&door);
    return p;
}

int main(void)
{
    pthread_t a, b, c;
    sem_init(&door, 0, 1);
    pthread_create(&a, NULL, visit, NULL);
    pthread_create(&b, NULL, visit, NULL);
    pthread_create(&c, NULL, visit, NULL);
    sem_post(&door); /* to get them going */
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    pthread_join(c, NULL);
    return 0;
}
