/*
 * title:   Three at a table
 * ask:     Everybody takes the left fork, then the right one. Can all three starve?
 * goal:    nobody can go on
 * teaches: A ring can have any length. It needs everybody to hold one and to want the next: break the
 *          ring at one place, and it is gone.
 */
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t forks[3] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER,
                                   PTHREAD_MUTEX_INITIALIZER};

static void must(int error)
{
    if (error != 0)
        abort();
}

static void *eater(void *arg)
{
    pthread_mutex_t *left = arg;
    pthread_mutex_t *right = left == &forks[2] ? &forks[0] : left + 1;
    must(pthread_mutex_lock(left));
    must(pthread_mutex_lock(right));
    must(pthread_mutex_unlock(right));
    must(pthread_mutex_unlock(left));
    return NULL;
}

int main(void)
{
    pthread_t eaters[3];
    for (int i = 0; i < 3; i++)
        must(pthread_create(&eaters[i], NULL, eater, &forks[i]));
    for (int i = 0; i < 3; i++)
        must(pthread_join(eaters[i], NULL));
    return 0;
}
