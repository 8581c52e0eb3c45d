/* verdict: race
   what: main sleeps, then stops the workers by a volatile flag, which is no
     synchronisation
   line: 13 24 */
#include <pthread.h>
#include <unistd.h>

static volatile int stop;

static void *work(void *arg)
{
    long *rounds = arg;
    while (!stop)
        ++*rounds;
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    long first = 0, second = 0;
    pthread_create(&a, NULL, work, &first);
    pthread_create(&b, NULL, work, &second);
    sleep(1);
    stop = 1;
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return first + second < 0;
}
