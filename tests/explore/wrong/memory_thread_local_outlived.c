/* verdict: memory
   what: a thread returns the address of its thread-local variable, which goes with it
   line: 22 */
#include <pthread.h>
#include <stdio.h>

static _Thread_local int answer;

static void *compute(void *arg)
{
    answer = *(int *)arg * 2;
    return &answer;
}

int main(void)
{
    pthread_t thread;
    int question = 21;
    void *result;
    pthread_create(&thread, NULL, compute, &question);
    pthread_join(thread, &result);
    printf("%d\n", *(int *)result);
    return 0;
}
