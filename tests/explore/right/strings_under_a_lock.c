/* verdict: clean
   what: a log that grows by snprintf and strcat under a lock */
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static pthread_mutex_t log_mutex = PTHREAD_MUTEX_INITIALIZER;
static char log_text[128];

static void log_event(const char *who, int what)
{
    char line[24];
    snprintf(line, sizeof line, "%s:%d;", who, what);
    pthread_mutex_lock(&log_mutex);
    strcat(log_text, line);
    pthread_mutex_unlock(&log_mutex);
}

static void *run(void *arg)
{
    log_event(arg, 1);
    log_event(arg, 2);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, run, "ann");
    pthread_create(&b, NULL, run, "bob");
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    assert(strlen(log_text) == 4 * 6);
    assert(strstr(log_text, "ann:2;") != NULL);
    return 0;
}
