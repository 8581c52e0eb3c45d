/* verdict: clean
   what: a sorted list with a lock a node, taken hand over hand */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

struct node {
    int value;
    struct node *next;
    pthread_mutex_t lock;
};

static struct node *new_node(int value, struct node *next)
{
    struct node *node = malloc(sizeof *node);
    node->value = value;
    node->next = next;
    pthread_mutex_init(&node->lock, NULL);
    return node;
}

static struct node *head; /* has no value of its own */

static void insert(int value)
{
    struct node *before = head;
    pthread_mutex_lock(&before->lock);
    while (before->next != NULL) {
        struct node *here = before->next;
        pthread_mutex_lock(&here->lock);
        if (here->value >= value) {
            pthread_mutex_unlock(&here->lock);
            break;
        }
        pthread_mutex_unlock(&before->lock);
        before = here;
    }
    before->next = new_node(value, before->next);
    pthread_mutex_unlock(&before->lock);
}

static void *inserter(void *arg)
{
    int *values = arg;
    insert(values[0]);
    insert(values[1]);
    return NULL;
}

int main(void)
{
    int first[] = {3, 1}, second[] = {2, 4};
    pthread_t a, b;
    head = new_node(0, NULL);
    pthread_create(&a, NULL, inserter, first);
    pthread_create(&b, NULL, inserter, second);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    int expected = 0;
    for (struct node *node = head, *next; node != NULL; node = next) {
        assert(node->value == expected++);
        next = node->next;
        pthread_mutex_destroy(&node->lock);
        free(node);
    }
    assert(expected == 5);
    return 0;
}
