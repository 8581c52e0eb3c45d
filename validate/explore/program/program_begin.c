/*
 * program_begin.c - linked before the program's objects: where its static variables begin.
 *
 * The linker lays out a section in the order of the objects, so all that lies between a
 * marker here and its partner in program_end.c belongs to the program: the explorer puts
 * it back as it was before each schedule. Objects are compiled with -fno-common, gcc's
 * default: a tentative definition would escape to the section's very end.
 */
#include "markers.h"

char program_data_begin = 1;
char program_bss_begin;
_Thread_local char program_tdata_begin = 1;
_Thread_local char program_tbss_begin;

void program_text_begin(void)
{
}
