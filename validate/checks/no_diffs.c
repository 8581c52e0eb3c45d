/*
 * no_diffs.c - stands in for the part of libgit2 that Criterion uses.
 *
 * Criterion shows the difference of two long strings with libgit2, and starts it in each test's
 * process: it reads all the machine's certificates, which takes longer than most checks. No check
 * compares strings through Criterion, and what it prints isn't shown.
 */
int git_libgit2_init(void);
int git_libgit2_shutdown(void);
int git_diff_buffers(void);

int git_libgit2_init(void)
{
    return 1; /* how often it was started */
}

int git_libgit2_shutdown(void)
{
    return 0;
}

/* Its many parameters don't matter: there never is a difference to show. */
int git_diff_buffers(void)
{
    return -1;
}
