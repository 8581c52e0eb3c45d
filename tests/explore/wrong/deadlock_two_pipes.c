/* verdict: deadlock
   what: both ends of a conversation over two pipes read first
   line: 12 25 */
#include <pthread.h>
#include <unistd.h>

static int there[2], back[2];

static void *answer(void *arg)
{
    char c;
    if (read(there[0], &c, 1) == 1)
        if (write(back[1], &c, 1) != 1)
            return NULL;
    return arg;
}

int main(void)
{
    pthread_t t;
    char c = 'x';
    if (pipe(there) != 0 || pipe(back) != 0)
        return 1;
    pthread_create(&t, NULL, answer, NULL);
    if (read(back[0], &c, 1) != 1)
        return 1;
    if (write(there[1], &c, 1) != 1)
        return 1;
    pthread_join(t, NULL);
    return 0;
}
