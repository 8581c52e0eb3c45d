/* verdict: race
   what: all threads add to a local variable of main through a pointer
   line: 16 */
#include <pthread.h>
#include <stdio.h>

struct task {
    const int *begin, *end;
    long *sum;
};

static void *run(void *arg)
{
    struct task *t = arg;
    for (const int *p = t->begin; p != t->end; p++)
        *t->sum += *p;
    return NULL;
}

int main(void)
{
    const int numbers[4] = {1, 2, 3, 4};
    long sum = 0;
    struct task tasks[2] = {{numbers, numbers + 2, &sum},
                            {numbers + 2, numbers + 4, &sum}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, run, &tasks[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%ld\n", sum);
    return 0;
}
