/*
 * markers.h - what lies before and behind the program's own static variables.
 */
#ifndef MARKERS_H
#define MARKERS_H

/* Initialised variables, and those that begin as zero. */
extern char program_data_begin, program_data_end;
extern char program_bss_begin, program_bss_end;

/* The same of storage class _Thread_local; the addresses are the calling thread's. */
extern _Thread_local char program_tdata_begin, program_tdata_end;
extern _Thread_local char program_tbss_begin, program_tbss_end;

/* The functions in between are the program's. */
void program_text_begin(void);
void program_text_end(void);

/* Tells the explorer of all of these. Returns 0; or -1 with errno ENOMEM. (ranges.c) */
int program_ranges_add(void);

#endif
