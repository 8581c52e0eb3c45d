/* verdict: crash
   what: strlen gets the name before anybody has set it
   line: 19 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

static const char *_Atomic name;

static void *set(void *p)
{
    name = "explorer";
    return p;
}

static void *measure(void *p)
{
    printf("%zu\n", strlen(name));
    return p;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, set, NULL);
    pthread_create(&b, NULL, measure, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
