/*
 * containment.h - which parts of the containment this machine has.
 */
#ifndef CONTAINMENT_H
#define CONTAINMENT_H

/* Tries each part, and prints a line about it. */
void containment_print(void);

#endif
