#define _GNU_SOURCE
#include "game_lines.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page.h"

struct lines {
    struct game *game;
    const struct puzzle *puzzle;
    struct page page;
    bool over;
    enum game_end end;
};

static void say(const struct lines *lines, const char *text)
{
    if (text[0])
        page_paragraph(&lines->page, 0, "", text);
}

/* ---- what is shown --------------------------------------------------------------- */

static void show_steps(const struct lines *lines, unsigned from)
{
    const struct counterexample *cx = lines->game->cx;
    for (unsigned i = from; i < cx->step_count; i++) {
        const struct cx_step *step = &cx->steps[i];
        char text[512];
        if (!state_step_counts(step) && i + 1 < cx->step_count)
            continue;
        int used =
            snprintf(text, sizeof text, "T%u %s", (unsigned)step->thread, step->text);
        if (step->place.line > 0 && used > 0 && (size_t)used < sizeof text)
            snprintf(text + used, sizeof text - (size_t)used, " (%s:%d)",
                     step->place.file, step->place.line);
        page_paragraph(&lines->page, 4, "  - ", text);
    }
}

static void show_options(const struct lines *lines)
{
    const struct game *game = lines->game;
    printf("%s\n", game->play.question == PLAY_WAITER ? "Whom does the signal wake?"
                                                      : "Who goes on?");
    for (unsigned i = 0; i < game->play.option_count; i++) {
        char text[GAME_OPTION + 40], key[16];
        const struct game_option *option = &game->options[i];
        snprintf(key, sizeof key, "%s%u",
                 option->wake == EXPLORE_SPURIOUS  ? "s"
                 : option->wake == EXPLORE_TIMEOUT ? "t"
                                                   : "",
                 (unsigned)option->thread);
        snprintf(text, sizeof text, "%s%s", option->text,
                 i == game->play.usual ? "   [Enter]" : "");
        page_paragraph(&lines->page, 6, key, text);
    }
}

static void show_thread(const struct lines *lines, const struct state_thread *thread)
{
    char text[512] = "", who[16];
    snprintf(who, sizeof who, "  T%u", (unsigned)thread->thread);
    if (thread->doing == STATE_ENDED)
        snprintf(text, sizeof text, "has ended");
    else if (thread->doing == STATE_SLEEPS)
        snprintf(text, sizeof text, "sleeps on %s", thread->waits_for);
    else if (thread->doing == STATE_WAITS && thread->holder != EXPLORE_NOBODY)
        snprintf(text, sizeof text, "waits for %s (T%u)", thread->waits_for,
                 (unsigned)thread->holder);
    else if (thread->doing == STATE_WAITS)
        snprintf(text, sizeof text, "waits for %s", thread->waits_for);
    else if (thread->does[0])
        snprintf(text, sizeof text, "next: %s %s", thread->does, thread->does_to);
    for (unsigned i = 0; i < thread->hold_count; i++) {
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "; holds %s", thread->holds[i]);
    }
    page_paragraph(&lines->page, 6, who, text);
}

static void show_state(const struct lines *lines)
{
    const struct player_state *state = lines->game->state;
    for (unsigned i = 0; i < state->thread_count; i++)
        show_thread(lines, &state->threads[i]);
    for (unsigned i = 0; i < state->variable_count; i++)
        if (!state->variables[i].lock)
            printf("  %s = %s\n", state->variables[i].name,
                   state->variables[i].value ? state->variables[i].value : "?");
}

static void show_source(const struct lines *lines)
{
    const struct counterexample *cx = lines->game->cx;
    for (unsigned i = 0; i < cx->source_count; i++) {
        const struct cx_source *source = &cx->sources[i];
        printf("%s\n", source->file);
        for (int line = 0; line < source->count; line++)
            printf("%5d  %s\n", source->first + line, source->lines[line]);
    }
}

static void show_help(void)
{
    puts("  1        T1 makes its next step (s1: T1 wakes without a signal; t1: its time "
         "is "
         "over)\n"
         "  Enter    what is usual: the thread that ran goes on\n"
         "  r        run on: the usual, until another thread's turn comes\n"
         "  u        undo the last move\n"
         "  l        list the source        w  who stands where\n"
         "  ?        a hint                 c  claim: it can't be broken\n"
         "  h        this                   q  quit");
}

/* ---- commands -------------------------------------------------------------------- */

static void stop(struct lines *lines, enum game_end end)
{
    lines->over = true;
    lines->end = end;
}

static void claim(struct lines *lines)
{
    char text[GAME_MESSAGE];
    bool right = game_claim(lines->game, text);
    say(lines, text);
    if (right && lines->game->proven) {
        say(lines, lines->puzzle->teaches);
        stop(lines, GAME_SOLVED);
    }
}

/* The option that is called so: "1", "s1", "t2"; -1: none. */
static int option_named(const struct game *game, const char *word)
{
    enum explore_wake wake = EXPLORE_READY;
    char *end;
    if (*word == 's' || *word == 't')
        wake = *word++ == 's' ? EXPLORE_SPURIOUS : EXPLORE_TIMEOUT;
    if (!isdigit((unsigned char)*word))
        return -1;
    unsigned long thread = strtoul(word, &end, 10);
    if (*end)
        return -1;
    for (unsigned i = 0; i < game->play.option_count; i++)
        if (game->options[i].thread == thread && game->options[i].wake == wake)
            return (int)i;
    return -1;
}

/* Tells where it stands, and ends the game when it is broken. */
static void show_standing(struct lines *lines)
{
    char text[GAME_MESSAGE];
    say(lines, game_race(lines->game, text));
    say(lines, game_verdict(lines->game, text));
    if (lines->game->standing == GAME_BROKEN) {
        say(lines, lines->puzzle->teaches);
        stop(lines, GAME_SOLVED);
    } else if (lines->game->standing == GAME_ENDED) {
        puts("u undoes the last move, c claims that it can't be broken, q quits.");
    }
}

static void move(struct lines *lines, int status, const char *why)
{
    if (status == 0) {
        show_steps(lines, lines->game->shown);
        show_standing(lines);
        return;
    }
    say(lines, why);
    stop(lines, GAME_STUCK);
}

static void undo(struct lines *lines)
{
    char why[GAME_MESSAGE];
    if (lines->game->move_count == 0) {
        puts("There is nothing to undo.");
    } else if (game_undo(lines->game, why) != 0) {
        say(lines, why);
        stop(lines, GAME_STUCK);
    } else {
        puts("One move back.");
    }
}

static void obey(struct lines *lines, const char *word)
{
    struct game *game = lines->game;
    char why[GAME_MESSAGE] = "";
    int option = option_named(game, word);
    bool asks = game->standing == GAME_ASKS;
    if (strcmp(word, "q") == 0)
        stop(lines, GAME_LEFT);
    else if (strcmp(word, "u") == 0)
        undo(lines);
    else if (strcmp(word, "?") == 0)
        (void)game_hint(game, why), say(lines, why);
    else if (strcmp(word, "c") == 0)
        claim(lines);
    else if (strcmp(word, "l") == 0)
        show_source(lines);
    else if (strcmp(word, "w") == 0)
        show_state(lines);
    else if (strcmp(word, "h") == 0)
        show_help();
    else if (!asks)
        puts("This schedule has ended: u undoes the last move, q quits.");
    else if (strcmp(word, "r") == 0)
        move(lines, game_run_on(game, why), why);
    else if (!*word)
        move(lines, game_choose(game, game->play.usual, why), why);
    else if (option >= 0)
        move(lines, game_choose(game, (unsigned)option, why), why);
    else
        printf("%s is nothing that can be done now; h lists what can.\n", word);
}

static char *trimmed(char *line)
{
    line += strspn(line, " \t");
    for (char *end = line + strlen(line); end > line && isspace((unsigned char)end[-1]);)
        *--end = '\0';
    return line;
}

enum game_end play_lines(struct game *game, const struct puzzle *puzzle)
{
    struct lines lines = {.game = game, .puzzle = puzzle, .page = page_open(stdout)};
    char *line = NULL;
    size_t size = 0;
    say(&lines, puzzle->title);
    say(&lines, puzzle->ask);
    printf("To be reached: %s.\n\n", puzzle->goal);
    show_help();
    putchar('\n');
    show_source(&lines);
    show_standing(&lines);
    while (!lines.over) {
        putchar('\n');
        if (game->standing == GAME_ASKS)
            show_options(&lines);
        printf("> ");
        fflush(stdout);
        if (getline(&line, &size, stdin) < 0) {
            putchar('\n');
            break;
        }
        obey(&lines, trimmed(line));
    }
    free(line);
    return lines.end;
}
