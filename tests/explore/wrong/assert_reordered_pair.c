/* verdict: assertion
   what: two fields are set one after the other, and a checker wants both or none
   line: 22
   also: race */
#include <assert.h>
#include <pthread.h>

#define SETTERS 2

static volatile int first, second;

static void *set(void *p)
{
    first = 1;
    second = -1;
    return p;
}

static void *check(void *p)
{
    int a = first, b = second;
    assert((a == 0 && b == 0) || (a == 1 && b == -1));
    return p;
}

int main(void)
{
    pthread_t s[SETTERS], c;
    for (int i = 0; i < SETTERS; i++)
        pthread_create(&s[i], NULL, set, NULL);
    pthread_create(&c, NULL, check, NULL);
    for (int i = 0; i < SETTERS; i++)
        pthread_join(s[i], NULL);
    pthread_join(c, NULL);
    return 0;
}
