/* verdict: misuse
   what: the last thread returns and keeps the lock
   line: 12 */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int state;

static void *advance(void *arg)
{
    pthread_mutex_lock(&m);
    state++;
    if (state == 2)
        return arg;
    pthread_mutex_unlock(&m);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, advance, NULL);
    pthread_create(&b, NULL, advance, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    puts("done");
    return 0;
}
