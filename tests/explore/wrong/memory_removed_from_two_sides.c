/* verdict: memory
   what: two requests find the same key under a lock, and each frees it under the lock
     as well
   line: 36 */
#include <pthread.h>
#include <stdlib.h>

struct key {
    int serial;
    int *payload;
};

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static struct key *ring[2];

static struct key *find(int serial)
{
    struct key *found = NULL;
    pthread_mutex_lock(&m);
    for (int i = 0; i < 2; i++)
        if (ring[i] != NULL && ring[i]->serial == serial)
            found = ring[i];
    pthread_mutex_unlock(&m);
    return found;
}

static void *revoke(void *arg)
{
    struct key *key = find(*(int *)arg);
    if (key == NULL)
        return NULL;
    pthread_mutex_lock(&m);
    for (int i = 0; i < 2; i++)
        if (ring[i] == key)
            ring[i] = NULL;
    free(key->payload);
    free(key);
    pthread_mutex_unlock(&m);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    int serial = 2;
    for (int i = 0; i < 2; i++) {
        ring[i] = malloc(sizeof *ring[i]);
        ring[i]->serial = i + 1;
        ring[i]->payload = malloc(16);
    }
    pthread_create(&a, NULL, revoke, &serial);
    pthread_create(&b, NULL, revoke, &serial);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
