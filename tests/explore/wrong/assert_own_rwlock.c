/* verdict: assertion
   what: a reader-writer lock made by hand that counts a reader in before it asks for a
     writer
   line: 29 */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

static atomic_bool writing;
static atomic_int readers;
static atomic_int a, b;

static void *writer(void *p)
{
    bool no = false;
    if (readers == 0 && atomic_compare_exchange_strong(&writing, &no, true)) {
        a = 1;
        b = 1;
        writing = false;
    }
    return p;
}

static void *reader(void *p)
{
    readers++;
    if (!writing)
        assert(a == b);
    readers--;
    return p;
}

int main(void)
{
    pthread_t w, r;
    pthread_create(&w, NULL, writer, NULL);
    pthread_create(&r, NULL, reader, NULL);
    pthread_join(w, NULL);
    pthread_join(r, NULL);
    return 0;
}
