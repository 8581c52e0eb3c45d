/* verdict: clean
   what: a table is replaced as a whole; the old version is freed only when the readers
     are joined */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct table {
    int version;
    char names[2][8];
};

static _Atomic(struct table *) current;

static struct table *make(int version, const char *a, const char *b)
{
    struct table *t = malloc(sizeof *t);
    t->version = version;
    strcpy(t->names[0], a);
    strcpy(t->names[1], b);
    return t;
}

static void *reader(void *arg)
{
    const struct table *t = atomic_load(&current);
    assert(strcmp(t->names[1], t->version == 1 ? "old" : "new") == 0);
    return arg;
}

int main(void)
{
    pthread_t r[2];
    struct table *first = make(1, "x", "old");
    atomic_store(&current, first);
    for (int i = 0; i < 2; i++)
        pthread_create(&r[i], NULL, reader, NULL);
    struct table *second = make(2, "y", "new");
    atomic_store(&current, second);
    for (int i = 0; i < 2; i++)
        pthread_join(r[i], NULL);
    free(first);
    free(second);
    return 0;
}
