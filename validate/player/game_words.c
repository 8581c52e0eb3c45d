#include "game_words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- options --------------------------------------------------------------------- */

static const struct cx_pending *pending_of(const struct counterexample *cx,
                                           uint32_t thread)
{
    for (unsigned i = 0; i < cx->pending_count; i++)
        if (cx->pending[i].thread == thread)
            return &cx->pending[i];
    return NULL;
}

static void add_place(char *text, size_t size, const struct cx_place *place)
{
    size_t used = strlen(text);
    if (place->line > 0 && used < size)
        snprintf(text + used, size - used, " (%s:%d)", place->file, place->line);
}

void say_option(struct game *game, unsigned i)
{
    const struct play_option *from = &game->play.options[i];
    const struct cx_pending *pending = pending_of(game->cx, from->thread);
    struct game_option *to = &game->options[i];
    unsigned thread = (unsigned)from->thread;
    to->thread = from->thread;
    to->wake = from->wake;
    if (game->play.question == PLAY_WAITER)
        snprintf(to->text, sizeof to->text, "the signal wakes T%u", thread);
    else if (!pending)
        snprintf(to->text, sizeof to->text, "T%u goes on", thread);
    else if (from->wake == EXPLORE_SPURIOUS)
        snprintf(to->text, sizeof to->text, "T%u wakes from %s without a signal", thread,
                 pending->object);
    else if (from->wake == EXPLORE_TIMEOUT)
        snprintf(to->text, sizeof to->text, "T%u's time is over: it stops waiting",
                 thread);
    else
        snprintf(to->text, sizeof to->text, "T%u %s%s%s", thread, pending->operation,
                 pending->object[0] ? " " : "", pending->object);
    if (pending && game->play.question == PLAY_WHO)
        add_place(to->text, sizeof to->text, &pending->place);
}

/* ---- hints ----------------------------------------------------------------------- */

const char *say_times(unsigned count)
{
    static char texts[2][24];
    static unsigned next;
    char *text = texts[next++ % 2];
    if (count == 1)
        return "once";
    if (count == 2)
        return "twice";
    snprintf(text, sizeof texts[0], "%u times", count);
    return text;
}

void say_way(const struct explore_play *way, char *text)
{
    if (way->unusual == 0)
        snprintf(text, GAME_MESSAGE,
                 "From here it breaks by itself: go on with what is usual.");
    else
        snprintf(text, GAME_MESSAGE,
                 "From here it breaks if you interfere %s. (? once more tells when.)",
                 say_times(way->unusual));
}

void say_no_way(const struct game *game, const struct explore_play *way, char *text)
{
    if (game->proven)
        snprintf(text, GAME_MESSAGE,
                 "Have you met anything that looked wrong? Think about "
                 "whether it can be broken at all.");
    else if (way->tried_all > 1)
        snprintf(text, GAME_MESSAGE,
                 "From here no way leads to it by interfering less than %s: go back with "
                 "u, and do otherwise earlier.",
                 say_times(way->tried_all));
    else
        snprintf(text, GAME_MESSAGE, "I found no way from here: go back with u.");
}

bool game_claim(struct game *game, char *text)
{
    if (game->proven) {
        snprintf(text, GAME_MESSAGE,
                 "Right, it can't be broken: the explorer has covered all %" PRIu64
                 " interleavings, and none fails.",
                 game->interleavings);
        return true;
    }
    if (!game->breakable)
        snprintf(text, GAME_MESSAGE,
                 "Maybe: the explorer has found no way to break it, but "
                 "hasn't covered every interleaving.");
    else if (game->shortest == UINT32_MAX)
        snprintf(text, GAME_MESSAGE, "It can be broken. Look again.");
    else if (game->shortest == 0)
        snprintf(text, GAME_MESSAGE,
                 "It can: it breaks by itself. Go on with what is usual.");
    else
        snprintf(text, GAME_MESSAGE, "It can be broken: to interfere %s is enough.",
                 say_times(game->shortest));
    return !game->breakable;
}

/* ---- ends ------------------------------------------------------------------------ */

static void add_score(const struct game *game, char *text)
{
    size_t used = strlen(text);
    unsigned unusual = game_unusual(game);
    if (unusual == 0)
        used += (size_t)snprintf(text + used, GAME_MESSAGE - used,
                                 " It broke without any interfering.");
    else
        used += (size_t)snprintf(text + used, GAME_MESSAGE - used, " You interfered %s",
                                 say_times(unusual));
    if (unusual == 0 || used >= GAME_MESSAGE)
        return;
    if (unusual <= game->shortest)
        snprintf(text + used, GAME_MESSAGE - used, ": the shortest way.");
    else if (game->shortest == 0)
        snprintf(text + used, GAME_MESSAGE - used, "; it breaks by itself.");
    else
        snprintf(text + used, GAME_MESSAGE - used, "; %s is enough.",
                 say_times(game->shortest));
}

static void say_race(const struct game *game, char *text)
{
    char places[2][DEBUG_FILE + 24], name[DEBUG_NAME];
    const struct explore_involved *race = game->play.race;
    for (int i = 0; i < 2; i++)
        debug_place(game->backend.info, race[i].site, places[i], sizeof places[i]);
    if (!debug_name(game->backend.info, &race[0].location, race[0].site, name))
        snprintf(name, sizeof name, "the same memory");
    snprintf(text, GAME_MESSAGE,
             "A data race: T%u %s %s (%s), T%u %s it (%s), and nothing orders the two.",
             (unsigned)race[0].thread, explore_op_name(race[0].op), name, places[0],
             (unsigned)race[1].thread, explore_op_name(race[1].op), places[1]);
}

char *game_verdict(const struct game *game, char *text)
{
    const struct counterexample *cx = game->cx;
    text[0] = '\0';
    if (game->standing == GAME_ENDED) {
        snprintf(text, GAME_MESSAGE,
                 "All threads have ended, and nothing went wrong this "
                 "way.");
    } else if (game->standing == GAME_BROKEN && game->only_races) {
        say_race(game, text);
        size_t used = strlen(text);
        snprintf(text + used, GAME_MESSAGE - used,
                 " That is enough: in C it is undefined behaviour, whatever comes of it "
                 "here.");
        add_score(game, text);
    } else if (game->standing == GAME_BROKEN) {
        snprintf(text, GAME_MESSAGE, "Broken (%s). %.500s%s%.300s", cx->verdict,
                 cx->sentence, cx->message_adds ? " " : "",
                 cx->message_adds ? cx->message : "");
        add_score(game, text);
    }
    return text;
}

char *game_race(const struct game *game, char *text)
{
    text[0] = '\0';
    if (game->play.raced && !game->raced_before && !game->only_races)
        say_race(game, text);
    return text;
}
