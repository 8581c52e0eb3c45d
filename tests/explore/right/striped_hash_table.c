/* verdict: clean
   what: a hash table with a lock for each group of buckets */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS 4
#define STRIPES 2

struct entry {
    const char *key;
    int value;
    struct entry *next;
};

static struct entry *buckets[BUCKETS];
static pthread_mutex_t stripes[STRIPES] = {PTHREAD_MUTEX_INITIALIZER,
                                           PTHREAD_MUTEX_INITIALIZER};

static unsigned hash(const char *key)
{
    unsigned h = 5381;
    while (*key != '\0')
        h = h * 33 + (unsigned char)*key++;
    return h % BUCKETS;
}

static void add(const char *key, int value)
{
    unsigned h = hash(key);
    pthread_mutex_lock(&stripes[h % STRIPES]);
    struct entry *e = buckets[h];
    while (e != NULL && strcmp(e->key, key) != 0)
        e = e->next;
    if (e == NULL) {
        e = calloc(1, sizeof *e);
        e->key = key;
        e->next = buckets[h];
        buckets[h] = e;
    }
    e->value += value;
    pthread_mutex_unlock(&stripes[h % STRIPES]);
}

static void *count_words(void *arg)
{
    const char **words = arg;
    for (; *words != NULL; words++)
        add(*words, 1);
    return NULL;
}

int main(void)
{
    const char *a[] = {"red", "blue", NULL}, *b[] = {"blue", "green", NULL};
    pthread_t x, y;
    int total = 0;
    pthread_create(&x, NULL, count_words, a);
    pthread_create(&y, NULL, count_words, b);
    pthread_join(x, NULL);
    pthread_join(y, NULL);
    for (int i = 0; i < BUCKETS; i++)
        for (struct entry *e = buckets[i]; e != NULL; e = e->next)
            total += e->value;
    assert(total == 4);
    return 0;
}
