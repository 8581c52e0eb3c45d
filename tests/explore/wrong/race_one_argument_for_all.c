/* verdict: race
   what: one argument structure is filled in again for each thread
   line: 16 26 27 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

struct argument {
    int number;
    char name[12];
};

static void *greet(void *arg)
{
    const struct argument *a = arg;
    printf("%d %s\n", a->number, a->name);
    return NULL;
}

int main(void)
{
    pthread_t t[2];
    struct argument a;
    const char *names[2] = {"ada", "alan"};
    for (int i = 0; i < 2; i++) {
        a.number = i;
        strcpy(a.name, names[i]);
        pthread_create(&t[i], NULL, greet, &a);
    }
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    return 0;
}
