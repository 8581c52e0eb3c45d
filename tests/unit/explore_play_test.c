/*
 * explore_play_test.c - unit tests of schedules by somebody else's choices, of the
 * shortest way to a failure, and of the game that is made of them.
 */
#include "explore_calls.h"

#include "game_view.h"

static pthread_mutex_t first, second;
static pthread_cond_t changed;
static bool flag;

static void set_up(void)
{
    pthread_mutex_init(&first, NULL);
    pthread_mutex_init(&second, NULL);
    pthread_cond_init(&changed, NULL);
    flag = false;
}

/* ---- scenarios ------------------------------------------------------------------- */

static void lock_both(pthread_mutex_t *a, pthread_mutex_t *b)
{
    pthread_mutex_lock(a);
    pthread_mutex_lock(b);
    pthread_mutex_unlock(b);
    pthread_mutex_unlock(a);
}

static void *there(void *arg)
{
    lock_both(&first, &second);
    return arg;
}

static void *back(void *arg)
{
    lock_both(&second, &first);
    return arg;
}

static void two_orders(void *arg)
{
    (void)arg;
    set_up();
    run_two(there, back);
}

static void one_order(void *arg)
{
    (void)arg;
    set_up();
    run_two(there, there);
}

static void *wait_for_flag(void *arg)
{
    pthread_mutex_lock(&first);
    while (!flag)
        pthread_cond_wait(&changed, &first);
    pthread_mutex_unlock(&first);
    return arg;
}

/* Two sleep, one signal comes: the other one sleeps for ever. */
static void one_signal_for_two(void *arg)
{
    pthread_t a, b;
    (void)arg;
    set_up();
    pthread_create(&a, NULL, wait_for_flag, NULL);
    pthread_create(&b, NULL, wait_for_flag, NULL);
    sched_yield();
    pthread_mutex_lock(&first);
    flag = true;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&first);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
}

static void *do_nothing(void *arg)
{
    return arg;
}

/* main has a part in it. */
static void main_takes_part(void *arg)
{
    pthread_t thread;
    (void)arg;
    set_up();
    pthread_create(&thread, NULL, there, NULL);
    back(NULL);
    pthread_join(thread, NULL);
}

static void breaks_by_itself(void *arg)
{
    pthread_t thread;
    (void)arg;
    pthread_create(&thread, NULL, do_nothing, NULL);
    pthread_join(thread, NULL);
    explore_abort();
}

/* ---- schedules ------------------------------------------------------------------- */

static struct explore_play play; /* large */
static struct explore_report report;

static const struct explore_options options = {.program = true, .spurious_wakeups = true};

static void run(void (*scenario)(void *), enum play_order order)
{
    play.order = order;
    play.tries = 5000;
    cr_assert_eq(explore_play(scenario, NULL, &options, &play, &report), 0);
}

/* One choice more: the option of that thread. */
static void take(uint32_t thread, enum explore_wake wake)
{
    for (unsigned i = 0; i < play.option_count; i++) {
        if (play.options[i].thread != thread || play.options[i].wake != wake)
            continue;
        play.choices[play.choice_count++] = (struct play_choice){
            (uint16_t)i, (uint16_t)play.usual, (uint16_t)play.option_count};
        return;
    }
    cr_assert_fail("T%u has no such option", (unsigned)thread);
}

Test(explore_play, asks_where_there_is_more_than_one_way)
{
    run(two_orders, PLAY_RUN_ON);
    cr_assert_eq(play.question, PLAY_WHO);
    cr_assert_eq(play.option_count, 2u, "T0 waits for T1, T1 and T2 have begun");
    cr_assert_eq(play.options[play.usual].thread, 1u);
    cr_assert_eq(report.verdict, EXPLORE_CLEAN);
    cr_assert_eq(report.involved_count, 3u);
    cr_assert_eq(report.involved[1].op, EXPLORE_OP_LOCK);
}

Test(explore_play, choices_lead_into_a_deadlock)
{
    run(two_orders, PLAY_RUN_ON);
    take(1, EXPLORE_READY);
    run(two_orders, PLAY_STEP);
    cr_assert_eq(play.question, PLAY_WHO);
    cr_assert(play.ready[2], "T2 could lock its first one");
    take(2, EXPLORE_READY);
    run(two_orders, PLAY_STEP);
    cr_assert_eq(play.question, PLAY_OVER);
    cr_assert_eq(report.verdict, EXPLORE_DEADLOCK);
    cr_assert(report.involved[0].in_cycle);
}

Test(explore_play, the_same_choices_lead_to_the_same_place)
{
    static struct explore_report again;
    run(two_orders, PLAY_RUN_ON);
    take(2, EXPLORE_READY);
    run(two_orders, PLAY_STEP);
    again = report;
    run(two_orders, PLAY_STEP);
    cr_assert_eq(memcmp(&again, &report, sizeof report), 0);
}

Test(explore_play, running_on_ends_where_another_thread_is_the_usual_one)
{
    run(two_orders, PLAY_RUN_ON);
    unsigned before = play.choice_count;
    take(1, EXPLORE_READY);
    run(two_orders, PLAY_RUN_ON);
    cr_assert_gt(play.choice_count, before + 1);
    for (unsigned i = before; i < play.choice_count; i++)
        cr_assert_eq(play.choices[i].taken, play.choices[i].usual);
    cr_assert_eq(play.question, PLAY_OVER, "T1 has ended, and T2 alone is left");
    cr_assert_eq(report.verdict, EXPLORE_CLEAN);
}

Test(explore_play, a_signal_asks_whom_it_wakes)
{
    run(one_signal_for_two, PLAY_STEP);
    while (play.question == PLAY_WHO) { /* both go to sleep, then T0 goes on */
        uint32_t thread = play.choice_count == 0 ? 0 : play.options[play.usual].thread;
        for (unsigned i = 0; i < play.option_count; i++)
            if (play.options[i].thread != 0 && play.options[i].wake == EXPLORE_READY)
                thread = play.options[i].thread;
        take(thread, EXPLORE_READY);
        cr_assert_lt(play.choice_count, 100u);
        run(one_signal_for_two, PLAY_STEP);
    }
    cr_assert_eq(play.question, PLAY_WAITER);
    cr_assert_eq(play.option_count, 2u);
    cr_assert_eq(play.usual, 0u);
}

Test(explore_play, finds_the_fewest_unusual_choices)
{
    run(two_orders, PLAY_SEARCH);
    cr_assert(play.fails);
    cr_assert(play.found);
    cr_assert_eq(play.unusual, 1u);
    cr_assert_eq(report.verdict, EXPLORE_DEADLOCK);
    /* Its choices lead there. */
    run(two_orders, PLAY_STEP);
    cr_assert_eq(report.verdict, EXPLORE_DEADLOCK);
}

Test(explore_play, what_breaks_by_itself_needs_no_choice)
{
    run(breaks_by_itself, PLAY_SEARCH);
    cr_assert(play.found);
    cr_assert_eq(play.unusual, 0u);
}

Test(explore_play, what_cannot_be_broken_is_covered)
{
    run(one_order, PLAY_SEARCH);
    cr_assert_not(play.found);
    cr_assert_not(play.fails);
    cr_assert(report.coverage.exhausted);
}

Test(explore_play, from_behind_the_mistake_no_way_leads_back)
{
    run(two_orders, PLAY_RUN_ON);
    take(1, EXPLORE_READY);
    run(two_orders, PLAY_STEP);
    take(1, EXPLORE_READY); /* T1 has both */
    run(two_orders, PLAY_SEARCH);
    cr_assert_not(play.found);
    cr_assert_gt(play.tried_all, 1u);
}

Test(explore_play, refuses_what_makes_no_sense)
{
    play.choice_count = PLAY_CHOICES_MOST + 1;
    cr_assert_eq(explore_play(two_orders, NULL, &options, &play, &report), -1);
    cr_assert_eq(errno, EINVAL);
}

/* ---- the game -------------------------------------------------------------------- */

static int run_scenario(void *context, struct explore_play *its_play,
                        struct explore_report *its_report, char *why)
{
    void (**scenario)(void *) = context;
    int status = explore_play(*scenario, NULL, &options, its_play, its_report);
    if (status != 0)
        snprintf(why, GAME_MESSAGE, "%s", strerror(errno));
    return status;
}

static struct game game; /* large */
static void (*scenario_of_game)(void *);
static char said[GAME_MESSAGE];

static void open_game(void (*scenario)(void *))
{
    struct game_backend backend = {.run = run_scenario, .context = &scenario_of_game};
    scenario_of_game = scenario;
    cr_assert_eq(game_open(&game, &backend, said), 0, "%s", said);
}

static void close_game(void)
{
    game_close(&game);
}

TestSuite(game, .fini = close_game);

static void choose(uint32_t thread)
{
    for (unsigned i = 0; i < game.play.option_count; i++) {
        if (game.options[i].thread == thread && game.options[i].wake == EXPLORE_READY) {
            cr_assert_eq(game_choose(&game, i, said), 0);
            return;
        }
    }
    cr_assert_fail("T%u can't be chosen", (unsigned)thread);
}

static void assert_said(const char *part)
{
    cr_assert(strstr(said, part), "\"%s\" doesn't say \"%s\"", said, part);
}

Test(game, is_broken_by_the_right_choices)
{
    open_game(two_orders);
    cr_assert(game.breakable);
    cr_assert_eq(game.shortest, 1u);
    cr_assert_str_eq(game.options[0].text, "T1 locks M1");
    choose(1);
    cr_assert_eq(game.standing, GAME_ASKS);
    cr_assert_eq(game_unusual(&game), 0u);
    choose(2);
    cr_assert_eq(game.standing, GAME_BROKEN);
    cr_assert_eq(game_unusual(&game), 1u);
    game_verdict(&game, said);
    assert_said("Broken (deadlock).");
    assert_said("You interfered once: the shortest way.");
}

Test(game, begins_in_front_of_what_main_does_itself)
{
    open_game(main_takes_part);
    cr_assert_eq(game.standing, GAME_ASKS);
    cr_assert_eq(game.play.option_count, 2u);
    choose(0);
    choose(1);
    cr_assert_eq(game.standing, GAME_BROKEN);
}

Test(game, moves_are_undone_one_by_one)
{
    open_game(two_orders);
    unsigned steps = game.cx->step_count;
    choose(1);
    choose(2);
    cr_assert_eq(game_undo(&game, said), 0);
    cr_assert_eq(game.standing, GAME_ASKS);
    cr_assert_eq(game_undo(&game, said), 0);
    cr_assert_eq(game.cx->step_count, steps);
    cr_assert_eq(game_unusual(&game), 0u);
    cr_assert_eq(game_undo(&game, said), 0, "there is nothing left: nothing happens");
}

Test(game, running_on_is_one_move)
{
    open_game(two_orders);
    unsigned steps = game.cx->step_count;
    cr_assert_eq(game_run_on(&game, said), 0);
    cr_assert_eq(game.standing, GAME_ASKS);
    cr_assert_eq(game_run_on(&game, said), 0);
    cr_assert_eq(game.standing, GAME_ENDED);
    game_verdict(&game, said);
    assert_said("nothing went wrong this way");
    game_undo(&game, said);
    game_undo(&game, said);
    cr_assert_eq(game.cx->step_count, steps);
}

Test(game, hints_go_from_a_number_to_a_move)
{
    open_game(two_orders);
    cr_assert_eq(game_hint(&game, said), 0);
    assert_said("if you interfere once");
    cr_assert_eq(game_hint(&game, said), 0);
    assert_said("Go on 1 time with Enter. Then: T2 locks M2.");
    choose(1);
    cr_assert_eq(game_hint(&game, said), 0);
    assert_said("if you interfere once");
    cr_assert_eq(game_hint(&game, said), 0);
    assert_said("Now: T2 locks M2.");
    choose(1);
    cr_assert_eq(game_hint(&game, said), 0);
    assert_said("go back with u");
}

Test(game, a_claim_is_held_against_all_interleavings)
{
    open_game(two_orders);
    cr_assert_not(game_claim(&game, said));
    assert_said("It can be broken: to interfere once is enough.");
    game_close(&game);
    open_game(one_order);
    cr_assert(game_claim(&game, said));
    cr_assert(game.proven);
    assert_said("it can't be broken");
}

Test(game, what_breaks_before_any_choice_is_broken)
{
    open_game(breaks_by_itself);
    cr_assert_eq(game.standing, GAME_BROKEN);
    game_verdict(&game, said);
    assert_said("It broke without any interfering.");
}

/* ---- its picture ----------------------------------------------------------------- */

static char picture[20000];

static void draw(int columns, int rows, struct game_view view)
{
    static const struct puzzle puzzle = {
        .title = "There and back", .ask = "Can it get stuck?", .teaches = "One order."};
    struct frame frame;
    char row[512];
    size_t used = 0;
    view.game = &game;
    view.puzzle = &puzzle;
    view.message = view.message ? view.message : "";
    cr_assert_eq(frame_open(&frame, rows, columns, false), 0);
    game_draw(&frame, &view);
    for (int i = 0; i < rows; i++)
        used += (size_t)snprintf(picture + used, sizeof picture - used, "%s\n",
                                 frame_row(&frame, i, row, sizeof row));
    frame_close(&frame);
}

static void assert_drawn(const char *part)
{
    cr_assert(strstr(picture, part), "\"%s\" isn't in\n%s", part, picture);
}

Test(game, its_picture_shows_what_there_is_to_decide)
{
    open_game(two_orders);
    draw(80, 24, (struct game_view){.selected = 1});
    assert_drawn("There and back");
    assert_drawn("interfered never");
    assert_drawn("Can it get stuck?");
    assert_drawn("Who goes on?");
    assert_drawn("  T1 locks M1   - as usual");
    assert_drawn("> T2 locks M2");
    assert_drawn("T0  (the lab) waits for T1 to end");
}

Test(game, its_picture_shows_the_end)
{
    open_game(two_orders);
    choose(1);
    choose(2);
    draw(80, 24, (struct game_view){.message = game_verdict(&game, said), .over = true});
    assert_drawn("interfered once");
    assert_drawn("a ring: T1 -> T2 -> T1");
    assert_drawn("Broken (deadlock).");
    assert_drawn("One order.");
    assert_drawn("s step through it   u undo   q leave");
}

Test(game, its_picture_fits_every_size)
{
    open_game(two_orders);
    for (int columns = 1; columns < 150; columns += 7)
        draw(columns, columns / 3 + 1, (struct game_view){.help = columns % 2});
    draw(30, 5, (struct game_view){0});
    assert_drawn("30x5 is too small");
}
