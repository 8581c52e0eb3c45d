/* verdict: assertion
   what: a file system looks for a free block under one lock and marks it under another
   line: 34 */
#include <assert.h>
#include <pthread.h>

#define BLOCKS 3

static pthread_mutex_t map_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t owner_lock = PTHREAD_MUTEX_INITIALIZER;
static int busy[BLOCKS];
static int owner[BLOCKS];

static int find_free(void)
{
    int found = -1;
    pthread_mutex_lock(&map_lock);
    for (int i = 0; i < BLOCKS && found == -1; i++)
        if (!busy[i])
            found = i;
    pthread_mutex_unlock(&map_lock);
    return found;
}

static void *write_file(void *arg)
{
    int block = find_free();
    if (block == -1)
        return NULL;
    pthread_mutex_lock(&map_lock);
    busy[block] = 1;
    pthread_mutex_unlock(&map_lock);
    pthread_mutex_lock(&owner_lock);
    assert(owner[block] == 0);
    owner[block] = *(int *)arg;
    pthread_mutex_unlock(&owner_lock);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    int inode[2] = {11, 12};
    pthread_create(&a, NULL, write_file, &inode[0]);
    pthread_create(&b, NULL, write_file, &inode[1]);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
