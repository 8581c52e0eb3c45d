/* verdict: misuse
   what: a thread is joined in the loop and once more at the end
   line: 18 */
#include <pthread.h>

static void *nothing(void *arg)
{
    return arg;
}

int main(void)
{
    pthread_t t[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&t[i], NULL, nothing, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    pthread_join(t[1], NULL);
    return 0;
}
