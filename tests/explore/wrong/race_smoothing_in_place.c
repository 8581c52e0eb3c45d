/* verdict: race
   what: each thread smooths its part of a row in place and reads its neighbour's edge
   line: 15 */
#include <pthread.h>
#include <stdio.h>

#define WIDTH 6

static double row[WIDTH] = {0, 3, 0, 3, 0, 3};

static void *smooth(void *arg)
{
    int from = *(int *)arg;
    for (int i = from; i < from + 2; i++)
        row[i] = (row[i - 1] + row[i] + row[i + 1]) / 3;
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    int left = 1, right = 3;
    pthread_create(&a, NULL, smooth, &left);
    pthread_create(&b, NULL, smooth, &right);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    printf("%.1f\n", row[2]);
    return 0;
}
