/* verdict: assertion
   what: the sender of a ring never asks whether there is room
   line: 32 */
#include <assert.h>
#include <pthread.h>

#define SIZE 2

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static char ring[SIZE];
static unsigned first, next;
static int got;

static void *send(void *p)
{
    for (char c = 1; c <= 4; c++) {
        pthread_mutex_lock(&m);
        ring[next % SIZE] = c; /* nobody asks whether there is room */
        next++;
        pthread_mutex_unlock(&m);
    }
    return p;
}

static void *receive(void *p)
{
    for (int i = 0; i < 4; i++) {
        pthread_mutex_lock(&m);
        if (first != next) {
            char c = ring[first++ % SIZE];
            got++;
            assert(c == got);
        }
        pthread_mutex_unlock(&m);
    }
    return p;
}

int main(void)
{
    pthread_t s, r;
    pthread_create(&s, NULL, send, NULL);
    pthread_create(&r, NULL, receive, NULL);
    pthread_join(s, NULL);
    pthread_join(r, NULL);
    return 0;
}
