/* verdict: race
   what: the settings are filled in after the thread was started
   line: 15 25 */
#include <pthread.h>
#include <stdio.h>

struct settings {
    int verbose;
    const char *title;
};

static void *worker(void *arg)
{
    struct settings *s = arg;
    if (s->verbose)
        puts("verbose");
    return NULL;
}

int main(void)
{
    struct settings s = {0, "report"};
    pthread_t thread;
    pthread_create(&thread, NULL, worker, &s);
    s.verbose = 1;
    pthread_join(thread, NULL);
    puts(s.title);
    return 0;
}
