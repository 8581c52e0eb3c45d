/*
 * ranges.c - tells the explorer what lies between the markers: the program.
 */
#include <stdint.h>

#include "crash.h"
#include "globals.h"
#include "markers.h"

int program_ranges_add(void)
{
    /* A pointer to a function as one to its instructions: POSIX makes that work. */
    crash_set_text((const void *)(uintptr_t)program_text_begin,
                   (const void *)(uintptr_t)program_text_end);
    if (globals_add(&program_data_begin, &program_data_end) == -1 ||
        globals_add(&program_bss_begin, &program_bss_end) == -1)
        return -1;
    if (globals_add_thread_local(&program_tdata_begin, &program_tdata_end) == -1)
        return -1;
    return globals_add_thread_local(&program_tbss_begin, &program_tbss_end);
}
