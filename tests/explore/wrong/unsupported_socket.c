/* verdict: unsupported
   what: a socket in a thread
   line: 11
   word: socket */
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

static void *connect_somewhere(void *arg)
{
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    if (s >= 0)
        close(s);
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, connect_somewhere, NULL);
    pthread_join(t, NULL);
    return 0;
}
