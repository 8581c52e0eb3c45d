/* verdict: memory
   what: close() frees the buffer under the lock, but a writer has taken its address
     before
   line: 23 30
   also: race */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct stream {
    pthread_mutex_t m;
    char *buffer;
};

static struct stream s = {PTHREAD_MUTEX_INITIALIZER, NULL};

static void *writer(void *arg)
{
    pthread_mutex_lock(&s.m);
    char *place = s.buffer;
    pthread_mutex_unlock(&s.m);
    if (place != NULL)
        memcpy(place, "some text", 10);
    return arg;
}

static void *closer(void *arg)
{
    pthread_mutex_lock(&s.m);
    free(s.buffer);
    s.buffer = NULL;
    pthread_mutex_unlock(&s.m);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    s.buffer = malloc(32);
    pthread_create(&a, NULL, writer, NULL);
    pthread_create(&b, NULL, closer, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
