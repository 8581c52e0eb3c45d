/* verdict: deadlock
   what: every philosopher takes the left fork first
   line: 18 */
#include <pthread.h>

#define PHILOSOPHERS 5

typedef struct {
    pthread_mutex_t *left, *right;
} Seat;

static pthread_mutex_t forks[PHILOSOPHERS];

static void *philosopher(void *arg)
{
    Seat *seat = arg;
    pthread_mutex_lock(seat->left);
    pthread_mutex_lock(seat->right);
    pthread_mutex_unlock(seat->right);
    pthread_mutex_unlock(seat->left);
    return NULL;
}

int main(void)
{
    pthread_t t[PHILOSOPHERS];
    Seat seats[PHILOSOPHERS];
    for (int i = 0; i < PHILOSOPHERS; i++)
        pthread_mutex_init(&forks[i], NULL);
    for (int i = 0; i < PHILOSOPHERS; i++) {
        seats[i].left = &forks[i];
        seats[i].right = &forks[(i + 1) % PHILOSOPHERS];
        pthread_create(&t[i], NULL, philosopher, &seats[i]);
    }
    for (int i = 0; i < PHILOSOPHERS; i++)
        pthread_join(t[i], NULL);
    return 0;
}
