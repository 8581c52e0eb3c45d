/* verdict: clean
   what: a buffer is handed on from thread to thread by create and join alone */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

static void *leg(void *arg)
{
    int *baton = arg;
    baton[0]++;
    if (baton[0] < 3) {
        pthread_t next;
        void *result;
        pthread_create(&next, NULL, leg, baton);
        pthread_join(next, &result);
        baton = result;
        baton[1]++;
    }
    return baton;
}

int main(void)
{
    pthread_t first;
    void *result;
    int *baton = calloc(2, sizeof *baton);
    pthread_create(&first, NULL, leg, baton);
    pthread_join(first, &result);
    assert(result == baton && baton[0] == 3 && baton[1] == 2);
    free(result);
    return 0;
}
