/* verdict: race
   what: nodes are pushed to a list without a lock
   line: 19 20 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct node {
    struct node *next;
    int value;
};

static struct node *head;

static void *push(void *arg)
{
    struct node *n = malloc(sizeof *n);
    n->value = (int)(long)arg;
    n->next = head;
    head = n;
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    int sum = 0;
    pthread_create(&a, NULL, push, (void *)1L);
    pthread_create(&b, NULL, push, (void *)2L);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    for (struct node *n = head; n != NULL; n = n->next)
        sum += n->value;
    printf("%d\n", sum);
    return 0;
}
