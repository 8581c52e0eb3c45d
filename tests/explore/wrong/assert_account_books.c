/* verdict: assertion
   what: deposit and withdrawal lock, but the checker looks at the books before both
     are done
   line: 35 */
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>

static pthread_mutex_t books = PTHREAD_MUTEX_INITIALIZER;
static int opening = 100, in, out, balance = 100;
static bool in_done, out_done;

static void *deposit(void *p)
{
    pthread_mutex_lock(&books);
    balance += in;
    in_done = true;
    pthread_mutex_unlock(&books);
    return p;
}

static void *withdraw(void *p)
{
    pthread_mutex_lock(&books);
    balance -= out;
    out_done = true;
    pthread_mutex_unlock(&books);
    return p;
}

static void *audit(void *p)
{
    pthread_mutex_lock(&books);
    if (in_done || out_done)
        assert(balance == opening + in - out);
    pthread_mutex_unlock(&books);
    return p;
}

int main(void)
{
    pthread_t t[3];
    in = 40;
    out = 15;
    pthread_create(&t[0], NULL, audit, NULL);
    pthread_create(&t[1], NULL, deposit, NULL);
    pthread_create(&t[2], NULL, withdraw, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    return 0;
}
