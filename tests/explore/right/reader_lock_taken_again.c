/* verdict: clean
   what: a reader takes the read lock a second time, which waiting writers don't
     prevent by default */
#include <pthread.h>
#include <stdio.h>

static pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;
static int a = 1, b = 2;

static int get_b(void)
{
    pthread_rwlock_rdlock(&rw);
    int value = b;
    pthread_rwlock_unlock(&rw);
    return value;
}

static void *reader(void *arg)
{
    pthread_rwlock_rdlock(&rw);
    int sum = a + get_b();
    pthread_rwlock_unlock(&rw);
    printf("%d\n", sum);
    return arg;
}

static void *writer(void *arg)
{
    pthread_rwlock_wrlock(&rw);
    a++;
    b++;
    pthread_rwlock_unlock(&rw);
    return arg;
}

int main(void)
{
    pthread_t r, w;
    pthread_create(&r, NULL, reader, NULL);
    pthread_create(&w, NULL, writer, NULL);
    pthread_join(r, NULL);
    pthread_join(w, NULL);
    return 0;
}
