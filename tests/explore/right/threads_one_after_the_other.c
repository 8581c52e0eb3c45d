/* verdict: clean
   what: two hundred threads, each joined before the next is created */
#include <assert.h>
#include <pthread.h>

static int total;

static void *add(void *arg)
{
    total += *(int *)arg;
    return NULL;
}

int main(void)
{
    for (int i = 0; i < 200; i++) {
        pthread_t thread;
        pthread_create(&thread, NULL, add, &i);
        pthread_join(thread, NULL);
    }
    assert(total == 199 * 200 / 2);
    return 0;
}
