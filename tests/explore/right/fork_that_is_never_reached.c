/* verdict: clean
   what: the program could call fork and system, but never does */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static bool as_daemon;

static void become_daemon(void)
{
    if (fork() > 0)
        _exit(0);
    if (system("true") != 0)
        exit(1);
}

static void *serve(void *arg)
{
    puts("serving");
    return arg;
}

int main(void)
{
    pthread_t t;
    if (as_daemon)
        become_daemon();
    pthread_create(&t, NULL, serve, NULL);
    pthread_join(t, NULL);
    return 0;
}
