/* verdict: clean
   what: thread specific data whose destructor frees it and counts */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_key_t buffer_key;
static atomic_int freed;

static void free_buffer(void *buffer)
{
    free(buffer);
    atomic_fetch_add(&freed, 1);
}

static char *my_buffer(void)
{
    char *buffer = pthread_getspecific(buffer_key);
    if (buffer == NULL) {
        buffer = calloc(1, 32);
        pthread_setspecific(buffer_key, buffer);
    }
    return buffer;
}

static void *run(void *arg)
{
    snprintf(my_buffer(), 32, "thread %d", *(int *)arg);
    assert(my_buffer()[7] == '0' + *(int *)arg);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    int ids[2] = {1, 2};
    pthread_key_create(&buffer_key, free_buffer);
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, run, &ids[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    pthread_key_delete(buffer_key);
    assert(atomic_load(&freed) == 2);
    return 0;
}
