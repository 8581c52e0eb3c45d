/* verdict: race
   what: a structure is assigned as a whole while another thread reads it as a whole
   line: 17 23 */
#include <pthread.h>
#include <stdio.h>

typedef struct {
    long x, y, z;
    char label[24];
} point;

static point where;

static void *move(void *arg)
{
    point next = {1, 2, 3, "next"};
    where = next;
    return arg;
}

static void *watch(void *arg)
{
    point seen = where;
    printf("%ld\n", seen.x + seen.y + seen.z);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, move, NULL);
    pthread_create(&b, NULL, watch, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
