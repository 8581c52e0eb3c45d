/*
 * models.h - the modelled functions besides those of explore.h and heap.h: each takes and
 * returns what the function without the prefix does, and is that function outside of a
 * schedule (those of threads may only be called inside one).
 */
#ifndef MODELS_H
#define MODELS_H

#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/times.h>
#include <threads.h>

#include "explore.h"

/* ---- threads.c, cancel.c, machine.c: pthread functions beyond explore.h ----------- */

int explore_pthread_tryjoin_np(pthread_t thread, void **result);
int explore_pthread_timedjoin_np(pthread_t thread, void **result,
                                 const struct timespec *until);
int explore_pthread_clockjoin_np(pthread_t thread, void **result, clockid_t clock,
                                 const struct timespec *until);
int explore_pthread_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock,
                                    const struct timespec *until);
int explore_pthread_cond_clockwait(pthread_cond_t *cond, pthread_mutex_t *mutex,
                                   clockid_t clock, const struct timespec *until);
int explore_pthread_rwlock_clockrdlock(pthread_rwlock_t *lock, clockid_t clock,
                                       const struct timespec *until);
int explore_pthread_rwlock_clockwrlock(pthread_rwlock_t *lock, clockid_t clock,
                                       const struct timespec *until);
int explore_sem_clockwait(sem_t *sem, clockid_t clock, const struct timespec *until);
int explore_pthread_cancel(pthread_t thread);
int explore_pthread_setcancelstate(int state, int *before);
int explore_pthread_setcanceltype(int type, int *before);
void explore_pthread_testcancel(void);
void explore___pthread_register_cancel(__pthread_unwind_buf_t *buffer);
void explore___pthread_unregister_cancel(__pthread_unwind_buf_t *buffer);
_Noreturn void explore___pthread_unwind_next(__pthread_unwind_buf_t *buffer);

int explore_pthread_getaffinity_np(pthread_t thread, size_t size, cpu_set_t *set);
int explore_pthread_setaffinity_np(pthread_t thread, size_t size, const cpu_set_t *set);
int explore_pthread_setschedparam(pthread_t thread, int policy,
                                  const struct sched_param *parameters);
int explore_pthread_getschedparam(pthread_t thread, int *policy,
                                  struct sched_param *parameters);
int explore_pthread_setschedprio(pthread_t thread, int priority);
int explore_pthread_setname_np(pthread_t thread, const char *name);
int explore_pthread_getname_np(pthread_t thread, char *name, size_t size);
int explore_pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes);

/* ---- named.c ------------------------------------------------------------------------ */

sem_t *explore_sem_open(const char *name, int flags, ...);
int explore_sem_close(sem_t *sem);
int explore_sem_unlink(const char *name);

/* ---- c11.c -------------------------------------------------------------------------- */

int explore_thrd_create(thrd_t *thread, thrd_start_t start, void *arg);
int explore_thrd_join(thrd_t thread, int *result);
int explore_thrd_detach(thrd_t thread);
_Noreturn void explore_thrd_exit(int result);
thrd_t explore_thrd_current(void);
int explore_thrd_equal(thrd_t a, thrd_t b);
int explore_thrd_sleep(const struct timespec *duration, struct timespec *remaining);
void explore_thrd_yield(void);
int explore_mtx_init(mtx_t *mutex, int type);
void explore_mtx_destroy(mtx_t *mutex);
int explore_mtx_lock(mtx_t *mutex);
int explore_mtx_trylock(mtx_t *mutex);
int explore_mtx_timedlock(mtx_t *mutex, const struct timespec *until);
int explore_mtx_unlock(mtx_t *mutex);
int explore_cnd_init(cnd_t *condition);
void explore_cnd_destroy(cnd_t *condition);
int explore_cnd_wait(cnd_t *condition, mtx_t *mutex);
int explore_cnd_timedwait(cnd_t *condition, mtx_t *mutex, const struct timespec *until);
int explore_cnd_signal(cnd_t *condition);
int explore_cnd_broadcast(cnd_t *condition);
void explore_call_once(once_flag *flag, void (*routine)(void));
int explore_tss_create(tss_t *key, tss_dtor_t destructor);
void explore_tss_delete(tss_t key);
void *explore_tss_get(tss_t key);
int explore_tss_set(tss_t key, void *value);

/* ---- process.c, signals.c: the end of the process ------------------------------------ */

_Noreturn void explore_exit(int status);
_Noreturn void explore_quick_exit(int status);
_Noreturn void explore__exit(int status);
_Noreturn void explore__Exit(int status);
int explore_atexit(void (*routine)(void));
int explore_at_quick_exit(void (*routine)(void));
int explore_on_exit(void (*routine)(int status, void *arg), void *arg);
void (*explore_signal(int number, void (*handler)(int)))(int);
int explore_sigaction(int number, const struct sigaction *action,
                      struct sigaction *before);
int explore_pthread_sigmask(int how, const sigset_t *set, sigset_t *before);
int explore_sigprocmask(int how, const sigset_t *set, sigset_t *before);
int explore_raise(int number);
unsigned explore_alarm(unsigned seconds);

/* ---- clock.c, machine.c, random.c ----------------------------------------------------- */

clock_t explore_clock(void);
clock_t explore_times(struct tms *times);
int explore_getrusage(int whose, struct rusage *usage);
int explore_pthread_getcpuclockid(pthread_t thread, clockid_t *clock);
int explore_timespec_get(struct timespec *time, int base);
pid_t explore_getpid(void);
pid_t explore_getppid(void);
pid_t explore_gettid(void);
int explore_get_nprocs(void);
int explore_get_nprocs_conf(void);
int explore_sched_getcpu(void);
int explore_sched_getaffinity(pid_t process, size_t size, cpu_set_t *set);
int explore_sched_setaffinity(pid_t process, size_t size, const cpu_set_t *set);
long explore_sysconf(int name);
long explore___sysconf(int name);
int explore_prctl(int option, unsigned long argument, ...);
long explore_syscall(long number, ...);
int explore_rand(void);
void explore_srand(unsigned value);
int explore_rand_r(unsigned *value);
long explore_random(void);
void explore_srandom(unsigned value);
void explore_srand48(long value);
double explore_drand48(void);
long explore_lrand48(void);
long explore_mrand48(void);
double explore_erand48(unsigned short state[3]);
long explore_nrand48(unsigned short state[3]);
long explore_jrand48(unsigned short state[3]);

/* ---- pipe.c, poll.c -------------------------------------------------------------------- */

int explore_pipe(int ends[2]);
int explore_pipe2(int ends[2], int flags);
int explore_close(int fd);
ssize_t explore_read(int fd, void *buffer, size_t size);
ssize_t explore_write(int fd, const void *buffer, size_t size);
int explore_fcntl(int fd, int command, long argument);
int explore_poll(struct pollfd *entries, nfds_t count, int timeout);
int explore_ppoll(struct pollfd *entries, nfds_t count, const struct timespec *timeout,
                  const sigset_t *mask);
int explore_select(int count, fd_set *readable, fd_set *writable, fd_set *exceptional,
                   struct timeval *timeout);

/* ---- print.c, input.c ------------------------------------------------------------------ */

int explore_printf(const char *format, ...);
int explore_vprintf(const char *format, va_list arguments);
int explore_fprintf(FILE *stream, const char *format, ...);
int explore_vfprintf(FILE *stream, const char *format, va_list arguments);
int explore_dprintf(int fd, const char *format, ...);
int explore_vdprintf(int fd, const char *format, va_list arguments);
int explore_puts(const char *string);
int explore_fputs(const char *string, FILE *stream);
int explore_putchar(int character);
int explore_fputc(int character, FILE *stream);
int explore_putc(int character, FILE *stream);
size_t explore_fwrite(const void *items, size_t size, size_t count, FILE *stream);
void explore_perror(const char *string);
int explore_fflush(FILE *stream);
int explore_fclose(FILE *stream);
int explore_sprintf(char *target, const char *format, ...);
int explore_vsprintf(char *target, const char *format, va_list arguments);
int explore_snprintf(char *target, size_t size, const char *format, ...);
int explore_vsnprintf(char *target, size_t size, const char *format, va_list arguments);
int explore_asprintf(char **target, const char *format, ...);
int explore_vasprintf(char **target, const char *format, va_list arguments);

int explore_getchar(void);
int explore_getc(FILE *stream);
int explore_fgetc(FILE *stream);
char *explore_fgets(char *line, int size, FILE *stream);
ssize_t explore_getline(char **line, size_t *size, FILE *stream);
size_t explore_fread(void *items, size_t size, size_t count, FILE *stream);
int explore_scanf(const char *format, ...);
int explore_vscanf(const char *format, va_list arguments);
int explore_fscanf(FILE *stream, const char *format, ...);
int explore_sscanf(const char *string, const char *format, ...);
int explore_vsscanf(const char *string, const char *format, va_list arguments);
int explore_feof(FILE *stream);

/* Names by which headers know some of these. */
int explore___isoc99_scanf(const char *format, ...);
int explore___isoc99_vscanf(const char *format, va_list arguments);
int explore___isoc99_fscanf(FILE *stream, const char *format, ...);
int explore___isoc99_sscanf(const char *string, const char *format, ...);
int explore___isoc99_vsscanf(const char *string, const char *format, va_list arguments);
int explore_fputs_unlocked(const char *string, FILE *stream);
int explore_fputc_unlocked(int character, FILE *stream);
int explore_putc_unlocked(int character, FILE *stream);
int explore_putchar_unlocked(int character);
size_t explore_fwrite_unlocked(const void *items, size_t size, size_t count,
                               FILE *stream);
int explore_fflush_unlocked(FILE *stream);
int explore_getchar_unlocked(void);
int explore_getc_unlocked(FILE *stream);

/* ---- err.c ------------------------------------------------------------------------------ */

void explore_warn(const char *format, ...);
void explore_warnx(const char *format, ...);
void explore_vwarn(const char *format, va_list arguments);
void explore_vwarnx(const char *format, va_list arguments);
_Noreturn void explore_err(int status, const char *format, ...);
_Noreturn void explore_errx(int status, const char *format, ...);
_Noreturn void explore_verr(int status, const char *format, va_list arguments);
_Noreturn void explore_verrx(int status, const char *format, va_list arguments);
void explore_error(int status, int reason, const char *format, ...);

/* ---- bytes.c, strings.c, string_search.c, numbers.c ------------------------------------- */

void *explore_memcpy(void *to, const void *from, size_t size);
void *explore_mempcpy(void *to, const void *from, size_t size);
void *explore_memmove(void *to, const void *from, size_t size);
void explore_bcopy(const void *from, void *to, size_t size);
void *explore_memccpy(void *to, const void *from, int byte, size_t size);
void *explore_memset(void *memory, int byte, size_t size);
void explore_bzero(void *memory, size_t size);
void explore_explicit_bzero(void *memory, size_t size);
int explore_memcmp(const void *a, const void *b, size_t size);
int explore_bcmp(const void *a, const void *b, size_t size);
void *explore_memchr(const void *memory, int byte, size_t size);
void *explore_memrchr(const void *memory, int byte, size_t size);
void *explore_memmem(const void *memory, size_t size, const void *part, size_t part_size);
size_t explore_strlen(const char *string);
size_t explore_strnlen(const char *string, size_t most);
char *explore_strcpy(char *to, const char *from);
char *explore_stpcpy(char *to, const char *from);
char *explore_strncpy(char *to, const char *from, size_t size);
char *explore_stpncpy(char *to, const char *from, size_t size);
char *explore_strcat(char *to, const char *from);
char *explore_strncat(char *to, const char *from, size_t most);
char *explore_strdup(const char *string);
char *explore_strndup(const char *string, size_t most);
int explore_strcmp(const char *a, const char *b);
int explore_strcoll(const char *a, const char *b);
int explore_strncmp(const char *a, const char *b, size_t most);
int explore_strcasecmp(const char *a, const char *b);
int explore_strncasecmp(const char *a, const char *b, size_t most);
char *explore_strchr(const char *string, int character);
char *explore_index(const char *string, int character);
char *explore_strchrnul(const char *string, int character);
char *explore_strrchr(const char *string, int character);
char *explore_rindex(const char *string, int character);
char *explore_strstr(const char *string, const char *part);
char *explore_strcasestr(const char *string, const char *part);
size_t explore_strspn(const char *string, const char *set);
size_t explore_strcspn(const char *string, const char *set);
char *explore_strpbrk(const char *string, const char *set);
char *explore_strtok(char *string, const char *set);
char *explore_strtok_r(char *string, const char *set, char **next);
char *explore_strsep(char **string, const char *set);
int explore_atoi(const char *string);
long explore_atol(const char *string);
long long explore_atoll(const char *string);
double explore_atof(const char *string);
long explore_strtol(const char *string, char **end, int base);
unsigned long explore_strtoul(const char *string, char **end, int base);
long long explore_strtoll(const char *string, char **end, int base);
unsigned long long explore_strtoull(const char *string, char **end, int base);
intmax_t explore_strtoimax(const char *string, char **end, int base);
uintmax_t explore_strtoumax(const char *string, char **end, int base);
double explore_strtod(const char *string, char **end);
float explore_strtof(const char *string, char **end);
long double explore_strtold(const char *string, char **end);
void explore_qsort(void *items, size_t count, size_t size,
                   int (*compare)(const void *a, const void *b));
void explore_qsort_r(void *items, size_t count, size_t size,
                     int (*compare)(const void *a, const void *b, void *arg), void *arg);

/* ---- verifier.c -------------------------------------------------------------------------- */

char explore___VERIFIER_nondet_char(void);
unsigned char explore___VERIFIER_nondet_uchar(void);
short explore___VERIFIER_nondet_short(void);
unsigned short explore___VERIFIER_nondet_ushort(void);
int explore___VERIFIER_nondet_int(void);
unsigned explore___VERIFIER_nondet_uint(void);
unsigned explore___VERIFIER_nondet_unsigned(void);
long explore___VERIFIER_nondet_long(void);
unsigned long explore___VERIFIER_nondet_ulong(void);
long long explore___VERIFIER_nondet_longlong(void);
unsigned long long explore___VERIFIER_nondet_ulonglong(void);
float explore___VERIFIER_nondet_float(void);
double explore___VERIFIER_nondet_double(void);
size_t explore___VERIFIER_nondet_size_t(void);
bool explore___VERIFIER_nondet_bool(void);
void explore___VERIFIER_assume(int condition);
void explore___VERIFIER_assert(int condition);
_Noreturn void explore___VERIFIER_error(void);
_Noreturn void explore_reach_error(void);
void explore___VERIFIER_atomic_begin(void);
void explore___VERIFIER_atomic_end(void);

#endif
