/* verdict: memory
   what: free gets a pointer that was moved on
   line: 13 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static void *skip_blanks(void *arg)
{
    char *text = strdup(arg);
    while (*text == ' ')
        text++;
    free(text);
    return NULL;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, skip_blanks, "  indented");
    pthread_join(t, NULL);
    return 0;
}
