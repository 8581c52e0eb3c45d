/* verdict: race
   what: after a correct wait the value is read once more, without the lock
   line: 15 30 */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static int level;

static void *raise_level(void *arg)
{
    for (int i = 0; i < 2; i++) {
        pthread_mutex_lock(&m);
        level++;
        pthread_cond_signal(&c);
        pthread_mutex_unlock(&m);
    }
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, raise_level, NULL);
    pthread_mutex_lock(&m);
    while (level < 1)
        pthread_cond_wait(&c, &m);
    pthread_mutex_unlock(&m);
    printf("level %d\n", level);
    pthread_join(t, NULL);
    return 0;
}
