/*
 * printed.c - what the program prints.
 */
#include "printed.h"

#include <string.h>

#include "record.h"
#include "schedule.h"

static struct {
    char *kept;      /* the caller's buffer; NULL: nothing is kept */
    size_t size;     /* of it */
    uint64_t length; /* of what the first schedule printed */
    bool over;       /* the first schedule has ended */
    bool begun;      /* ... has begun */
} printed;

void printed_keep(char *buffer, size_t size)
{
    memset(&printed, 0, sizeof printed);
    printed.kept = buffer;
    printed.size = size;
}

uint64_t printed_length(void)
{
    return printed.length;
}

void printed_reset(void)
{
    printed.over = printed.begun;
    printed.begun = true;
}

void printed_write(const char *bytes, size_t count)
{
    if (printed.over || printed.kept == NULL)
        return;
    size_t place = printed.length < printed.size ? (size_t)printed.length : printed.size;
    size_t room = printed.size - place;
    memcpy(printed.kept + place, bytes, count < room ? count : room);
    printed.length += count;
}

void printed_done(void)
{
    if (explore_is_running() && schedule.recording)
        record_event(EXPLORE_OP_PRINT, NULL, 0, schedule.current->site);
}
