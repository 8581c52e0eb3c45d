/* verdict: race
   what: a hit counter is changed under the read lock
   line: 15 */
#include <pthread.h>
#include <stdio.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int table[4] = {1, 4, 9, 16};
static int hits;

static void *look(void *arg)
{
    pthread_rwlock_rdlock(&lock);
    int value = table[(long)arg];
    hits++;
    pthread_rwlock_unlock(&lock);
    return (void *)(long)value;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, look, (void *)1L);
    pthread_create(&b, NULL, look, (void *)2L);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    printf("%d hits\n", hits);
    return 0;
}
