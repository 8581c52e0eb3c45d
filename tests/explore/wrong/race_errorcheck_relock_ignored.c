/* verdict: race
   what: a helper relocks an error-checking mutex, ignores the refusal, and gives the
     caller's lock away
   line: 22 */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock;
static int entries, bytes;

static void note_entry(void)
{
    pthread_mutex_lock(&lock);
    entries++;
    pthread_mutex_unlock(&lock);
}

static void *write_log(void *arg)
{
    pthread_mutex_lock(&lock);
    note_entry();
    bytes += 80;
    pthread_mutex_unlock(&lock);
    return arg;
}

int main(void)
{
    pthread_mutexattr_t attr;
    pthread_t a, b;
    pthread_mutexattr_init(&attr);
    pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_ERRORCHECK);
    pthread_mutex_init(&lock, &attr);
    pthread_create(&a, NULL, write_log, NULL);
    pthread_create(&b, NULL, write_log, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    printf("%d entries, %d bytes\n", entries, bytes);
    pthread_mutex_destroy(&lock);
    return 0;
}
