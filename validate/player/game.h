/*
 * game.h - a play: somebody takes the decisions of a program's schedule, and may take them
 * back. Knows nothing of screens: the moves, what they lead to, what is said of it.
 *
 * Each move runs the program once more from its beginning, in a process of its own, which
 * is the back end's work.
 */
#ifndef GAME_H
#define GAME_H

#include "play.h"
#include "player_state.h"
#include "puzzles.h"

#define GAME_OPTION  160 /* bytes of an option's text */
#define GAME_MESSAGE 1200

/* Runs the program as play->order says. Returns 0 with *play and *report filled in; or -1 and, in
 * `why` (GAME_MESSAGE bytes), why it could not. */
typedef int game_run(void *context, struct explore_play *play,
                     struct explore_report *report, char *why);

/* What the game needs of the program. */
struct game_backend {
    game_run *run;
    void (*solved)(void *context); /* told at once, before the game ends; NULL: nobody */
    void *context;                 /* for both */
    struct debug_info *info;       /* of the program; NULL: names aren't known */
};

enum game_standing {
    GAME_ASKS,   /* a move is due */
    GAME_ENDED,  /* the schedule ended, and nothing went wrong */
    GAME_BROKEN, /* the schedule fails */
};

struct game_option {
    uint32_t thread;
    enum explore_wake wake;
    char text[GAME_OPTION]; /* "T1 reads counter (counter.c:14)" */
};

struct game {
    struct game_backend backend;
    struct explore_play play; /* the last run */
    struct explore_report report;
    struct counterexample *cx;  /* of the last run */
    struct player_state *state; /* at its end */
    enum game_standing standing;
    struct game_option options[PLAY_OPTIONS_MOST]; /* standing ASKS: play.option_count */
    unsigned *moves; /* choices that were taken before each move, for undo */
    unsigned move_count, move_room;
    unsigned shown;    /* steps that were there before the last move */
    bool raced_before; /* a race was told already */
    /* known from the beginning */
    bool breakable;         /* some schedule fails, or races */
    bool only_races;        /* none does worse than to race: a data race breaks it */
    bool proven;            /* none does, and all were covered */
    uint64_t interleavings; /* proven: so many */
    unsigned shortest; /* choices that the shortest way needs; UINT32_MAX: not known */
    /* hints */
    unsigned hints;     /* that were given at this place */
    unsigned hinted_at; /* the place: choices taken */
    bool was_shown;     /* a hint has told a move */
};

/* Begins: looks at the program, then lets it run until there is something to decide but whether to
 * create a thread. Returns 0; or -1 and why not. To be ended by game_close in either case. */
int game_open(struct game *game, const struct game_backend *backend, char *why);
void game_close(struct game *game);

/* Takes option i. / Takes the usual options as long as the thread goes on. / Goes back in front of the
 * last move, if there is one. Each returns 0; or -1 and why not. */
int game_choose(struct game *game, unsigned i, char *why);
int game_run_on(struct game *game, char *why);
int game_undo(struct game *game, char *why);

/* How many of the choices until now aren't the usual ones. */
unsigned game_unusual(const struct game *game);

/* One hint more, GAME_MESSAGE bytes. Returns 0; or -1 and, there, why not. */
int game_hint(struct game *game, char *text);

/* What is said to somebody who says that it can't be broken, GAME_MESSAGE bytes. Returns true if that
 * is right. */
bool game_claim(struct game *game, char *text);

/* What the end means, or that two accesses raced; "" nothing to say. GAME_MESSAGE bytes. Returns
 * text. */
char *game_verdict(const struct game *game, char *text);
char *game_race(const struct game *game, char *text);

#endif
