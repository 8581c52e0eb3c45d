/* verdict: assertion
   what: a value goes into two tables under two locks; in between only the first has it
   line: 39 */
#include <assert.h>
#include <pthread.h>

static struct table {
    pthread_mutex_t lock;
    int value;
} a = {PTHREAD_MUTEX_INITIALIZER, 0}, b = {PTHREAD_MUTEX_INITIALIZER, 0};

static void write_table(struct table *t, int value)
{
    pthread_mutex_lock(&t->lock);
    t->value = value;
    pthread_mutex_unlock(&t->lock);
}

static int read_table(struct table *t)
{
    pthread_mutex_lock(&t->lock);
    int value = t->value;
    pthread_mutex_unlock(&t->lock);
    return value;
}

static void *writer(void *p)
{
    write_table(&a, 1);
    write_table(&b, read_table(&a) + 1);
    return p;
}

static void *reader(void *p)
{
    int in_a = read_table(&a);
    if (in_a == 0)
        return p;
    assert(read_table(&b) == in_a + 1);
    return p;
}

int main(void)
{
    pthread_t w, r;
    pthread_create(&w, NULL, writer, NULL);
    pthread_create(&r, NULL, reader, NULL);
    pthread_join(w, NULL);
    pthread_join(r, NULL);
    return 0;
}
