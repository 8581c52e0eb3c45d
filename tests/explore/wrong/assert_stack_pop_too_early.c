/* verdict: assertion
   what: a stack whose pop is allowed by a flag that says only that something was
     pushed once
   line: 31 */
#include <assert.h>
#include <pthread.h>

#define SIZE 3

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int stack[SIZE], top;
static _Bool pushed;

static void *pusher(void *p)
{
    for (int i = 0; i < SIZE; i++) {
        pthread_mutex_lock(&m);
        assert(top < SIZE);
        stack[top++] = i;
        pushed = 1;
        pthread_mutex_unlock(&m);
    }
    return p;
}

static void *popper(void *p)
{
    for (int i = 0; i < SIZE; i++) {
        pthread_mutex_lock(&m);
        if (pushed) {
            assert(top > 0);
            top--;
        }
        pthread_mutex_unlock(&m);
    }
    return p;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, pusher, NULL);
    pthread_create(&b, NULL, popper, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
