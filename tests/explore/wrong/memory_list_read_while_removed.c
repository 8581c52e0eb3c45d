/* verdict: memory
   what: the reader walks the list without the lock under which nodes are removed and
     freed
   line: 21 22 33
   also: race */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct node {
    int value;
    struct node *next;
};

static struct node *head;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

static void *add_up(void *p)
{
    int sum = 0;
    for (struct node *n = head; n != NULL; n = n->next)
        sum += n->value;
    printf("%d\n", sum);
    return p;
}

static void *remove_first(void *p)
{
    pthread_mutex_lock(&m);
    struct node *first = head;
    head = first->next;
    pthread_mutex_unlock(&m);
    free(first);
    return p;
}

int main(void)
{
    pthread_t a, b;
    for (int i = 0; i < 2; i++) {
        struct node *n = malloc(sizeof *n);
        n->value = i;
        n->next = head;
        head = n;
    }
    pthread_create(&a, NULL, add_up, NULL);
    pthread_create(&b, NULL, remove_first, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
