/* verdict: race
   what: a record is copied with memcpy while another thread changes a field of it
   line: 18 25 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

struct record {
    char name[16];
    int year;
};

static struct record original = {"Ada", 1815};

static void *copy(void *arg)
{
    struct record mine;
    memcpy(&mine, &original, sizeof mine);
    printf("%d\n", mine.year);
    return arg;
}

static void *change(void *arg)
{
    original.year = 1852;
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, copy, NULL);
    pthread_create(&b, NULL, change, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
