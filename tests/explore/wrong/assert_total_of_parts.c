/* verdict: assertion
   what: an auditor locks each account in turn instead of all, while a transfer is
     under way
   line: 34 */
#include <assert.h>
#include <pthread.h>

typedef struct {
    pthread_mutex_t m;
    int amount;
} Purse;

static Purse purses[2] = {{PTHREAD_MUTEX_INITIALIZER, 5}, {PTHREAD_MUTEX_INITIALIZER, 5}};

static void *transfer(void *p)
{
    pthread_mutex_lock(&purses[0].m);
    pthread_mutex_lock(&purses[1].m);
    purses[0].amount -= 2;
    purses[1].amount += 2;
    pthread_mutex_unlock(&purses[1].m);
    pthread_mutex_unlock(&purses[0].m);
    return p;
}

static void *audit(void *p)
{
    int total = 0;
    for (int i = 0; i < 2; i++) {
        pthread_mutex_lock(&purses[i].m);
        total += purses[i].amount;
        pthread_mutex_unlock(&purses[i].m);
    }
    assert(total == 10);
    return p;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, transfer, NULL);
    pthread_create(&b, NULL, audit, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
