/*
 * verifier.h - what programs of the software verification competition do in ways of their own.
 */
#ifndef VERIFIER_H
#define VERIFIER_H

/* Ends the schedule if this call of abort is the way in which such a program says that what it
 * assumes doesn't hold. */
void abort_for_assumption(const void *site);

#endif
