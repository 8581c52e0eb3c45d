/*
 * random.h - rand and its relatives.
 */
#ifndef RANDOM_H
#define RANDOM_H

/* A new schedule begins: all generators begin anew. */
void random_reset(void);

#endif
