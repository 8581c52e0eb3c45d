/* verdict: race
   what: the last two of many threads aren't joined one by one, and both add to the total
   line: 11 */
#include <pthread.h>

static int total;

static void *add(void *arg)
{
    (void)arg;
    total++;
    return NULL;
}

int main(void)
{
    pthread_t last[2];
    for (int i = 0; i < 150; i++) {
        pthread_create(&last[0], NULL, add, NULL);
        pthread_join(last[0], NULL);
    }
    for (int i = 0; i < 2; i++)
        pthread_create(&last[i], NULL, add, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(last[i], NULL);
    return 0;
}
