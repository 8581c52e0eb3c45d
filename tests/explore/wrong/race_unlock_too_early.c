/* verdict: race
   what: the lock is given back before the last access
   line: 17 */
#include <pthread.h>
#include <stdio.h>

static struct {
    pthread_mutex_t m;
    int used, free;
} disk = {PTHREAD_MUTEX_INITIALIZER, 0, 10};

static void *reserve(void *arg)
{
    pthread_mutex_lock(&disk.m);
    disk.used++;
    pthread_mutex_unlock(&disk.m);
    disk.free--;
    return arg;
}

int main(void)
{
    pthread_t t[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&t[i], NULL, reserve, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    printf("%d used, %d free\n", disk.used, disk.free);
    return 0;
}
