/* verdict: assertion
   what: a thread takes for granted that another has started the engine already
   line: 21 */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static enum { STOPPED, RUNNING } engine;

static void *start_engine(void *arg)
{
    pthread_mutex_lock(&lock);
    engine = RUNNING;
    pthread_mutex_unlock(&lock);
    return arg;
}

static void *drive(void *arg)
{
    pthread_mutex_lock(&lock);
    assert(engine == RUNNING);
    pthread_mutex_unlock(&lock);
    return arg;
}

int main(void)
{
    pthread_t starter, driver;
    pthread_create(&starter, NULL, start_engine, NULL);
    pthread_create(&driver, NULL, drive, NULL);
    pthread_join(starter, NULL);
    pthread_join(driver, NULL);
    return 0;
}
