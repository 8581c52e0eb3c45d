/* verdict: race
   what: double-checked locking on a plain pointer
   line: 17 22 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct logger {
    int level;
};

static struct logger *the_logger;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct logger *logger(void)
{
    if (the_logger == NULL) {
        pthread_mutex_lock(&lock);
        if (the_logger == NULL) {
            struct logger *fresh = malloc(sizeof *fresh);
            fresh->level = 2;
            the_logger = fresh;
        }
        pthread_mutex_unlock(&lock);
    }
    return the_logger;
}

static void *use(void *arg)
{
    printf("level %d\n", logger()->level);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, use, NULL);
    pthread_create(&b, NULL, use, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
