/* verdict: clean
   what: workers count the words of standard input, which may be empty */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static pthread_mutex_t input = PTHREAD_MUTEX_INITIALIZER;
static int words;

static void *reader(void *arg)
{
    char line[80];
    for (;;) {
        pthread_mutex_lock(&input);
        char *got = fgets(line, sizeof line, stdin);
        if (got != NULL && strlen(line) > 1)
            words++;
        pthread_mutex_unlock(&input);
        if (got == NULL)
            return arg;
    }
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, reader, NULL);
    pthread_create(&b, NULL, reader, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    printf("%d\n", words);
    return 0;
}
