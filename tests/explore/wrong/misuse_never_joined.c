/* verdict: misuse
   what: three threads are created, two are joined
   line: 20 */
#include <pthread.h>

#define N 3

static int results[N];

static void *work(void *arg)
{
    *(int *)arg = 1;
    return NULL;
}

int main(void)
{
    pthread_t t[N];
    for (int i = 0; i < N; i++)
        pthread_create(&t[i], NULL, work, &results[i]);
    for (int i = 1; i < N; i++)
        pthread_join(t[i], NULL);
    return 0;
}
