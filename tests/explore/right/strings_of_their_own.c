/* verdict: clean
   what: the string functions on buffers that belong to one thread each */
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *work(void *arg)
{
    char line[64], copy[64], *rest = NULL;
    snprintf(line, sizeof line, "%s,%d,%s", (const char *)arg, 12, "end");
    memcpy(copy, line, strlen(line) + 1);
    char *first = strtok_r(copy, ",", &rest);
    assert(strcmp(first, arg) == 0);
    int number = (int)strtol(strtok_r(NULL, ",", &rest), NULL, 10);
    assert(number == 12);
    char *mine = strdup(line);
    memmove(mine + 1, mine, strlen(mine) - 1);
    assert(strchr(mine, ',') != NULL && strstr(line, "end") != NULL);
    free(mine);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    char red[] = "red", blue[] = "blue";
    pthread_create(&a, NULL, work, red);
    pthread_create(&b, NULL, work, blue);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
