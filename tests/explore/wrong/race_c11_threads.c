/* verdict: race
   what: C11 threads and a plain int that should have been atomic
   line: 12 */
#include <stdio.h>
#include <threads.h>

static int votes;

static int vote(void *arg)
{
    (void)arg;
    votes += 1;
    return thrd_success;
}

int main(void)
{
    thrd_t t[2];
    for (int i = 0; i < 2; i++)
        if (thrd_create(&t[i], vote, NULL) != thrd_success)
            return 1;
    for (int i = 0; i < 2; i++)
        thrd_join(t[i], NULL);
    printf("%d\n", votes);
    return 0;
}
