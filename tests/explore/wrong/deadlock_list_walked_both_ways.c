/* verdict: deadlock
   what: one thread walks a doubly linked list hand over hand forwards, another
     backwards
   line: 24 39 */
#include <pthread.h>
#include <stddef.h>

struct node {
    pthread_mutex_t m;
    struct node *next, *previous;
    int visits;
};

static struct node nodes[3];

static void *forwards(void *arg)
{
    struct node *n = &nodes[0];
    pthread_mutex_lock(&n->m);
    while (n != NULL) {
        struct node *next = n->next;
        n->visits++;
        if (next != NULL)
            pthread_mutex_lock(&next->m);
        pthread_mutex_unlock(&n->m);
        n = next;
    }
    return arg;
}

static void *backwards(void *arg)
{
    struct node *n = &nodes[2];
    pthread_mutex_lock(&n->m);
    while (n != NULL) {
        struct node *previous = n->previous;
        n->visits++;
        if (previous != NULL)
            pthread_mutex_lock(&previous->m);
        pthread_mutex_unlock(&n->m);
        n = previous;
    }
    return arg;
}

int main(void)
{
    pthread_t f, b;
    for (int i = 0; i < 3; i++) {
        pthread_mutex_init(&nodes[i].m, NULL);
        nodes[i].next = i < 2 ? &nodes[i + 1] : NULL;
        nodes[i].previous = i > 0 ? &nodes[i - 1] : NULL;
    }
    pthread_create(&f, NULL, forwards, NULL);
    pthread_create(&b, NULL, backwards, NULL);
    pthread_join(f, NULL);
    pthread_join(b, NULL);
    return 0;
}
