#include "game_screen.h"

#include <stdio.h>

#include "full_screen.h"
#include "game_view.h"
#include "player.h"

struct screen {
    struct game *game;
    struct game_view view;
    char message[GAME_MESSAGE];
    bool left;
    enum game_end end;
};

static int show(const struct screen *screen)
{
    struct frame frame;
    if (full_screen_frame(&frame) != 0)
        return -1;
    game_draw(&frame, &screen->view);
    full_screen_show(&frame);
    frame_close(&frame);
    return 0;
}

/* ---- moves ----------------------------------------------------------------------- */

static void solve(struct screen *screen)
{
    const struct game_backend *backend = &screen->game->backend;
    screen->view.over = true;
    screen->end = GAME_SOLVED;
    if (backend->solved)
        backend->solved(backend->context);
}

/* After a move: what there is to be said of it, and the usual option selected. */
static void look(struct screen *screen, int status)
{
    struct game *game = screen->game;
    screen->view.selected = game->play.usual;
    screen->view.over = false;
    if (status != 0) { /* the message says why */
        screen->end = GAME_STUCK;
        screen->left = true;
        return;
    }
    game_verdict(game, screen->message);
    if (!screen->message[0])
        game_race(game, screen->message);
    if (game->standing == GAME_BROKEN)
        solve(screen);
}

static void claim(struct screen *screen)
{
    if (game_claim(screen->game, screen->message) && screen->game->proven)
        solve(screen);
}

static void select_by(struct screen *screen, int by)
{
    unsigned count = screen->game->play.option_count;
    if (screen->game->standing == GAME_ASKS && count > 0)
        screen->view.selected = (screen->view.selected + count + (unsigned)by) % count;
}

static void choose(struct screen *screen, unsigned option)
{
    look(screen, game_choose(screen->game, option, screen->message));
}

/* A digit is a thread's number. */
static void choose_thread(struct screen *screen, uint32_t thread)
{
    const struct game *game = screen->game;
    for (unsigned i = 0; i < game->play.option_count; i++) {
        if (game->options[i].thread == thread && game->options[i].wake == EXPLORE_READY) {
            choose(screen, i);
            return;
        }
    }
}

static void obey_while_asked(struct screen *screen, int key)
{
    if (key == SCREEN_DOWN || key == 'j')
        select_by(screen, 1);
    else if (key == SCREEN_UP || key == 'k')
        select_by(screen, -1);
    else if (key == '\n' || key == ' ' || key == SCREEN_RIGHT)
        choose(screen, screen->view.selected);
    else if (key == 'r')
        look(screen, game_run_on(screen->game, screen->message));
    else if (key >= '0' && key <= '9')
        choose_thread(screen, (uint32_t)(key - '0'));
}

static void obey(struct screen *screen, int key)
{
    struct game *game = screen->game;
    if (key == 'q' || key == SCREEN_GONE)
        screen->left = true;
    else if (key == 'u' || key == SCREEN_LEFT || key == SCREEN_BACKSPACE)
        look(screen, game_undo(game, screen->message));
    else if (key == 'h')
        screen->view.help = true;
    else if (key == 's' && game->standing == GAME_BROKEN)
        (void)player_show(game->cx, screen->view.puzzle->title, "");
    else if (screen->view.over)
        return;
    else if (key == '?')
        (void)game_hint(game, screen->message);
    else if (key == 'c')
        claim(screen);
    else if (game->standing == GAME_ASKS)
        obey_while_asked(screen, key);
}

static int play(struct screen *screen)
{
    look(screen, 0);
    while (!screen->left) {
        if (show(screen) != 0)
            return -1;
        int key = full_screen_key();
        if (!screen->view.help || key == SCREEN_RESIZED)
            obey(screen, key);
        screen->view.help = screen->view.help && (key == 'h' || key == SCREEN_RESIZED);
        if (key == SCREEN_GONE)
            screen->left = true;
    }
    return 0;
}

int game_screen(struct game *game, const struct puzzle *puzzle, enum game_end *end,
                const char **why)
{
    static struct screen screen; /* large */
    if (!player_fits(why))
        return -1;
    *why = "the terminal isn't known here (TERM)";
    if (full_screen_open() != 0)
        return -1;
    screen = (struct screen){.game = game, .end = GAME_LEFT};
    screen.view =
        (struct game_view){.game = game, .puzzle = puzzle, .message = screen.message};
    *why = "there is no memory";
    int status = play(&screen);
    full_screen_close();
    *end = screen.end;
    if (screen.end == GAME_STUCK)
        fprintf(stderr, "lab: %s\n", screen.message);
    return status;
}
