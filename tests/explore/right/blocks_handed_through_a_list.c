/* verdict: clean
   what: blocks are allocated by one thread, handed over under a lock, and freed by
     another */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct message {
    struct message *next;
    char text[12];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t more = PTHREAD_COND_INITIALIZER;
static struct message *list;

static void *author(void *arg)
{
    const char *words[] = {"one", "two", "end"};
    for (int i = 0; i < 3; i++) {
        struct message *message = malloc(sizeof *message);
        strcpy(message->text, words[i]);
        pthread_mutex_lock(&lock);
        struct message **last = &list;
        while (*last != NULL)
            last = &(*last)->next;
        message->next = NULL;
        *last = message;
        pthread_cond_signal(&more);
        pthread_mutex_unlock(&lock);
    }
    return arg;
}

int main(void)
{
    pthread_t thread;
    int letters = 0, end = 0;
    pthread_create(&thread, NULL, author, NULL);
    while (!end) {
        pthread_mutex_lock(&lock);
        while (list == NULL)
            pthread_cond_wait(&more, &lock);
        struct message *message = list;
        list = message->next;
        pthread_mutex_unlock(&lock);
        letters += (int)strlen(message->text);
        end = strcmp(message->text, "end") == 0;
        free(message);
    }
    pthread_join(thread, NULL);
    assert(letters == 9);
    return 0;
}
