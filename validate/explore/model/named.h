/*
 * named.h - named semaphores are forgotten when a schedule begins.
 */
#ifndef NAMED_H
#define NAMED_H

void named_reset(void);

#endif
