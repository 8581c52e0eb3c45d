/* verdict: race
   what: two threads use two members of one union
   line: 14 20 */
#include <pthread.h>
#include <stdio.h>

static union {
    int number;
    unsigned char bytes[4];
} shared;

static void *as_number(void *arg)
{
    shared.number = 0x01020304;
    return arg;
}

static void *as_bytes(void *arg)
{
    shared.bytes[2] = 7;
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, as_number, NULL);
    pthread_create(&b, NULL, as_bytes, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    printf("%x\n", (unsigned)shared.number);
    return 0;
}
