/*
 * watch_keys.h - what a key does. Commands of the lab get the terminal until they end.
 */
#ifndef WATCH_KEYS_H
#define WATCH_KEYS_H

#include "watch_session.h"

/* All keys with what they do, for the status line; and in short. */
#define KEYS_LONG  "h:hint l:lesson s:solution r:replay f:full p:progress a:all q:quit"
#define KEYS_SHORT "h l s r f p a q, ?:help"

void press_key(struct session *session, char key);

/* Has the command ended? Then the terminal is the session's again. Doesn't wait. */
void take_command_end(struct session *session);

/* Ends a command that is running. */
void end_command(struct session *session);

#endif
