/* verdict: clean
   what: four megabytes of globals and a block of sixteen, of which little is touched */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#define MB (1 << 20)

static char table[4 * MB];
static char *block;

static void *touch(void *arg)
{
    long me = (long)arg;
    table[me * MB] = 1;
    block[4 * me * MB] = 1;
    return NULL;
}

int main(void)
{
    pthread_t t[2];
    block = calloc(16, MB);
    if (block == NULL)
        return 0;
    for (long i = 0; i < 2; i++)
        pthread_create(&t[i], NULL, touch, (void *)(i + 1));
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    assert(table[MB] + table[2 * MB] + block[4 * MB] + block[8 * MB] == 4);
    free(block);
    return 0;
}
