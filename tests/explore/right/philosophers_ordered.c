/* verdict: clean
   what: dining philosophers who take the lower fork first */
#include <pthread.h>
#include <stdio.h>

#define SEATS 4

static pthread_mutex_t forks[SEATS];
static int meals[SEATS];

static void *dine(void *arg)
{
    int seat = (int)((int *)arg - meals);
    int low = seat, high = (seat + 1) % SEATS;
    if (low > high) {
        int swap = low;
        low = high;
        high = swap;
    }
    pthread_mutex_lock(&forks[low]);
    pthread_mutex_lock(&forks[high]);
    meals[seat]++;
    pthread_mutex_unlock(&forks[high]);
    pthread_mutex_unlock(&forks[low]);
    return NULL;
}

int main(void)
{
    pthread_t t[SEATS];
    int sum = 0;
    for (int i = 0; i < SEATS; i++)
        pthread_mutex_init(&forks[i], NULL);
    for (int i = 0; i < SEATS; i++)
        pthread_create(&t[i], NULL, dine, &meals[i]);
    for (int i = 0; i < SEATS; i++) {
        pthread_join(t[i], NULL);
        sum += meals[i];
    }
    printf("%d meals\n", sum);
    return sum == SEATS ? 0 : 1;
}
