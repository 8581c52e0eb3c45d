/* verdict: race
   what: all threads get the address of the loop variable
   line: 9 18 */
#include <pthread.h>
#include <stdio.h>

static void *hello(void *arg)
{
    int id = *(int *)arg;
    printf("I am %d\n", id);
    return NULL;
}

int main(void)
{
    pthread_t t[3];
    int i;
    for (i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, hello, &i);
    for (int j = 0; j < 3; j++)
        pthread_join(t[j], NULL);
    return 0;
}
