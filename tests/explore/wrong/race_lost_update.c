/* verdict: race
   what: two threads add to a counter without any lock
   line: 12 */
#include <pthread.h>
#include <stdio.h>

int counter;

void *add(void *arg)
{
    for (int i = 0; i < 3; i++)
        counter++;
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, add, NULL);
    pthread_create(&b, NULL, add, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    printf("%d\n", counter);
    return 0;
}
