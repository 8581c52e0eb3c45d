/*
 * pipe.c - pipes between threads, and the few other things that a descriptor can be here.
 *
 * 0 is the standard input, which is empty; 1 and 2 are printed to; the others are ends of
 * pipes, numbered as the kernel would: the lowest that is free. No real descriptor is ever
 * opened, read or written, so a schedule can be abandoned at any moment.
 *
 * A write happens before the reads that come after it, whichever bytes they get.
 */
#define _GNU_SOURCE /* pipe2 */
#include "pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "finding.h"
#include "input.h"
#include "library.h"
#include "models.h"
#include "printed.h"
#include "ring.h"
#include "schedule.h"
#include "signals.h"

#define MAX_PIPES       64
#define FIRST_FD        3
#define MAX_DESCRIPTORS (FIRST_FD + 2 * MAX_PIPES)

struct pipe {
    struct object *object; /* "pipe P1"; its address is this structure */
    struct ring ring;      /* what was written and not yet read */
    bool has_reader;       /* the read end is open */
    bool has_writer;       /* the write end is open */
};

struct descriptor {
    struct pipe *pipe; /* NULL: not open */
    bool writes;       /* the write end */
    bool nonblocking;
};

static struct pipe pipes[MAX_PIPES];
static unsigned pipe_count;
static struct descriptor descriptors[MAX_DESCRIPTORS];
static size_t wanted[EXPLORE_MAX_THREADS]; /* room that a thread waits for */

void pipes_reset(void)
{
    if (pipe_count > 0)
        memset(descriptors, 0, sizeof descriptors);
    pipe_count = 0;
}

static int fail(int error)
{
    errno = error;
    return -1;
}

static struct descriptor *descriptor_at(int fd)
{
    bool known = fd >= FIRST_FD && fd < MAX_DESCRIPTORS && descriptors[fd].pipe != NULL;
    return known ? &descriptors[fd] : NULL;
}

/* ---- open and close --------------------------------------------------------------- */

static int descriptor_open(struct pipe *pipe, bool writes, bool nonblocking)
{
    int fd = FIRST_FD;
    while (descriptors[fd].pipe != NULL)
        fd++;
    descriptors[fd] = (struct descriptor){pipe, writes, nonblocking};
    return fd;
}

static int open_pipe(int ends[2], int flags, const void *site)
{
    if ((flags & ~(O_CLOEXEC | O_NONBLOCK)) != 0)
        return fail(EINVAL);
    if (pipe_count == MAX_PIPES)
        return fail(EMFILE);
    writes(ends, 2 * sizeof *ends, site);
    struct pipe *pipe = &pipes[pipe_count];
    pipe_count++;
    pipe->object = object_init(pipe, OBJECT_PIPE, sizeof *pipe);
    pipe->ring.first = pipe->ring.count = 0;
    pipe->has_reader = pipe->has_writer = true;
    ends[0] = descriptor_open(pipe, false, (flags & O_NONBLOCK) != 0);
    ends[1] = descriptor_open(pipe, true, (flags & O_NONBLOCK) != 0);
    return 0;
}

int explore_pipe(int ends[2])
{
    const void *site = CALL_SITE();
    return explore_is_running() ? open_pipe(ends, 0, site) : pipe(ends);
}

int explore_pipe2(int ends[2], int flags)
{
    const void *site = CALL_SITE();
    return explore_is_running() ? open_pipe(ends, flags, site) : pipe2(ends, flags);
}

int explore_close(int fd)
{
    CALL_SITE();
    if (!explore_is_running())
        return close(fd);
    if (fd >= 0 && fd < FIRST_FD)
        return 0;
    struct descriptor *descriptor = descriptor_at(fd);
    if (descriptor == NULL)
        return fail(EBADF);
    struct pipe *pipe = descriptor->pipe;
    take_plain_step(EXPLORE_OP_PIPE_CLOSE, pipe->object);
    clock_release(&pipe->object->clock);
    if (descriptor->writes)
        pipe->has_writer = false;
    else
        pipe->has_reader = false;
    descriptor->pipe = NULL;
    return 0;
}

/* ---- read ------------------------------------------------------------------------- */

static const struct pipe *awaited_pipe(const struct thread *thread)
{
    return thread->pending.object->address;
}

static bool can_read(const struct thread *thread)
{
    const struct pipe *pipe = awaited_pipe(thread);
    return pipe->ring.count > 0 || !pipe->has_writer;
}

static ssize_t read_pipe(struct descriptor descriptor, void *buffer, size_t size,
                         const void *site)
{
    struct pipe *pipe = descriptor.pipe;
    take_step(
        (struct operation){.op = EXPLORE_OP_PIPE_READ,
                           .object = pipe->object,
                           .ready = descriptor.nonblocking || size == 0 ? NULL : can_read,
                           .deadline = NO_DEADLINE});
    if (pipe->ring.count == 0 && pipe->has_writer && size > 0) {
        step_failed();
        return fail(EAGAIN);
    }
    clock_acquire(pipe->object->clock);
    writes(buffer, size < pipe->ring.count ? size : pipe->ring.count, site);
    return (ssize_t)ring_take(&pipe->ring, buffer, size);
}

ssize_t explore_read(int fd, void *buffer, size_t size)
{
    const void *site = CALL_SITE();
    if (!explore_is_running())
        return read(fd, buffer, size);
    if (fd == STDIN_FILENO) {
        input_read();
        return 0;
    }
    struct descriptor *descriptor = descriptor_at(fd);
    if (descriptor == NULL || descriptor->writes)
        return fail(EBADF);
    return read_pipe(*descriptor, buffer, size, site);
}

/* ---- write ------------------------------------------------------------------------ */

/* PIPE_BUF bytes or less go in as one piece. */
static bool has_room(const struct pipe *pipe, size_t size)
{
    return ring_room(&pipe->ring) >= (size <= PIPE_BUF ? size : 1);
}

static bool can_write(const struct thread *thread)
{
    const struct pipe *pipe = awaited_pipe(thread);
    return has_room(pipe, wanted[thread->id]) || !pipe->has_reader;
}

/* Nobody can read what is written: the kernel sends a signal that ends the process. */
static ssize_t write_in_vain(const struct pipe *pipe)
{
    const struct thread *self = schedule.current;
    last_step()->failed = true;
    if (!sigpipe_is_ignored())
        stop_with(EXPLORE_CRASH,
                  "%s writes to %s%s, whose read end is closed: the signal SIGPIPE ends "
                  "the program.",
                  self->name, pipe->object->label, report_at(self->site));
    return fail(EPIPE);
}

/* One step of a write: returns how many bytes went in, or -1 with errno. */
static ssize_t write_piece(struct descriptor descriptor, const char *bytes, size_t size,
                           const void *site)
{
    struct pipe *pipe = descriptor.pipe;
    wanted[schedule.current->id] = size;
    take_step((struct operation){.op = EXPLORE_OP_PIPE_WRITE,
                                 .object = pipe->object,
                                 .ready = descriptor.nonblocking ? NULL : can_write,
                                 .deadline = NO_DEADLINE});
    if (!pipe->has_reader)
        return write_in_vain(pipe);
    if (!has_room(pipe, size)) {
        step_failed();
        return fail(EAGAIN);
    }
    size_t room = ring_room(&pipe->ring);
    reads(bytes, size < room ? size : room, site);
    clock_release(&pipe->object->clock);
    return (ssize_t)ring_put(&pipe->ring, bytes, size);
}

static ssize_t write_pipe(struct descriptor descriptor, const char *bytes, size_t size,
                          const void *site)
{
    size_t written = 0;
    while (written < size) {
        ssize_t piece = write_piece(descriptor, bytes + written, size - written, site);
        if (piece == -1)
            return written > 0 ? (ssize_t)written : -1;
        written += (size_t)piece;
    }
    return (ssize_t)written;
}

ssize_t explore_write(int fd, const void *buffer, size_t size)
{
    const void *site = CALL_SITE();
    if (!explore_is_running())
        return write(fd, buffer, size);
    if (fd == STDOUT_FILENO || fd == STDERR_FILENO) {
        reads(buffer, size, site);
        printed_write(buffer, size);
        printed_done();
        return (ssize_t)size;
    }
    struct descriptor *descriptor = descriptor_at(fd);
    if (descriptor == NULL || !descriptor->writes)
        return fail(EBADF);
    return write_pipe(*descriptor, buffer, size, site);
}

/* ---- about descriptors ------------------------------------------------------------ */

static short pipe_events(const struct descriptor *descriptor, short events)
{
    const struct pipe *pipe = descriptor->pipe;
    short now = 0;
    if (descriptor->writes) {
        if (has_room(pipe, PIPE_BUF))
            now |= POLLOUT | POLLWRNORM;
        now = (short)((now & events) | (pipe->has_reader ? 0 : POLLERR));
    } else {
        if (pipe->ring.count > 0)
            now |= POLLIN | POLLRDNORM;
        now = (short)((now & events) | (pipe->has_writer ? 0 : POLLHUP));
    }
    return now;
}

short descriptor_events(int fd, short events)
{
    const struct descriptor *descriptor = descriptor_at(fd);
    if (fd == STDIN_FILENO)
        return (short)(events & (POLLIN | POLLRDNORM));
    if (fd == STDOUT_FILENO || fd == STDERR_FILENO)
        return (short)(events & (POLLOUT | POLLWRNORM));
    return descriptor != NULL ? pipe_events(descriptor, events) : POLLNVAL;
}

int explore_fcntl(int fd, int command, long argument)
{
    const void *site = CALL_SITE();
    if (!explore_is_running())
        return fcntl(fd, command, argument);
    struct descriptor *descriptor = descriptor_at(fd);
    bool standard = fd >= 0 && fd < FIRST_FD;
    if (descriptor == NULL && !standard)
        return fail(EBADF);
    switch (command) {
    case F_GETFD:
    case F_SETFD:
        return 0;
    case F_GETFL:
        if (standard)
            return O_RDWR;
        return (descriptor->writes ? O_WRONLY : O_RDONLY) |
               (descriptor->nonblocking ? O_NONBLOCK : 0);
    case F_SETFL:
        if (descriptor != NULL)
            descriptor->nonblocking = (argument & O_NONBLOCK) != 0;
        return 0;
    default:
        unsupported_call("fcntl", site);
    }
}
