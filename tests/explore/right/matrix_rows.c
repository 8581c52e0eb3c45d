/* verdict: clean
   what: matrix product, a thread for each row of the result */
#include <assert.h>
#include <pthread.h>

#define N 3

typedef double matrix[N][N];
static matrix a = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}};
static matrix b = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
static matrix c;

static void *row(void *arg)
{
    double *out = arg;
    int i = (int)((double(*)[N])out - c);
    for (int j = 0; j < N; j++) {
        out[j] = 0;
        for (int k = 0; k < N; k++)
            out[j] += a[i][k] * b[k][j];
    }
    return NULL;
}

int main(void)
{
    pthread_t t[N];
    for (int i = 0; i < N; i++)
        pthread_create(&t[i], NULL, row, c[i]);
    for (int i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++)
            assert(c[i][j] == a[i][j]);
    return 0;
}
