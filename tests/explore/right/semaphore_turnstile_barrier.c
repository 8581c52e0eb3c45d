/* verdict: clean
   what: a reusable barrier of two turnstiles, after the Little Book of Semaphores */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

#define N      2
#define ROUNDS 2

static sem_t mutex, first, second;
static int inside;
static int board[ROUNDS][N];

static void meet(void)
{
    sem_wait(&mutex);
    if (++inside == N) {
        sem_wait(&second);
        sem_post(&first);
    }
    sem_post(&mutex);
    sem_wait(&first);
    sem_post(&first);

    sem_wait(&mutex);
    if (--inside == 0) {
        sem_wait(&first);
        sem_post(&second);
    }
    sem_post(&mutex);
    sem_wait(&second);
    sem_post(&second);
}

static void *player(void *arg)
{
    int me = (int)(long)arg;
    for (int r = 0; r < ROUNDS; r++) {
        board[r][me] = r + 1;
        meet();
        assert(board[r][1 - me] == r + 1);
    }
    return NULL;
}

int main(void)
{
    pthread_t t[N];
    sem_init(&mutex, 0, 1);
    sem_init(&first, 0, 0);
    sem_init(&second, 0, 1);
    for (long i = 0; i < N; i++)
        pthread_create(&t[i], NULL, player, (void *)i);
    for (int i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    return 0;
}
