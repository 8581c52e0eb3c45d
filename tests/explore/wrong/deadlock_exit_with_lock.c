/* verdict: deadlock
   what: a thread leaves by pthread_exit inside the critical section, and the next
     waits for ever
   line: 20 */
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int tickets = 1;

static void take_ticket(void)
{
    if (tickets == 0)
        pthread_exit(NULL);
    tickets--;
}

static void *fan(void *arg)
{
    pthread_mutex_lock(&m);
    take_ticket();
    pthread_mutex_unlock(&m);
    return arg;
}

int main(void)
{
    pthread_t t[3];
    for (int i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, fan, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    return 0;
}
