/* verdict: deadlock
   what: a cycle over three locks; any two threads alone get on
   line: 11 */
#include <pthread.h>

static pthread_mutex_t lock[3];

static void both(int first, int second)
{
    pthread_mutex_lock(&lock[first]);
    pthread_mutex_lock(&lock[second]);
    pthread_mutex_unlock(&lock[second]);
    pthread_mutex_unlock(&lock[first]);
}

static void *run(void *arg)
{
    int me = (int)(long)arg;
    both(me, (me + 1) % 3);
    return NULL;
}

int main(void)
{
    pthread_t t[3];
    for (int i = 0; i < 3; i++)
        pthread_mutex_init(&lock[i], NULL);
    for (long i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, run, (void *)i);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    return 0;
}
