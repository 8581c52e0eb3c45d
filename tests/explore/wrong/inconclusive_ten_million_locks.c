/* verdict: inconclusive
   what: right, as far as it goes, but ten million synchronisation steps are too many
     to follow
   line: 13 15 */
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static unsigned long n;

static void *count(void *arg)
{
    for (int i = 0; i < 2500000; i++) {
        pthread_mutex_lock(&m);
        n++;
        pthread_mutex_unlock(&m);
    }
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, count, NULL);
    pthread_create(&b, NULL, count, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return n == 5000000 ? 0 : 1;
}
