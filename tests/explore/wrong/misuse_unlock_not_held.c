/* verdict: misuse
   what: a branch unlocks a mutex that it never locked
   line: 16 */
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int pages;

static void *print_pages(void *arg)
{
    int copies = *(int *)arg;
    if (copies > 1) {
        pthread_mutex_lock(&m);
        pages += copies;
    }
    pthread_mutex_unlock(&m);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    int two = 2, one = 1;
    pthread_create(&a, NULL, print_pages, &two);
    pthread_join(a, NULL);
    pthread_create(&b, NULL, print_pages, &one);
    pthread_join(b, NULL);
    return 0;
}
