#include "game.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "game_words.h"

#define TRIES         20000 /* schedules for the shortest way, from the beginning */
#define THREADS_BEGUN 100   /* that are created before the first question, at most */
#define HINT_TRIES    5000  /* ... from where somebody asks */

static void drop_picture(struct game *game)
{
    state_free(game->state);
    cx_free(game->cx);
    game->state = NULL;
    game->cx = NULL;
}

static bool ends_well(enum explore_verdict verdict)
{
    return verdict == EXPLORE_CLEAN || verdict == EXPLORE_UNJOINED;
}

static bool is_no_verdict(enum explore_verdict verdict)
{
    return verdict == EXPLORE_UNSUPPORTED || verdict == EXPLORE_INCONCLUSIVE ||
           verdict == EXPLORE_NONDETERMINISM;
}

/* All that is known of where the last run led. */
static int look(struct game *game, char *why)
{
    drop_picture(game);
    game->cx = cx_make(&game->report, game->backend.info);
    game->state = game->cx ? state_open(game->cx) : NULL;
    if (!game->state) {
        snprintf(why, GAME_MESSAGE, "There is no memory.");
        return -1;
    }
    state_go(game->state, game->cx->step_count);
    if (is_no_verdict(game->report.verdict)) {
        snprintf(why, GAME_MESSAGE, "The explorer can't go on: %s", game->cx->message);
        return -1;
    }
    bool raced = game->only_races && game->play.raced;
    bool asks = game->play.question != PLAY_OVER && !raced;
    game->standing = raced                             ? GAME_BROKEN
                     : asks                            ? GAME_ASKS
                     : ends_well(game->report.verdict) ? GAME_ENDED
                                                       : GAME_BROKEN;
    for (unsigned i = 0; asks && i < game->play.option_count; i++)
        say_option(game, i);
    return 0;
}

/* Runs the choices that play has. */
static int run(struct game *game, enum play_order order, char *why)
{
    game->play.order = order;
    if (game->backend.run(game->backend.context, &game->play, &game->report, why) != 0)
        return -1;
    return look(game, why);
}

/* ---- the beginning --------------------------------------------------------------- */

static int search(struct game *game, char *why)
{
    game->play.order = PLAY_SEARCH;
    game->play.tries = TRIES;
    game->play.choice_count = 0;
    if (game->backend.run(game->backend.context, &game->play, &game->report, why) != 0)
        return -1;
    const struct explore_coverage *coverage = &game->report.coverage;
    game->only_races = game->play.races;
    game->breakable = game->play.fails || game->play.races || game->play.found;
    game->proven = coverage->exhausted && !game->breakable;
    game->interleavings = coverage->interleavings;
    game->shortest = game->play.found ? game->play.unusual : UINT32_MAX;
    game->play.choice_count = 0;
    return 0;
}

static void add_choice(struct game *game, unsigned i)
{
    game->play.choices[game->play.choice_count++] = (struct play_choice){
        (uint16_t)i, (uint16_t)game->play.usual, (uint16_t)game->play.option_count};
}

/* Is the usual thing to create a thread? Before all are there, there is little to decide. */
static bool creates_next(const struct game *game)
{
    if (game->standing != GAME_ASKS || game->play.question != PLAY_WHO)
        return false;
    const struct state_thread *thread =
        state_of(game->state, game->options[game->play.usual].thread);
    return thread && strcmp(thread->does, explore_op_name(EXPLORE_OP_CREATE)) == 0;
}

int game_open(struct game *game, const struct game_backend *backend, char *why)
{
    memset(game, 0, sizeof *game);
    game->backend = *backend;
    if (search(game, why) != 0)
        return -1;
    if (run(game, PLAY_STEP, why) != 0)
        return -1;
    for (int i = 0; i < THREADS_BEGUN && creates_next(game); i++) {
        add_choice(game, game->play.usual);
        if (run(game, PLAY_STEP, why) != 0)
            return -1;
    }
    return 0;
}

void game_close(struct game *game)
{
    drop_picture(game);
    free(game->moves);
    game->moves = NULL;
}

/* ---- moves ----------------------------------------------------------------------- */

static int note_move(struct game *game, char *why)
{
    if (game->move_count == game->move_room) {
        unsigned room = game->move_room ? 2 * game->move_room : 64;
        unsigned *more = realloc(game->moves, room * sizeof *more);
        if (!more) {
            snprintf(why, GAME_MESSAGE, "There is no memory.");
            return -1;
        }
        game->moves = more;
        game->move_room = room;
    }
    game->moves[game->move_count++] = game->play.choice_count;
    game->shown = game->cx->step_count;
    game->raced_before = game->play.raced;
    return 0;
}

int game_choose(struct game *game, unsigned i, char *why)
{
    if (game->standing != GAME_ASKS || i >= game->play.option_count)
        return 0;
    if (game->play.choice_count == PLAY_CHOICES_MOST) {
        snprintf(why, GAME_MESSAGE, "That was the last move: a play has %d at most.",
                 PLAY_CHOICES_MOST);
        return -1;
    }
    if (note_move(game, why) != 0)
        return -1;
    add_choice(game, i);
    return run(game, PLAY_STEP, why);
}

int game_run_on(struct game *game, char *why)
{
    if (game->standing != GAME_ASKS)
        return 0;
    if (note_move(game, why) != 0)
        return -1;
    unsigned before = game->play.choice_count;
    if (run(game, PLAY_RUN_ON, why) != 0)
        return -1;
    /* Where the thread can't go on, the usual one is the next. */
    if (game->standing == GAME_ASKS && game->play.choice_count == before) {
        game->move_count--;
        return game_choose(game, game->play.usual, why);
    }
    return 0;
}

int game_undo(struct game *game, char *why)
{
    if (game->move_count == 0)
        return 0;
    game->play.choice_count = game->moves[--game->move_count];
    int status = run(game, PLAY_STEP, why);
    game->shown = game->cx ? game->cx->step_count : 0;
    game->raced_before = game->play.raced;
    return status;
}

unsigned game_unusual(const struct game *game)
{
    unsigned count = 0;
    for (unsigned i = 0; i < game->play.choice_count; i++)
        count += game->play.choices[i].taken != game->play.choices[i].usual;
    return count;
}

/* ---- hints ----------------------------------------------------------------------- */

/* The shortest way from here. Returns 0; or -1 and why not. */
static int find_way(const struct game *game, struct explore_play *way, char *why)
{
    static struct explore_report report; /* large */
    *way = game->play;
    way->order = PLAY_SEARCH;
    way->tries = HINT_TRIES;
    way->found = false;
    return game->backend.run(game->backend.context, way, &report, why);
}

/* The move of the way's first unusual choice behind those that were taken, in words. */
static int tell_move(struct game *game, struct explore_play *way, char *text)
{
    static struct game there; /* large; only to put options into words */
    unsigned at = game->play.choice_count;
    while (at < way->choice_count && way->choices[at].taken == way->choices[at].usual)
        at++;
    if (at == way->choice_count) {
        snprintf(text, GAME_MESSAGE, "Just go on: no more interfering is needed.");
        return 0;
    }
    unsigned taken = way->choices[at].taken, moves = at - game->play.choice_count;
    there = (struct game){.backend = game->backend, .play = *way};
    there.play.choice_count = at;
    int status = run(&there, PLAY_STEP, text);
    if (status == 0 && there.standing == GAME_ASKS && taken < there.play.option_count) {
        if (moves == 0)
            snprintf(text, GAME_MESSAGE, "Now: %s.", there.options[taken].text);
        else
            snprintf(text, GAME_MESSAGE, "Go on %u time%s with Enter. Then: %s.", moves,
                     moves == 1 ? "" : "s", there.options[taken].text);
        game->was_shown = true;
    }
    drop_picture(&there);
    return status;
}

int game_hint(struct game *game, char *text)
{
    static struct explore_play way; /* large */
    if (game->standing != GAME_ASKS) {
        snprintf(text, GAME_MESSAGE, "This is the end of the schedule; u goes back.");
        return 0;
    }
    if (game->hinted_at != game->play.choice_count)
        game->hints = 0;
    game->hinted_at = game->play.choice_count;
    if (find_way(game, &way, text) != 0)
        return -1;
    if (!way.found)
        say_no_way(game, &way, text);
    else if (game->hints++ == 0)
        say_way(&way, text);
    else
        return tell_move(game, &way, text);
    return 0;
}
