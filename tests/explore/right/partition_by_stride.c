/* verdict: clean
   what: threads write elements of one byte array in turn; neighbours share a word, not
     a byte */
#include <assert.h>
#include <pthread.h>

static unsigned char bytes[9];
static short halves[3];

static void *stride(void *arg)
{
    unsigned char me = *(unsigned char *)arg;
    for (int i = me; i < 9; i += 3)
        bytes[i] = me;
    halves[me] = me;
    return NULL;
}

int main(void)
{
    pthread_t t[3];
    unsigned char id[3] = {0, 1, 2};
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, stride, &id[i]);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    for (int i = 0; i < 9; i++)
        assert(bytes[i] == i % 3 && halves[i % 3] == i % 3);
    return 0;
}
