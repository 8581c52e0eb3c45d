/*
 * program_end.c - linked after the program's objects: where its static variables end.
 */
#include "markers.h"

char program_data_end = 1;
char program_bss_end;
_Thread_local char program_tdata_end = 1;
_Thread_local char program_tbss_end;

void program_text_end(void)
{
}
