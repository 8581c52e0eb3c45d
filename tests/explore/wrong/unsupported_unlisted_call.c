/* verdict: unsupported
   what: a library call that calls back into the program and that nobody listed
   line: 23
   word: ftw */
#define _GNU_SOURCE
#include <ftw.h>
#include <pthread.h>
#include <stdio.h>

static int files;

static int count(const char *path, const struct stat *status, int kind)
{
    (void)path;
    (void)status;
    (void)kind;
    files++;
    return 0;
}

static void *walk(void *arg)
{
    ftw("/nowhere", count, 4);
    return arg;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, walk, NULL);
    pthread_join(t, NULL);
    printf("%d\n", files);
    return 0;
}
