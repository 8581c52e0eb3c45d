#include "forbidden.h"

#include <stddef.h>
#include <string.h>

/* A group of calls that are refused for the same reason. */
static const struct {
    struct forbidden why;
    const char *names; /* each with a blank before and behind it */
} groups[] = {
    {{"finds code by its name while the program runs, so the lab can't see what is "
      "called",
      "call the function itself"},
     " dlopen dlmopen dlsym dlvsym dladdr dladdr1 dlinfo dl_iterate_phdr "
     "_dl_find_object "},
    {{"reaches into another process", "no task needs that"},
     " ptrace process_vm_readv process_vm_writev pidfd_getfd "
     "process_madvise "},
    {{"changes what the system lets a process do", "no task needs that"},
     " setrlimit setrlimit64 prlimit prlimit64 prctl arch_prctl personality unshare "
     "setns "
     "mount umount umount2 chroot pivot_root reboot ioperm iopl setuid setgid seteuid "
     "setegid setreuid setregid setresuid setresgid setgroups initgroups capset "
     "sethostname setdomainname acct quotactl syslog klogctl bpf perf_event_open keyctl "
     "add_key swapon swapoff init_module delete_module vhangup "},
    {{"sets the machine's clock", "no task needs that"},
     " clock_settime settimeofday stime adjtime adjtimex ntp_adjtime clock_adjtime "},
    {{"changes which memory may be written or run", "no task needs that"},
     " mprotect pkey_mprotect pkey_alloc pkey_free pkey_set remap_file_pages "},
    {{"starts another program, which the lab can't see into",
      "write in C what it should do"},
     " execv execve execvp execvpe execl execle execlp fexecve execveat system popen "
     "posix_spawn posix_spawnp wordexp "},
    {{"leaves the session that the lab started the code in", "no task needs that"},
     " setsid daemon tcsetpgrp "},
    {{"leaves the folder in which the lab started the code", "no task needs that"},
     " chdir fchdir "},
    {{"changes folders or the nature of files", "no task needs that"},
     " mkdir mkdirat mknod mknodat rmdir link linkat symlink symlinkat renameat "
     "renameat2 "
     "unlinkat chmod fchmod fchmodat chown fchown lchown fchownat truncate truncate64 "
     "utime utimes utimensat futimens setxattr lsetxattr fsetxattr "},
    {{"walks through folders",
      "no task needs a file but in the folder that the code runs in"},
     " nftw nftw64 ftw ftw64 fts_open fts64_open scandir scandir64 scandirat glob glob64 "
     "opendirat open_by_handle_at name_to_handle_at "},
    {{"makes a temporary file where the lab doesn't see it", "use mkstemp or tmpfile"},
     " mkostemp mkostemp64 mkstemps mkostemps mkstemp64 tmpfile64 mkdtemp tmpnam tempnam "
     "openat64 creat64 freopen64 "},
    {{"asks which memory is there", "no task needs that"}, " mincore cachestat "},
    {{"sends a signal, and the lab can't see to whom", "use kill, for a child of yours"},
     " killpg tgkill sigqueue pthread_sigqueue pidfd_send_signal "},
    {{"makes something that outlives the process",
      "use mmap with MAP_SHARED | MAP_ANONYMOUS, a pipe, or a socketpair"},
     " shmget shmat shmctl semget semop semtimedop semctl msgget msgsnd msgrcv msgctl "
     "mq_open mq_unlink "},
    {{"starts threads or processes past the lab", "use pthread_create or fork"},
     " clone clone3 _Fork "},
};

const struct forbidden *find_forbidden(const char *name)
{
    char word[64];
    size_t length = strlen(name);
    if (length + 3 > sizeof word)
        return NULL;
    word[0] = ' ';
    memcpy(word + 1, name, length);
    memcpy(word + 1 + length, " ", 2);
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
        if (strstr(groups[i].names, word))
            return &groups[i].why;
    return NULL;
}
