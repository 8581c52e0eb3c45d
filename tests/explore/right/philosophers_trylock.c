/* verdict: clean
   what: dining philosophers who put the first fork down when the second is taken */
#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

#define SEATS 3

static pthread_mutex_t forks[SEATS] = {
    PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};

static bool take_both(pthread_mutex_t *one, pthread_mutex_t *other)
{
    pthread_mutex_lock(one);
    if (pthread_mutex_trylock(other) == 0)
        return true;
    pthread_mutex_unlock(one);
    return false;
}

static void *eat(void *arg)
{
    int seat = *(int *)arg;
    pthread_mutex_t *one = &forks[seat], *other = &forks[(seat + 1) % SEATS];
    while (!take_both(one, other))
        usleep(100);
    pthread_mutex_unlock(other);
    pthread_mutex_unlock(one);
    return NULL;
}

int main(void)
{
    pthread_t threads[SEATS];
    int seats[SEATS];
    for (int i = 0; i < SEATS; i++) {
        seats[i] = i;
        pthread_create(&threads[i], NULL, eat, &seats[i]);
    }
    for (int i = 0; i < SEATS; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
