/* verdict: deadlock
   what: spin locks in opposite orders
   line: 11 20 */
#include <pthread.h>

static pthread_spinlock_t left, right;

static void *l(void *arg)
{
    pthread_spin_lock(&left);
    pthread_spin_lock(&right);
    pthread_spin_unlock(&right);
    pthread_spin_unlock(&left);
    return arg;
}

static void *r(void *arg)
{
    pthread_spin_lock(&right);
    pthread_spin_lock(&left);
    pthread_spin_unlock(&left);
    pthread_spin_unlock(&right);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_spin_init(&left, 0);
    pthread_spin_init(&right, 0);
    pthread_create(&a, NULL, l, NULL);
    pthread_create(&b, NULL, r, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
