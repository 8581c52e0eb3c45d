/* verdict: assertion
   what: each access is locked, an update isn't; the program says so by its exit status only
   word: ends with exit status 1 in this schedule */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int visitors;

static int get(void)
{
    pthread_mutex_lock(&lock);
    int seen = visitors;
    pthread_mutex_unlock(&lock);
    return seen;
}

static void set(int number)
{
    pthread_mutex_lock(&lock);
    visitors = number;
    pthread_mutex_unlock(&lock);
}

static void *visit(void *arg)
{
    set(get() + 1);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, visit, NULL);
    pthread_create(&b, NULL, visit, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return visitors == 2 ? 0 : 1;
}
