#include "lazy_library.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#define STATUS_LAB_FAILED 3

static void give_up(const char *function)
{
    const char *why = dlerror();
    fprintf(stderr, "lab: can't load %s: %s\n", function, why ? why : "not there");
    _exit(STATUS_LAB_FAILED);
}

/* Two threads that come at once both open it: it is counted, and loaded once. */
void *lazy_library_find(struct lazy_library *library, const char *function)
{
    int kept = errno;
    void *handle = __atomic_load_n(&library->handle, __ATOMIC_ACQUIRE);
    if (!handle)
        handle = dlopen(library->file, RTLD_LAZY);
    if (!handle)
        give_up(library->file);
    __atomic_store_n(&library->handle, handle, __ATOMIC_RELEASE);
    void *address = dlsym(handle, function);
    if (!address)
        give_up(function);
    errno = kept;
    return address;
}
