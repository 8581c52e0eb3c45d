/* verdict: clean
   what: the signal is sent after the mutex was given back, which is allowed */
#include <pthread.h>
#include <stdio.h>

struct mailbox {
    pthread_mutex_t mutex;
    pthread_cond_t arrived;
    const char *letter;
};

static void *postman(void *arg)
{
    struct mailbox *box = arg;
    pthread_mutex_lock(&box->mutex);
    box->letter = "hello";
    pthread_mutex_unlock(&box->mutex);
    pthread_cond_signal(&box->arrived);
    return NULL;
}

int main(void)
{
    struct mailbox box = {.letter = NULL};
    pthread_t thread;
    pthread_mutex_init(&box.mutex, NULL);
    pthread_cond_init(&box.arrived, NULL);
    pthread_create(&thread, NULL, postman, &box);
    pthread_mutex_lock(&box.mutex);
    while (box.letter == NULL)
        pthread_cond_wait(&box.arrived, &box.mutex);
    puts(box.letter);
    pthread_mutex_unlock(&box.mutex);
    pthread_join(thread, NULL);
    pthread_cond_destroy(&box.arrived);
    pthread_mutex_destroy(&box.mutex);
    return 0;
}
