/* verdict: deadlock
   what: two locks are taken in one order nine times, and in the other in the tenth
     round
   line: 16 28 */
#include <pthread.h>

#define ROUNDS 10

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
static int sum;

static void *left(void *arg)
{
    for (int i = 0; i < ROUNDS; i++) {
        pthread_mutex_lock(&a);
        pthread_mutex_lock(&b);
        sum++;
        pthread_mutex_unlock(&b);
        pthread_mutex_unlock(&a);
    }
    return arg;
}

static void *right(void *arg)
{
    for (int i = 0; i < ROUNDS; i++) {
        pthread_mutex_lock(i == ROUNDS - 1 ? &b : &a);
        pthread_mutex_lock(i == ROUNDS - 1 ? &a : &b);
        sum++;
        pthread_mutex_unlock(&a);
        pthread_mutex_unlock(&b);
    }
    return arg;
}

int main(void)
{
    pthread_t x, y;
    pthread_create(&x, NULL, left, NULL);
    pthread_create(&y, NULL, right, NULL);
    pthread_join(x, NULL);
    pthread_join(y, NULL);
    return 0;
}
