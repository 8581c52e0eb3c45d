/* verdict: crash
   what: a device is closed by one thread between the check and the use of its
     operations by another
   line: 31 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct operations {
    int (*read)(int);
};

struct device {
    _Atomic(const struct operations *) operations;
};

static int read_zero(int n)
{
    return n - n;
}

static const struct operations zero = {read_zero};
static struct device device;

static void *user(void *arg)
{
    struct device *d = arg;
    if (atomic_load(&d->operations) == NULL)
        return NULL;
    const struct operations *o = atomic_load(&d->operations);
    o->read(3);
    return NULL;
}

static void *closer(void *arg)
{
    struct device *d = arg;
    atomic_store(&d->operations, NULL);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    atomic_store(&device.operations, &zero);
    pthread_create(&a, NULL, user, &device);
    pthread_create(&b, NULL, closer, &device);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
