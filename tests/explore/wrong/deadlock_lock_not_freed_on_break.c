/* verdict: deadlock
   what: a break leaves the loop between lock and unlock
   line: 13 */
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int queue[4] = {1, 2, -1, 3}, at;

static void *drain(void *arg)
{
    int mine = 0;
    for (;;) {
        pthread_mutex_lock(&m);
        if (at == 4 || queue[at] == -1)
            break;
        mine += queue[at++];
        pthread_mutex_unlock(&m);
    }
    *(int *)arg = mine;
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    int x, y;
    pthread_create(&a, NULL, drain, &x);
    pthread_create(&b, NULL, drain, &y);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return x + y == 3 ? 0 : 1;
}
