/* verdict: deadlock
   what: seven philosophers who eat three times each, left fork first
   line: 17 */
#include <pthread.h>
#include <stdio.h>

#define N 7

pthread_mutex_t fork_mutex[N];
int meals[N];

void *eat(void *p)
{
    int i = *(int *)p;
    for (int meal = 0; meal < 3; meal++) {
        pthread_mutex_lock(&fork_mutex[i]);
        pthread_mutex_lock(&fork_mutex[(i + 1) % N]);
        meals[i]++;
        pthread_mutex_unlock(&fork_mutex[(i + 1) % N]);
        pthread_mutex_unlock(&fork_mutex[i]);
    }
    return NULL;
}

int main(void)
{
    pthread_t t[N];
    int id[N], i;
    for (i = 0; i < N; i++)
        pthread_mutex_init(&fork_mutex[i], NULL);
    for (i = 0; i < N; i++) {
        id[i] = i;
        pthread_create(&t[i], NULL, eat, &id[i]);
    }
    for (i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    printf("%d\n", meals[0]);
    return 0;
}
