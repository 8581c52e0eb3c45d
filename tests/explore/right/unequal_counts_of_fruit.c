/* verdict: clean
   what: two conditions on one mutex: children who want apples, and children who want
     pears */
#include <assert.h>
#include <pthread.h>

enum fruit { APPLE, PEAR };

static pthread_mutex_t bowl = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t there_is[2] = {PTHREAD_COND_INITIALIZER, PTHREAD_COND_INITIALIZER};
static int fruits[2];

static void *child(void *arg)
{
    enum fruit wish = *(enum fruit *)arg;
    pthread_mutex_lock(&bowl);
    while (fruits[wish] == 0)
        pthread_cond_wait(&there_is[wish], &bowl);
    fruits[wish]--;
    pthread_mutex_unlock(&bowl);
    return NULL;
}

static void put(enum fruit fruit)
{
    pthread_mutex_lock(&bowl);
    fruits[fruit]++;
    pthread_cond_signal(&there_is[fruit]);
    pthread_mutex_unlock(&bowl);
}

int main(void)
{
    enum fruit wishes[3] = {PEAR, APPLE, PEAR};
    pthread_t t[3];
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, child, &wishes[i]);
    put(PEAR);
    put(APPLE);
    put(PEAR);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    assert(fruits[APPLE] == 0 && fruits[PEAR] == 0);
    return 0;
}
