/* verdict: misuse
   what: a spin lock is unlocked although spin_trylock failed
   line: 11 13 */
#include <pthread.h>

static pthread_spinlock_t s;

static void *run(void *arg)
{
    if (pthread_spin_trylock(&s) != 0)
        pthread_spin_unlock(&s);
    else
        pthread_spin_unlock(&s);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_spin_init(&s, 0);
    pthread_create(&a, NULL, run, NULL);
    pthread_create(&b, NULL, run, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
