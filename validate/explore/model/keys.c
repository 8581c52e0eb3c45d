/*
 * keys.c - thread-specific data.
 */
#include "keys.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "heap.h"
#include "library.h"

static struct {
    bool used;
    void (*destructor)(void *);
    const void
        *set_at[EXPLORE_MAX_THREADS]; /* sites where the threads set their values */
} keys[MAX_KEYS];
static pthread_key_t key_bound; /* keys from this one on were never made */

void keys_reset(void)
{
    for (unsigned i = 0; i < key_bound; i++)
        keys[i].used = false;
}

static bool is_key(pthread_key_t key)
{
    return key < MAX_KEYS && keys[key].used;
}

/* A destructor may be a model, `free`: then its site is where the value was set. */
static void destroy_value(pthread_key_t key, struct thread *self)
{
    void *value = self->specific[key];
    void (*destructor)(void *) = keys[key].destructor;
    self->specific[key] = NULL;
    if (destructor == explore_free)
        explore_at(keys[key].set_at[self->id]);
    destructor(value);
}

/* As POSIX has it: again and again while destructors set values, but not for ever. */
void keys_destroy_values(struct thread *self)
{
    bool again = true;
    for (int round = 0; again && round < _POSIX_THREAD_DESTRUCTOR_ITERATIONS; round++) {
        again = false;
        for (pthread_key_t key = 0; key < key_bound; key++) {
            if (!keys[key].used || keys[key].destructor == NULL ||
                self->specific[key] == NULL)
                continue;
            destroy_value(key, self);
            again = true;
        }
    }
}

static void forget_values(pthread_key_t key)
{
    for (uint32_t i = 0; i < schedule.thread_count; i++)
        schedule.threads[i].specific[key] = NULL;
}

int explore_pthread_key_create(pthread_key_t *key, void (*destructor)(void *))
{
    writes(key, sizeof *key, CALL_SITE());
    for (pthread_key_t i = 0; i < MAX_KEYS; i++) {
        if (keys[i].used)
            continue;
        keys[i].used = true;
        if (i >= key_bound)
            key_bound = i + 1;
        keys[i].destructor = destructor;
        forget_values(i);
        *key = i;
        return 0;
    }
    return EAGAIN;
}

int explore_pthread_key_delete(pthread_key_t key)
{
    ENTER();
    if (!is_key(key))
        return EINVAL;
    keys[key].used = false;
    return 0;
}

int explore_pthread_setspecific(pthread_key_t key, const void *value)
{
    struct thread *self = ENTER();
    if (!is_key(key))
        return EINVAL;
    self->specific[key] = (void *)value;
    keys[key].set_at[self->id] = self->site;
    return 0;
}

void *explore_pthread_getspecific(pthread_key_t key)
{
    struct thread *self = ENTER();
    return is_key(key) ? self->specific[key] : NULL;
}
