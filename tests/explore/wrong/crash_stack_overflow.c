/* verdict: crash
   what: a recursion without an end in a thread
   line: 17 */
#include <pthread.h>
#include <stdio.h>

struct page {
    const struct page *back;
    char text[200];
};

static int depth(const struct page *back, int n)
{
    struct page page = {back, "deeper"};
    if (n == 0)
        return page.text[0];
    return depth(&page, n + 1) + 1;
}

static void *dive(void *arg)
{
    printf("%d\n", depth(NULL, *(int *)arg));
    return NULL;
}

int main(void)
{
    pthread_t t;
    int start = 1;
    pthread_create(&t, NULL, dive, &start);
    pthread_join(t, NULL);
    return 0;
}
