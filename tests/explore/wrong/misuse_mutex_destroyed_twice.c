/* verdict: misuse
   what: two users of an object both shut it down
   line: 22 */
#include <pthread.h>

static pthread_mutex_t m;

static void *user(void *arg)
{
    pthread_mutex_lock(&m);
    pthread_mutex_unlock(&m);
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_mutex_init(&m, NULL);
    pthread_create(&t, NULL, user, NULL);
    pthread_join(t, NULL);
    pthread_mutex_destroy(&m);
    pthread_mutex_destroy(&m);
    return 0;
}
