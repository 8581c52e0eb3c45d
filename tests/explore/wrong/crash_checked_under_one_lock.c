/* verdict: crash
   what: the pointer is checked under the lock, and used under the next hold of it
   line: 28 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

struct session {
    int id;
};

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static struct session guest = {7};
static struct session *current = &guest;

static bool logged_in(void)
{
    pthread_mutex_lock(&m);
    bool answer = current != NULL;
    pthread_mutex_unlock(&m);
    return answer;
}

static void *show(void *p)
{
    if (logged_in()) {
        pthread_mutex_lock(&m);
        printf("session %d\n", current->id);
        pthread_mutex_unlock(&m);
    }
    return p;
}

static void *log_out(void *p)
{
    pthread_mutex_lock(&m);
    current = NULL;
    pthread_mutex_unlock(&m);
    return p;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, show, NULL);
    pthread_create(&b, NULL, log_out, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
