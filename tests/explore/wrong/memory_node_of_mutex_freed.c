/* verdict: memory
   what: a list node is unlocked after its lock's owner has let another thread free it
   line: 23 24 25 39
   also: misuse race */
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct node {
    pthread_mutex_t m;
    bool dead;
};

static struct node *node;
static pthread_mutex_t list = PTHREAD_MUTEX_INITIALIZER;

static void *user(void *arg)
{
    pthread_mutex_lock(&list);
    struct node *n = node;
    pthread_mutex_unlock(&list);
    if (n != NULL) {
        pthread_mutex_lock(&n->m);
        n->dead = false;
        pthread_mutex_unlock(&n->m);
    }
    return arg;
}

static void *remover(void *arg)
{
    pthread_mutex_lock(&list);
    struct node *n = node;
    node = NULL;
    pthread_mutex_unlock(&list);
    pthread_mutex_lock(&n->m);
    n->dead = true;
    pthread_mutex_unlock(&n->m);
    free(n);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    node = calloc(1, sizeof *node);
    pthread_mutex_init(&node->m, NULL);
    pthread_create(&a, NULL, user, NULL);
    pthread_create(&b, NULL, remover, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
