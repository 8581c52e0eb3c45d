/* verdict: race
   what: printf with %s reads a name that another thread replaces with strcpy
   line: 12 20 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static char user[16] = "nobody";

static void *login(void *arg)
{
    strcpy(user, "root");
    return arg;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, login, NULL);
    printf("user %s\n", user);
    pthread_join(thread, NULL);
    return 0;
}
