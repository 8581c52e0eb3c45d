/* verdict: deadlock
   what: poll waits without a deadline on a pipe into which nothing is written any more
   line: 25 */
#include <poll.h>
#include <pthread.h>
#include <unistd.h>

static int ends[2];

static void *sender(void *arg)
{
    ssize_t n = write(ends[1], "!", 1);
    return n == 1 ? arg : NULL;
}

int main(void)
{
    pthread_t t;
    if (pipe(ends) != 0)
        return 1;
    pthread_create(&t, NULL, sender, NULL);
    for (int i = 0; i < 2; i++) {
        struct pollfd p = {.fd = ends[0], .events = POLLIN};
        char c;
        if (poll(&p, 1, -1) != 1 || read(ends[0], &c, 1) != 1)
            return 1;
    }
    pthread_join(t, NULL);
    return 0;
}
