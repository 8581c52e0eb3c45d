/* verdict: assertion
   what: a swarm sorts: each looks at two neighbours under a lock and swaps them under
     another hold of it
   line: 41 */
#include <assert.h>
#include <pthread.h>

#define N 3

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int a[N] = {3, 2, 1};

static void sort_pair(int i)
{
    pthread_mutex_lock(&m);
    int left = a[i], right = a[i + 1];
    pthread_mutex_unlock(&m);
    if (left <= right)
        return;
    pthread_mutex_lock(&m);
    a[i] = right;
    a[i + 1] = left;
    pthread_mutex_unlock(&m);
}

static void *bee(void *p)
{
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < N - 1; i++)
            sort_pair(i);
    return p;
}

int main(void)
{
    pthread_t x, y;
    pthread_create(&x, NULL, bee, NULL);
    pthread_create(&y, NULL, bee, NULL);
    pthread_join(x, NULL);
    pthread_join(y, NULL);
    assert(a[0] + a[1] + a[2] == 6);
    return 0;
}
