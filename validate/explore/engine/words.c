/*
 * words.c - the words for verdicts and operations.
 */
#include "explore.h"

static const char *const verdicts[] = {
    [EXPLORE_CLEAN] = "clean",
    [EXPLORE_CRASH] = "crash",
    [EXPLORE_MEMORY] = "memory error",
    [EXPLORE_ASSERTION] = "assertion",
    [EXPLORE_RACE] = "data race",
    [EXPLORE_HANG] = "endless loop",
    [EXPLORE_NONDETERMINISM] = "nondeterminism",
    [EXPLORE_DEADLOCK] = "deadlock",
    [EXPLORE_LOST_WAKEUP] = "lost wakeup",
    [EXPLORE_LIVELOCK] = "livelock",
    [EXPLORE_MISUSE] = "misuse",
    [EXPLORE_UNJOINED] = "unjoined thread",
    [EXPLORE_WRONG] = "wrong result",
    [EXPLORE_UNSUPPORTED] = "unsupported",
    [EXPLORE_INCONCLUSIVE] = "inconclusive",
};

static const char *const operations[] = {
    [EXPLORE_OP_NONE] = "does nothing",
    [EXPLORE_OP_START] = "starts",
    [EXPLORE_OP_END] = "ends",
    [EXPLORE_OP_RETURN] = "returns",
    [EXPLORE_OP_CREATE] = "creates",
    [EXPLORE_OP_JOIN] = "joins",
    [EXPLORE_OP_DETACH] = "detaches",
    [EXPLORE_OP_CANCEL] = "cancels",
    [EXPLORE_OP_TESTCANCEL] = "looks whether it is cancelled",
    [EXPLORE_OP_ONCE] = "calls once",
    [EXPLORE_OP_ONCE_DONE] = "has called once",
    [EXPLORE_OP_LOCK] = "locks",
    [EXPLORE_OP_TRYLOCK] = "tries to lock",
    [EXPLORE_OP_TIMEDLOCK] = "locks with a time limit",
    [EXPLORE_OP_UNLOCK] = "unlocks",
    [EXPLORE_OP_MUTEX_DESTROY] = "destroys",
    [EXPLORE_OP_WAIT] = "waits for",
    [EXPLORE_OP_WAKE] = "wakes from",
    [EXPLORE_OP_SIGNAL] = "signals",
    [EXPLORE_OP_BROADCAST] = "broadcasts",
    [EXPLORE_OP_COND_DESTROY] = "destroys",
    [EXPLORE_OP_RDLOCK] = "locks for reading",
    [EXPLORE_OP_WRLOCK] = "locks for writing",
    [EXPLORE_OP_TRYRDLOCK] = "tries to lock for reading",
    [EXPLORE_OP_TRYWRLOCK] = "tries to lock for writing",
    [EXPLORE_OP_RWUNLOCK] = "unlocks",
    [EXPLORE_OP_RWLOCK_DESTROY] = "destroys",
    [EXPLORE_OP_SEM_WAIT] = "takes from",
    [EXPLORE_OP_SEM_TRYWAIT] = "tries to take from",
    [EXPLORE_OP_SEM_POST] = "posts",
    [EXPLORE_OP_SEM_GETVALUE] = "reads the value of",
    [EXPLORE_OP_SEM_DESTROY] = "destroys",
    [EXPLORE_OP_BARRIER_ARRIVE] = "arrives at",
    [EXPLORE_OP_BARRIER_LEAVE] = "leaves",
    [EXPLORE_OP_BARRIER_DESTROY] = "destroys",
    [EXPLORE_OP_SLEEP] = "sleeps",
    [EXPLORE_OP_YIELD] = "yields",
    [EXPLORE_OP_CLOCK] = "reads a clock",
    [EXPLORE_OP_READ] = "reads",
    [EXPLORE_OP_WRITE] = "writes",
    [EXPLORE_OP_ATOMIC_LOAD] = "loads",
    [EXPLORE_OP_ATOMIC_STORE] = "stores",
    [EXPLORE_OP_ATOMIC_UPDATE] = "updates",
    [EXPLORE_OP_FENCE] = "passes a fence",
    [EXPLORE_OP_ALLOCATE] = "allocates",
    [EXPLORE_OP_FREE] = "frees",
    [EXPLORE_OP_PRINT] = "prints",
    [EXPLORE_OP_PIPE_READ] = "reads from the pipe",
    [EXPLORE_OP_PIPE_WRITE] = "writes to the pipe",
    [EXPLORE_OP_PIPE_CLOSE] = "closes the pipe",
    [EXPLORE_OP_POLL] = "polls",
    [EXPLORE_OP_EXIT] = "ends the process",
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

const char *explore_verdict_name(enum explore_verdict verdict)
{
    return (size_t)verdict < COUNT(verdicts) ? verdicts[verdict] : "unknown";
}

const char *explore_op_name(enum explore_op op)
{
    return (size_t)op < COUNT(operations) ? operations[op] : "unknown";
}
