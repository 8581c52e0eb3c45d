/* verdict: race
   what: two threads append to one string with strcat
   line: 12 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static char line[64];

static void *append(void *word)
{
    strcat(line, word);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, NULL, append, "concurrent ");
    pthread_create(&b, NULL, append, "programs ");
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    puts(line);
    return 0;
}
