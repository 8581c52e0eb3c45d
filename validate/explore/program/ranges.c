/*
 * ranges.c - tells the explorer what lies between the markers: the program.
 */
#include <stdint.h>

#include "crash.h"
#include "globals.h"
#include "locals.h"
#include "markers.h"

int program_ranges_add(void)
{
    /* A pointer to a function as one to its instructions: POSIX makes that work. */
    crash_set_text((const void *)(uintptr_t)program_text_begin,
                   (const void *)(uintptr_t)program_text_end);
    if (globals_add(&program_data_begin, &program_data_end) == -1 ||
        globals_add(&program_bss_begin, &program_bss_end) == -1)
        return -1;
    /* The markers themselves aren't the program's: most have no such variables. */
    if (locals_add(&program_tdata_begin + 1, &program_tdata_end) == -1)
        return -1;
    return locals_add(&program_tbss_begin + 1, &program_tbss_end);
}
