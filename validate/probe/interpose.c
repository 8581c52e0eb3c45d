#include "interpose.h"

#include <stdio.h>

#include "scenario.h"

/* Names as used in the check's arguments: fail_<name>=k. */
static const char *const call_names[CALL_KINDS] = {
    [CALL_PTHREAD_CREATE] = "fail_pthread_create",
    [CALL_PTHREAD_JOIN] = "fail_pthread_join",
    [CALL_PTHREAD_INIT] = "fail_pthread_init",
    [CALL_FORK] = "fail_fork",
    [CALL_WAITPID] = "fail_waitpid",
    [CALL_PIPE] = "fail_pipe",
    [CALL_MMAP] = "fail_mmap",
    [CALL_MALLOC] = "fail_malloc",
    [CALL_FREE] = "fail_free",
    [CALL_POLL] = "fail_poll",
    [CALL_READ] = "fail_read",
    [CALL_WRITE] = "fail_write",
    [CALL_SLEEP] = "fail_sleep",
    [CALL_CLOCK_GETTIME] = "fail_clock_gettime",
    [CALL_EXIT] = "fail_exit",
    [CALL_CURL_SETOPT] = "fail_curl_easy_setopt",
};

/* Numbers of the calls that fail_call_from_now ordered to fail; 0: none. */
static _Atomic uint32_t ordered[CALL_KINDS];

void fail_call_from_now(enum call call, uint32_t k)
{
    ordered[call] = k ? evidence()->calls[call].numbered + k : 0;
}

void number_calls_anew(enum call call)
{
    evidence()->calls[call].count = 0;
    evidence()->calls[call].numbered = 0;
}

void count_call(enum call call, const void *site)
{
    struct call_record *record = &evidence()->calls[call];
    uint64_t none = 0;
    atomic_fetch_add(&record->count, 1);
    atomic_compare_exchange_strong(&record->first_site, &none, (uint64_t)(uintptr_t)site);
    atomic_store(&record->last_site, (uint64_t)(uintptr_t)site);
}

bool call_must_fail(enum call call, const void *site)
{
    struct call_record *record = &evidence()->calls[call];
    uint32_t number = atomic_fetch_add(&record->numbered, 1) + 1;
    count_call(call, site);
    int64_t wanted = arg_int(call_names[call], 0);
    bool due =
        number == wanted || (wanted > 0 && number > wanted && arg_int("fail_on", 0));
    if (!due && number != ordered[call])
        return false;
    atomic_fetch_add(&record->failed, 1);
    atomic_store(&record->fail_site, (uint64_t)(uintptr_t)site);
    return true;
}
