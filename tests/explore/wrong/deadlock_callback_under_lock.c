/* verdict: deadlock
   what: the observer's callback takes the lock that somebody holds who wants to
     register
   line: 15 35 */
#include <pthread.h>
#include <stddef.h>

/* module subject */
static pthread_mutex_t subject = PTHREAD_MUTEX_INITIALIZER;
static void (*observer)(int);
static int value;

static void subject_watch(void (*callback)(int))
{
    pthread_mutex_lock(&subject);
    observer = callback;
    pthread_mutex_unlock(&subject);
}

static void subject_set(int new_value)
{
    pthread_mutex_lock(&subject);
    value = new_value;
    if (observer != NULL)
        observer(value);
    pthread_mutex_unlock(&subject);
}

/* module view */
static pthread_mutex_t view = PTHREAD_MUTEX_INITIALIZER;
static int shown;

static void view_show(int number)
{
    pthread_mutex_lock(&view);
    shown = number;
    pthread_mutex_unlock(&view);
}

static void *view_restart(void *arg)
{
    pthread_mutex_lock(&view);
    shown = 0;
    subject_watch(view_show);
    pthread_mutex_unlock(&view);
    return arg;
}

static void *change(void *arg)
{
    subject_set(7);
    return arg;
}

int main(void)
{
    pthread_t a, b;
    subject_watch(view_show);
    pthread_create(&a, NULL, change, NULL);
    pthread_create(&b, NULL, view_restart, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
