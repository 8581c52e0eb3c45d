/* verdict: misuse
   what: a function that holds a normal mutex calls another that locks it again
   line: 11 */
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int size, count;

static int is_full(void)
{
    pthread_mutex_lock(&m);
    int full = count == size;
    pthread_mutex_unlock(&m);
    return full;
}

static void *insert(void *arg)
{
    pthread_mutex_lock(&m);
    if (!is_full())
        count++;
    pthread_mutex_unlock(&m);
    return arg;
}

int main(void)
{
    pthread_t t;
    size = 1;
    pthread_create(&t, NULL, insert, NULL);
    pthread_join(t, NULL);
    return 0;
}
