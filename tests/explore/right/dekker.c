/* verdict: clean
   what: Dekker's algorithm, the older one, with sequentially consistent atomics */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

_Atomic bool flag0, flag1;
_Atomic int turn = 0;
int sum = 0;

void *t0(void *arg)
{
    flag0 = true;
    while (flag1) {
        if (turn != 0) {
            flag0 = false;
            while (turn != 0) {
            }
            flag0 = true;
        }
    }
    sum += 10;
    turn = 1;
    flag0 = false;
    return arg;
}

void *t1(void *arg)
{
    flag1 = true;
    while (flag0) {
        if (turn != 1) {
            flag1 = false;
            while (turn != 1) {
            }
            flag1 = true;
        }
    }
    sum += 32;
    turn = 0;
    flag1 = false;
    return arg;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, t0, NULL);
    pthread_create(&b, NULL, t1, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    assert(sum == 42);
    return 0;
}
