/* verdict: memory
   what: start() gives the thread the address of a local variable, and returns
   line: 15 */
#include <pthread.h>
#include <stdio.h>

struct order {
    int table;
    int dish;
};

static void *cook(void *arg)
{
    struct order *order = arg;
    printf("table %d: dish %d\n", order->table, order->dish);
    return NULL;
}

static pthread_t start(int table)
{
    pthread_t t;
    struct order order = {table, 2 * table};
    pthread_create(&t, NULL, cook, &order);
    return t;
}

int main(void)
{
    pthread_t t = start(4);
    pthread_join(t, NULL);
    return 0;
}
