/* verdict: assertion
   what: four threads pass a value round without waiting for one another
   line: 25 */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int token[4] = {1, 2, 3, 4};
static _Bool passed[4];

static void *station(void *arg)
{
    int me = (int)((int *)arg - token);
    pthread_mutex_lock(&m);
    token[me] = token[(me + 3) % 4];
    passed[me] = 1;
    pthread_mutex_unlock(&m);
    return NULL;
}

static void *inspector(void *p)
{
    pthread_mutex_lock(&m);
    if (passed[0] && passed[1] && passed[2] && passed[3])
        assert(token[0] == token[1] && token[1] == token[2] && token[2] == token[3]);
    pthread_mutex_unlock(&m);
    return p;
}

int main(void)
{
    pthread_t t[5];
    for (int i = 0; i < 4; i++)
        pthread_create(&t[i], NULL, station, &token[i]);
    pthread_create(&t[4], NULL, inspector, NULL);
    for (int i = 0; i < 5; i++)
        pthread_join(t[i], NULL);
    return 0;
}
