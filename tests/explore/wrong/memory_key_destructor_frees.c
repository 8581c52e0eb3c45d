/* verdict: memory
   what: the destructor of the key frees what main got from the thread
   line: 26 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_key_t key;

static void *work(void *p)
{
    (void)p;
    int *mine = malloc(sizeof *mine);
    *mine = 8;
    pthread_setspecific(key, mine);
    return mine;
}

int main(void)
{
    pthread_t t;
    void *result;
    pthread_key_create(&key, free);
    pthread_create(&t, NULL, work, NULL);
    pthread_join(t, &result);
    printf("%d\n", *(int *)result);
    return 0;
}
