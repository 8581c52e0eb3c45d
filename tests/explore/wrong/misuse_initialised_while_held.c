/* verdict: misuse
   what: a lock is initialised once more while a thread holds it
   line: 13 */
#include <pthread.h>

static pthread_mutex_t lock;
static int value;

static void *change(void *arg)
{
    pthread_mutex_init(&lock, NULL);
    pthread_mutex_lock(&lock);
    pthread_mutex_init(&lock, NULL);
    value++;
    pthread_mutex_unlock(&lock);
    return arg;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, change, NULL);
    pthread_join(thread, NULL);
    return 0;
}
