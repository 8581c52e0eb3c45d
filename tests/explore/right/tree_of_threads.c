/* verdict: clean
   what: threads create threads: the sum of a tree, a thread for each inner node */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>

struct tree {
    struct tree *left, *right;
    int value;
    int sum;
};

static void *sum(void *arg)
{
    struct tree *t = arg;
    pthread_t l, r;
    if (t->left != NULL)
        pthread_create(&l, NULL, sum, t->left);
    if (t->right != NULL)
        pthread_create(&r, NULL, sum, t->right);
    t->sum = t->value;
    if (t->left != NULL) {
        pthread_join(l, NULL);
        t->sum += t->left->sum;
    }
    if (t->right != NULL) {
        pthread_join(r, NULL);
        t->sum += t->right->sum;
    }
    return NULL;
}

int main(void)
{
    struct tree leaf1 = {.value = 1}, leaf2 = {.value = 2}, leaf3 = {.value = 3};
    struct tree inner = {&leaf1, &leaf2, 10, 0};
    struct tree root = {&inner, &leaf3, 100, 0};
    sum(&root);
    assert(root.sum == 116);
    return 0;
}
