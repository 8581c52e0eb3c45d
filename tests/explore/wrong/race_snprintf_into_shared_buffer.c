/* verdict: race
   what: a formatting helper returns a static buffer
   line: 11 18 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static const char *format_time(int seconds)
{
    static char text[16];
    snprintf(text, sizeof text, "%02d:%02d", seconds / 60, seconds % 60);
    return text;
}

static void *show(void *arg)
{
    char mine[16];
    strcpy(mine, format_time(*(int *)arg));
    puts(mine);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    int x = 61, y = 3599;
    pthread_create(&a, NULL, show, &x);
    pthread_create(&b, NULL, show, &y);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
