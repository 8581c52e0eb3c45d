/* verdict: assertion
   what: an arithmetic progression whose sum is checked before all its terms are in
   line: 30 */
#include <assert.h>
#include <pthread.h>

#define N 3

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER;
static int have, total;

static void *terms(void *p)
{
    for (int i = 1; i <= N; i++) {
        pthread_mutex_lock(&m);
        total += i;
        have++;
        pthread_cond_signal(&filled);
        pthread_mutex_unlock(&m);
    }
    return p;
}

static void *sum(void *p)
{
    pthread_mutex_lock(&m);
    while (have == 0)
        pthread_cond_wait(&filled, &m);
    assert(total == N * (N + 1) / 2);
    pthread_mutex_unlock(&m);
    return p;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, terms, NULL);
    pthread_create(&b, NULL, sum, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
