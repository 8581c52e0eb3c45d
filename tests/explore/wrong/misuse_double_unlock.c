/* verdict: misuse
   what: the helper unlocks, and so does its caller
   line: 22 */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int errors;

static void leave(const char *why)
{
    if (why != NULL) {
        errors++;
        pthread_mutex_unlock(&m);
    }
}

static void *work(void *arg)
{
    pthread_mutex_lock(&m);
    leave(arg);
    pthread_mutex_unlock(&m);
    return NULL;
}

int main(void)
{
    pthread_t a;
    pthread_create(&a, NULL, work, NULL);
    pthread_join(a, NULL);
    pthread_create(&a, NULL, work, "disk full");
    pthread_join(a, NULL);
    printf("%d errors\n", errors);
    return 0;
}
