/*
 * unobserved.c - what learner code calls at the beginning of each basic block, in a probe that has
 * ThreadSanitizer: that asks for accesses to memory alone. The explored probe has the explorer's.
 */
void __sanitizer_cov_trace_pc(void);

void __sanitizer_cov_trace_pc(void)
{
}
