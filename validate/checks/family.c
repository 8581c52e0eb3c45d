#include "family.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FUTEX_COMMAND 127  /* a futex operation without its flags */
#define KILL_ROUNDS   5000 /* a millisecond each, at least */

/* Reads a small /proc file into text. Returns the length, 0 if there is nothing. */
static size_t read_proc(const char *path, char *text, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    ssize_t got = read(fd, text, size - 1);
    close(fd);
    if (got < 0)
        got = 0;
    text[got] = '\0';
    return (size_t)got;
}

/* Calls visit for each thread id of a process. */
static void each_thread(pid_t pid, void (*visit)(pid_t pid, pid_t tid, void *context),
                        void *context)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    DIR *folder = opendir(path);
    if (!folder)
        return;
    struct dirent *entry;
    while ((entry = readdir(folder)))
        if (entry->d_name[0] != '.')
            visit(pid, (pid_t)atoi(entry->d_name), context);
    closedir(folder);
}

/* ---- the list of processes ------------------------------------------------------------- */

struct pid_list {
    pid_t pids[FAMILY_MOST];
    int count;
};

static void add_children(pid_t pid, pid_t tid, void *context)
{
    struct pid_list *list = context;
    char path[64], text[8192];
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, tid);
    if (read_proc(path, text, sizeof text) == 0)
        return;
    char *next = text;
    for (char *word; (word = strtok_r(next, " ", &next)) && list->count < FAMILY_MOST;)
        list->pids[list->count++] = (pid_t)atoi(word);
}

/* Breadth first: the list grows while it is walked. */
static void list_below(pid_t root, struct pid_list *list)
{
    list->count = 0;
    each_thread(root, add_children, list);
    for (int i = 0; i < list->count; i++)
        each_thread(list->pids[i], add_children, list);
}

static uint64_t resident_bytes(pid_t pid)
{
    char path[64], text[128];
    unsigned long size, resident;
    snprintf(path, sizeof path, "/proc/%d/statm", pid);
    if (read_proc(path, text, sizeof text) == 0 ||
        sscanf(text, "%lu %lu", &size, &resident) != 2)
        return 0;
    return (uint64_t)resident * (uint64_t)sysconf(_SC_PAGESIZE);
}

/* ---- what a thread sleeps in -------------------------------------------------------------- */

static uint64_t hash_text(uint64_t hash, const char *text)
{
    for (; *text; text++) /* FNV-1a */
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3ull;
    return hash;
}

static bool is_pipe_or_socket(pid_t pid, unsigned long fd)
{
    char path[64], link[64];
    snprintf(path, sizeof path, "/proc/%d/fd/%lu", pid, fd);
    ssize_t length = readlink(path, link, sizeof link - 1);
    if (length < 0)
        return false;
    link[length] = '\0';
    return strncmp(link, "pipe:", 5) == 0 || strncmp(link, "socket:", 7) == 0;
}

/* Sorts a sleeping thread by its system call. Whoever waits to write to its stdout or stderr waits
 * for the watchdog, which reads them. Returns false if the sleep may end by itself. */
static bool sleeps_for_ever(pid_t pid, const char *line, struct family_sleepers *in)
{
    long number;
    unsigned long arg[6];
    if (sscanf(line, "%ld %lx %lx %lx %lx", &number, &arg[0], &arg[1], &arg[2],
               &arg[3]) != 5)
        return false;
    int command = (int)(arg[1] & FUTEX_COMMAND);
    if (number == SYS_futex && arg[3] == 0 &&
        (command == FUTEX_WAIT || command == FUTEX_WAIT_BITSET))
        in->locks++;
    else if (number == SYS_wait4 || number == SYS_waitid)
        in->children++;
    else if (number == SYS_read && is_pipe_or_socket(pid, arg[0]))
        in->reads++;
    else if (number == SYS_write && arg[0] > STDERR_FILENO &&
             is_pipe_or_socket(pid, arg[0]))
        in->writes++;
    else
        return false;
    return true;
}

/* Whoever waits for another thread or process is in state S. On a busy machine one that a signal
 * has ended in the midst of a call is seen in D for a while, with the call still under its name. */
static void look_at_thread(pid_t pid, pid_t tid, void *context)
{
    struct family *family = context;
    char path[64], line[256], status[4096] = "";
    family->threads++;
    snprintf(path, sizeof path, "/proc/%d/task/%d/syscall", pid, tid);
    size_t length = read_proc(path, line, sizeof line);
    snprintf(path, sizeof path, "/proc/%d/task/%d/status", pid, tid);
    read_proc(path, status, sizeof status);
    if (length == 0 || !strstr(status, "State:\tS") ||
        !sleeps_for_ever(pid, line, &family->in))
        family->asleep_for_ever = false;
    const char *switches = strstr(status, "voluntary_ctxt_switches");
    family->signature = hash_text(family->signature, line);
    family->signature = hash_text(family->signature, switches ? switches : "");
}

/* The state of a process, one of the letters of proc_pid_stat(5); 'X' if it is gone. */
static char state_of(pid_t pid)
{
    char path[64], text[512];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    if (read_proc(path, text, sizeof text) == 0)
        return 'X';
    const char *end_of_name = strrchr(text, ')');
    return end_of_name ? end_of_name[2] : 'X';
}

/* A dead process that nobody has waited for yet does nothing any more. */
static bool is_zombie(char state)
{
    return state == 'Z' || state == 'X';
}

struct family family_look(pid_t root, bool closely)
{
    struct family family = {.signature = 0xcbf29ce484222325ull,
                            .asleep_for_ever = closely};
    struct pid_list list;
    int alive = 0, stopped = 0;
    list_below(root, &list);
    family.processes = list.count;
    for (int i = 0; i < list.count; i++) {
        family.resident += resident_bytes(list.pids[i]);
        char state = closely ? state_of(list.pids[i]) : 'X';
        if (is_zombie(state))
            continue;
        alive++;
        stopped += state == 'T';
        each_thread(list.pids[i], look_at_thread, &family);
    }
    family.stopped = alive > 0 && stopped == alive;
    if (family.threads == 0)
        family.asleep_for_ever = false;
    return family;
}

struct roll_call {
    int signal;
    int threads; /* that got it */
};

static void signal_thread(pid_t pid, pid_t tid, void *context)
{
    struct roll_call *call = context;
    call->threads += syscall(SYS_tgkill, pid, tid, call->signal) == 0;
}

int family_signal_threads(pid_t root, int signal)
{
    struct pid_list list;
    struct roll_call call = {.signal = signal};
    list_below(root, &list);
    for (int i = 0; i < list.count; i++)
        if (!is_zombie(state_of(list.pids[i])))
            each_thread(list.pids[i], signal_thread, &call);
    return call.threads;
}

/* Stopped first, so that nothing new is born while the list is walked; repeated until
 * nobody is left, as who is killed ends only when it gets a processor. The bound is for a
 * machine where something can't be killed at all. */
void family_kill_descendants(void)
{
    static const struct timespec moment = {.tv_nsec = 1000 * 1000};
    struct pid_list list;
    for (int round = 0; round < KILL_ROUNDS; round++) {
        list_below(getpid(), &list);
        for (int i = 0; i < list.count; i++)
            kill(list.pids[i], SIGSTOP);
        for (int i = 0; i < list.count; i++)
            kill(list.pids[i], SIGKILL);
        while (waitpid(-1, NULL, WNOHANG) > 0)
            continue;
        if (list.count == 0)
            return;
        nanosleep(&moment, NULL);
    }
}
