/* verdict: assertion
   what: the writer is taken to be done after ten milliseconds
   line: 24 */
#define _GNU_SOURCE
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

static atomic_int page;

static void *print_page(void *p)
{
    page = 1;
    return p;
}

int main(void)
{
    pthread_t t;
    struct timespec ten_ms = {0, 10000000};
    pthread_create(&t, NULL, print_page, NULL);
    nanosleep(&ten_ms, NULL);
    assert(page == 1);
    pthread_join(t, NULL);
    return 0;
}
