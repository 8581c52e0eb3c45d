/* verdict: memory
   what: strcpy writes a name into a block that has no room for its end
   line: 12 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *name_it(void *arg)
{
    const char *source = "lovelace";
    strcpy(arg, source);
    return NULL;
}

int main(void)
{
    pthread_t t;
    char *name = malloc(strlen("lovelace"));
    pthread_create(&t, NULL, name_it, name);
    pthread_join(t, NULL);
    free(name);
    return 0;
}
