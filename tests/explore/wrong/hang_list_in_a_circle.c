/* verdict: hang
   what: one node is put in twice if both threads find it missing, and then the list
     has no end
   line: 46 47 */
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

struct node {
    struct node *next;
};

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static struct node *list;
static struct node extra;

static bool contains(const struct node *wanted)
{
    bool found = false;
    pthread_mutex_lock(&m);
    for (struct node *n = list; n != NULL && !found; n = n->next)
        found = n == wanted;
    pthread_mutex_unlock(&m);
    return found;
}

static void *add(void *arg)
{
    if (!contains(&extra)) {
        pthread_mutex_lock(&m);
        extra.next = list;
        list = &extra;
        pthread_mutex_unlock(&m);
    }
    return arg;
}

int main(void)
{
    pthread_t a, b;
    int length = 0;
    pthread_create(&a, NULL, add, NULL);
    pthread_create(&b, NULL, add, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    for (struct node *n = list; n != NULL; n = n->next)
        length++;
    return length == 1 ? 0 : 1;
}
