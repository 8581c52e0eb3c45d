/*
 * operators.h - the mutation operators: each makes all mutants of one kind of mistake.
 *
 * Where they come from (the names in brackets in the table are theirs):
 *   CCmutator  M. Kusano, C. Wang: CCmutator: a mutation generator for concurrency constructs in
 *              multithreaded C/C++ applications. ASE 2013.
 *   ConMAn     J. S. Bradbury, J. R. Cordy, J. Dingel: Mutation operators for concurrent Java (J2SE
 *              5.0). Mutation 2006. Here for what C has of it.
 * The others are the ordinary ones of mutation testing: statements, conditions, constants, ...
 */
#ifndef OPERATORS_H
#define OPERATORS_H

#include "mutants.h"

struct operation {
    const char *name;   /* "drop_lock" */
    const char *origin; /* "ConMAn RCXC", or "ordinary" */
    void (*apply)(struct source *source, const char *name); /* adds its mutants */
};

/* All operators; the last one's name is NULL. */
extern const struct operation operations[];

/* operators_lock.c */
void drop_lock(struct source *source, const char *name);
void drop_unlock(struct source *source, const char *name);
void drop_lock_pair(struct source *source, const char *name);
void shrink_section(struct source *source, const char *name);
void expand_section(struct source *source, const char *name);
void shift_section(struct source *source, const char *name);
void split_section(struct source *source, const char *name);
void swap_lock_order(struct source *source, const char *name);
void other_lock(struct source *source, const char *name);

/* operators_thread.c */
void drop_wait(struct source *source, const char *name);
void drop_signal(struct source *source, const char *name);
void broadcast_to_signal(struct source *source, const char *name);
void signal_to_broadcast(struct source *source, const char *name);
void other_condition(struct source *source, const char *name);
void drop_join(struct source *source, const char *name);
void join_to_sleep(struct source *source, const char *name);
void drop_waitpid(struct source *source, const char *name);
void share_local(struct source *source, const char *name);

/* operators_flow.c */
void while_to_if(struct source *source, const char *name);
void swap_statements(struct source *source, const char *name);
void drop_statement(struct source *source, const char *name);
void drop_cleanup(struct source *source, const char *name);
void drop_branch(struct source *source, const char *name);
void ignore_return(struct source *source, const char *name);
void change_return(struct source *source, const char *name);

/* operators_condition.c */
void negate_condition(struct source *source, const char *name);
void flip_equality(struct source *source, const char *name);
void swap_and_or(struct source *source, const char *name);
void drop_operand(struct source *source, const char *name);
void drop_not(struct source *source, const char *name);
void change_bound(struct source *source, const char *name);

/* operators_value.c */
void change_constant(struct source *source, const char *name);
void change_errno(struct source *source, const char *name);
void change_text(struct source *source, const char *name);
void change_enumerator(struct source *source, const char *name);
void change_arithmetic(struct source *source, const char *name);
void swap_arguments(struct source *source, const char *name);
void drop_initialiser(struct source *source, const char *name);

#endif
