/*
 * library.c - what the models of library functions have in common.
 */
#include "library.h"

#include <stdint.h>
#include <string.h>

#include "access.h"
#include "input.h"
#include "named.h"
#include "pipe.h"
#include "printed.h"
#include "process.h"
#include "random.h"
#include "schedule.h"
#include "signals.h"

void library_reset(void)
{
    named_reset();
    input_reset();
    printed_reset();
    pipes_reset();
    process_reset();
    random_reset();
    signals_reset();
    tokens_reset();
}

const void *call_site(const void *return_address)
{
    return explore_is_running() ? enter(return_address)->site : return_address;
}

void reads(const void *address, size_t size, const void *site)
{
    access_memory(address, size, ACCESS_READ, site);
}

void writes(void *address, size_t size, const void *site)
{
    access_memory(address, size, ACCESS_WRITE, site);
}

size_t reads_string(const char *string, size_t most, const void *site)
{
    size_t length = strnlen(string, most);
    reads(string, length < most ? length + 1 : most, site);
    return length;
}

void unsupported_call(const char *name, const void *site)
{
    explore_at(site);
    explore_unsupported(name);
}
