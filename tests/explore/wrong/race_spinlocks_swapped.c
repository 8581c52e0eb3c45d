/* verdict: race
   what: one function takes the spin lock of the other's data
   line: 21 29 */
#include <pthread.h>
#include <stdio.h>

static pthread_spinlock_t cats_lock, dogs_lock;
static int cats, dogs;

static void *count_cats(void *arg)
{
    pthread_spin_lock(&cats_lock);
    cats++;
    pthread_spin_unlock(&cats_lock);
    return arg;
}

static void *count_dogs(void *arg)
{
    pthread_spin_lock(&cats_lock);
    dogs++;
    pthread_spin_unlock(&cats_lock);
    return arg;
}

static void *lose_dog(void *arg)
{
    pthread_spin_lock(&dogs_lock);
    dogs--;
    pthread_spin_unlock(&dogs_lock);
    return arg;
}

int main(void)
{
    void *(*jobs[3])(void *) = {count_cats, count_dogs, lose_dog};
    pthread_t t[3];
    pthread_spin_init(&cats_lock, 0);
    pthread_spin_init(&dogs_lock, 0);
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, jobs[i], NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    printf("%d cats, %d dogs\n", cats, dogs);
    return 0;
}
