/* verdict: hang
   what: a search loop forgets to go on after a blank
   line: 12 13 14 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static int words(const char *text)
{
    int count = 1;
    size_t i = 0;
    while (text[i] != '\0') {
        if (text[i] == ' ')
            count++;
        else
            i++;
    }
    return count;
}

static void *run(void *arg)
{
    printf("%d\n", words(arg));
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, run, "one");
    pthread_create(&b, NULL, run, "two words");
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
