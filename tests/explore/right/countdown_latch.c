/* verdict: clean
   what: a latch that main waits for until all three have counted down */
#include <assert.h>
#include <pthread.h>

struct latch {
    int left;
    pthread_mutex_t m;
    pthread_cond_t zero;
};

#define LATCH(n)                                                                         \
    {                                                                                    \
        (n), PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER                         \
    }

static struct latch started = LATCH(3);
static int parts[3];

static void count_down(struct latch *l)
{
    pthread_mutex_lock(&l->m);
    if (--l->left == 0)
        pthread_cond_broadcast(&l->zero);
    pthread_mutex_unlock(&l->m);
}

static void await(struct latch *l)
{
    pthread_mutex_lock(&l->m);
    while (l->left != 0)
        pthread_cond_wait(&l->zero, &l->m);
    pthread_mutex_unlock(&l->m);
}

static void *part(void *arg)
{
    *(int *)arg = 5;
    count_down(&started);
    return NULL;
}

int main(void)
{
    pthread_t t[3];
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, part, &parts[i]);
    await(&started);
    assert(parts[0] + parts[1] + parts[2] == 15);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    return 0;
}
