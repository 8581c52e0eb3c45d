/* verdict: hang
   what: an endless loop inside the critical section, entered only by whoever comes
     second
   line: 15 16 */
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int visitors;

static void *visit(void *arg)
{
    int waits = 1;
    pthread_mutex_lock(&m);
    visitors++;
    while (visitors > 1 && waits > 0)
        waits = waits % 7 + 1;
    pthread_mutex_unlock(&m);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, visit, NULL);
    pthread_create(&b, NULL, visit, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
