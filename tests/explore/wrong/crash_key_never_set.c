/* verdict: crash
   what: only the first thread sets its value of the key; the other follows a null
     pointer
   line: 18 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static pthread_key_t key;
static atomic_flag first = ATOMIC_FLAG_INIT;
static int value = 3;

static void *use(void *p)
{
    if (!atomic_flag_test_and_set(&first))
        pthread_setspecific(key, &value);
    int *mine = pthread_getspecific(key);
    printf("%d\n", *mine);
    return p;
}

int main(void)
{
    pthread_t a, b;
    pthread_key_create(&key, NULL);
    pthread_create(&a, NULL, use, NULL);
    pthread_create(&b, NULL, use, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
