/* verdict: race
   what: five threads do it right with a macro; the sixth unlocks before its second
     update
   line: 20 27 */
#include <pthread.h>
#include <stdio.h>

#define LOCKED(statement)                                                                \
    do {                                                                                 \
        pthread_mutex_lock(&lock);                                                       \
        statement;                                                                       \
        pthread_mutex_unlock(&lock);                                                     \
    } while (0)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int in, out;

static void *good(void *arg)
{
    LOCKED(in++; out++);
    return arg;
}

static void *bad(void *arg)
{
    LOCKED(in++);
    out++;
    return arg;
}

int main(void)
{
    pthread_t t[6];
    for (int i = 0; i < 6; i++)
        pthread_create(&t[i], NULL, i == 5 ? bad : good, NULL);
    for (int i = 0; i < 6; i++)
        pthread_join(t[i], NULL);
    printf("%d %d\n", in, out);
    return 0;
}
