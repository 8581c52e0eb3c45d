/* verdict: race
   what: a buffer is cleared with memset while another thread still adds it up
   line: 12 20 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static unsigned char page[32];

static void *clear(void *arg)
{
    memset(page, 0, sizeof page);
    return arg;
}

static void *checksum(void *arg)
{
    unsigned sum = 0;
    for (unsigned i = 0; i < sizeof page; i++)
        sum += page[i];
    *(unsigned *)arg = sum;
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    unsigned sum;
    pthread_create(&a, NULL, clear, NULL);
    pthread_create(&b, NULL, checksum, &sum);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    printf("%u\n", sum);
    return 0;
}
