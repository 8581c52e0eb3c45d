/*
 * keys.c - thread-specific data.
 */
#include "keys.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

static struct {
    bool used;
    void (*destructor)(void *);
} keys[MAX_KEYS];

void keys_reset(void)
{
    memset(keys, 0, sizeof keys);
}

static bool is_key(pthread_key_t key)
{
    return key < MAX_KEYS && keys[key].used;
}

/* As POSIX has it: again and again while destructors set values, but not for ever. */
void keys_destroy_values(struct thread *self)
{
    bool again = true;
    for (int round = 0; again && round < _POSIX_THREAD_DESTRUCTOR_ITERATIONS; round++) {
        again = false;
        for (pthread_key_t key = 0; key < MAX_KEYS; key++) {
            void *value = self->specific[key];
            if (!keys[key].used || keys[key].destructor == NULL || value == NULL)
                continue;
            self->specific[key] = NULL;
            keys[key].destructor(value);
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
    ENTER();
    for (pthread_key_t i = 0; i < MAX_KEYS; i++) {
        if (keys[i].used)
            continue;
        keys[i].used = true;
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
    return 0;
}

void *explore_pthread_getspecific(pthread_key_t key)
{
    struct thread *self = ENTER();
    return is_key(key) ? self->specific[key] : NULL;
}
