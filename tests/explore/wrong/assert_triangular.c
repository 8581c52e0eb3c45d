/* verdict: assertion
   what: two threads climb past each other; only the strictly alternating order gets to
     the top
   line: 41 */
#include <pthread.h>
#include <stdlib.h>

#define NUM   4
#define LIMIT (2 * NUM + 6)

static int i = 3, j = 6;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

void *t1(void *arg)
{
    for (int k = 0; k < NUM; k++) {
        pthread_mutex_lock(&m);
        i = j + 1;
        pthread_mutex_unlock(&m);
    }
    return arg;
}

void *t2(void *arg)
{
    for (int k = 0; k < NUM; k++) {
        pthread_mutex_lock(&m);
        j = i + 1;
        pthread_mutex_unlock(&m);
    }
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, t1, NULL);
    pthread_create(&b, NULL, t2, NULL);
    pthread_mutex_lock(&m);
    if (i >= LIMIT || j >= LIMIT)
        abort();
    pthread_mutex_unlock(&m);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
