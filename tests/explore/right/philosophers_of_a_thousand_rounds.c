/* verdict: clean
   what: three philosophers take their forks in order, a thousand times each */
#include <pthread.h>

#define SEATS 3

static pthread_mutex_t forks[SEATS] = {
    PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};
static int meals[SEATS];

static void *dine(void *arg)
{
    int *meal = arg, seat = (int)(meal - meals), next = (seat + 1) % SEATS;
    pthread_mutex_t *first = &forks[seat < next ? seat : next];
    pthread_mutex_t *second = &forks[seat < next ? next : seat];
    for (int i = 0; i < 1000; i++) {
        pthread_mutex_lock(first);
        pthread_mutex_lock(second);
        ++*meal;
        pthread_mutex_unlock(second);
        pthread_mutex_unlock(first);
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[SEATS];
    for (int i = 0; i < SEATS; i++)
        pthread_create(&threads[i], NULL, dine, &meals[i]);
    for (int i = 0; i < SEATS; i++)
        pthread_join(threads[i], NULL);
    return meals[0] + meals[1] + meals[2] == 3000 ? 0 : 1;
}
