/* verdict: clean
   what: printf, puts, putchar and fprintf from several threads: the library locks its
     streams */
#include <pthread.h>
#include <stdio.h>

static void *talk(void *arg)
{
    long id = (long)arg;
    printf("thread %ld says hello\n", id);
    puts("and good-bye");
    putchar('0' + (int)id);
    putchar('\n');
    fprintf(stderr, "(%ld)\n", id);
    fflush(stdout);
    return NULL;
}

int main(void)
{
    pthread_t t[3];
    for (long i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, talk, (void *)i);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    return 0;
}
