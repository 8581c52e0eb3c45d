/*
 * denied_calls.h - system calls that the kernel refuses to a probe, and the words for them.
 *
 * DENIED(name, "what it would do"): whatever its arguments. Some more are refused by their arguments,
 * see filter/maker.c.
 */
#ifndef DENIED_CALLS_H
#define DENIED_CALLS_H

#define DENIED_CALLS                                                                     \
    DENIED(ptrace, "look into another process")                                          \
    DENIED(process_vm_readv, "look into another process")                                \
    DENIED(process_vm_writev, "write into another process")                              \
    DENIED(process_madvise, "write into another process")                                \
    DENIED(pidfd_getfd, "take another process's descriptor")                             \
    DENIED(pidfd_send_signal, "send a signal to another process")                        \
    DENIED(kcmp, "look into another process")                                            \
    DENIED(execve, "start another program")                                              \
    DENIED(execveat, "start another program")                                            \
    DENIED(setsid, "leave the session")                                                  \
    DENIED(setrlimit, "change its limits")                                               \
    DENIED(unshare, "leave its containment")                                             \
    DENIED(setns, "leave its containment")                                               \
    DENIED(seccomp, "change its containment")                                            \
    DENIED(chroot, "leave its folder")                                                   \
    DENIED(chdir, "leave its folder")                                                    \
    DENIED(fchdir, "leave its folder")                                                   \
    DENIED(pivot_root, "leave its folder")                                               \
    DENIED(mount, "mount a file system")                                                 \
    DENIED(umount2, "unmount a file system")                                             \
    DENIED(mount_setattr, "mount a file system")                                         \
    DENIED(move_mount, "mount a file system")                                            \
    DENIED(open_tree, "mount a file system")                                             \
    DENIED(fsopen, "mount a file system")                                                \
    DENIED(fsmount, "mount a file system")                                               \
    DENIED(fspick, "mount a file system")                                                \
    DENIED(bpf, "load a program into the kernel")                                        \
    DENIED(init_module, "load a module into the kernel")                                 \
    DENIED(finit_module, "load a module into the kernel")                                \
    DENIED(delete_module, "unload a module of the kernel")                               \
    DENIED(kexec_load, "start another kernel")                                           \
    DENIED(kexec_file_load, "start another kernel")                                      \
    DENIED(reboot, "stop the machine")                                                   \
    DENIED(swapon, "change the machine's memory")                                        \
    DENIED(swapoff, "change the machine's memory")                                       \
    DENIED(perf_event_open, "watch other programs")                                      \
    DENIED(userfaultfd, "watch its own memory")                                          \
    DENIED(io_uring_setup, "call the kernel past the lab")                               \
    DENIED(io_uring_enter, "call the kernel past the lab")                               \
    DENIED(io_uring_register, "call the kernel past the lab")                            \
    DENIED(keyctl, "use the kernel's keys")                                              \
    DENIED(add_key, "use the kernel's keys")                                             \
    DENIED(request_key, "use the kernel's keys")                                         \
    DENIED(settimeofday, "set the machine's clock")                                      \
    DENIED(clock_settime, "set the machine's clock")                                     \
    DENIED(clock_adjtime, "set the machine's clock")                                     \
    DENIED(adjtimex, "set the machine's clock")                                          \
    DENIED(sethostname, "rename the machine")                                            \
    DENIED(setdomainname, "rename the machine")                                          \
    DENIED(acct, "watch other programs")                                                 \
    DENIED(quotactl, "change the file system")                                           \
    DENIED(syslog, "read the kernel's messages")                                         \
    DENIED(iopl, "reach the hardware")                                                   \
    DENIED(ioperm, "reach the hardware")                                                 \
    DENIED(setuid, "become another user")                                                \
    DENIED(setgid, "become another user")                                                \
    DENIED(setreuid, "become another user")                                              \
    DENIED(setregid, "become another user")                                              \
    DENIED(setresuid, "become another user")                                             \
    DENIED(setresgid, "become another user")                                             \
    DENIED(setgroups, "become another user")                                             \
    DENIED(setfsuid, "become another user")                                              \
    DENIED(setfsgid, "become another user")                                              \
    DENIED(capset, "change its powers")                                                  \
    DENIED(shmget, "make something that outlives it")                                    \
    DENIED(semget, "make something that outlives it")                                    \
    DENIED(msgget, "make something that outlives it")                                    \
    DENIED(mq_open, "make something that outlives it")                                   \
    DENIED(mkdir, "make a folder")                                                       \
    DENIED(mkdirat, "make a folder")                                                     \
    DENIED(symlink, "make a link")                                                       \
    DENIED(symlinkat, "make a link")                                                     \
    DENIED(link, "make a link")                                                          \
    DENIED(linkat, "make a link")                                                        \
    DENIED(chmod, "change who may use a file")                                           \
    DENIED(fchmod, "change who may use a file")                                          \
    DENIED(fchmodat, "change who may use a file")                                        \
    DENIED(chown, "change who owns a file")                                              \
    DENIED(fchown, "change who owns a file")                                             \
    DENIED(lchown, "change who owns a file")                                             \
    DENIED(fchownat, "change who owns a file")

/* Refused by their arguments. */
#define DENIED_BY_ARGUMENTS                                                              \
    DENIED(kill, "send a signal to every process there is")                              \
    DENIED(prlimit64, "change a process's limits")                                       \
    DENIED(prctl, "change what the system lets it do")                                   \
    DENIED(personality, "change what the system is to it")                               \
    DENIED(mprotect, "make memory that it wrote a program")                              \
    DENIED(pkey_mprotect, "make memory that it wrote a program")                         \
    DENIED(mmap, "make memory that it writes a program")                                 \
    DENIED(clone, "leave its containment")                                               \
    DENIED(socket, "open a network connection")

#endif
