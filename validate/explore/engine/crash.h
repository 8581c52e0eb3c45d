/*
 * crash.h - signals that end a process, as the end of a schedule.
 *
 * While a schedule runs, SIGSEGV, SIGBUS, SIGFPE, SIGILL and SIGABRT of the explorer's
 * thread end the schedule with EXPLORE_CRASH or EXPLORE_ASSERTION; the next one can run.
 * At other times they do what they did before.
 */
#ifndef CRASH_H
#define CRASH_H

/* Begins to watch. Returns 0; or -1 with errno. To be ended by crash_unwatch(). */
int crash_watch(void);

/* Gives the signals and the alternate stack back to whom they belonged. */
void crash_unwatch(void);

/* Instructions in [begin, end) are the program's: a crash there is told with the
 * instruction itself, one elsewhere with the program's last call or access. Without any,
 * all of the executable's instructions count as the program's. */
void crash_set_text(const void *begin, const void *end);

/* The innermost call that came from the program, outwards from a frame of the current thread; NULL:
 * not found, as where the program's instructions aren't known. */
const void *crash_call_from_program(const void *frame);

#endif
