/*
 * Checks of task 3: speedup and is_worth_concurrency.
 *
 * A scenario calls the function for a table of cases and writes down what went in and what
 * came out. What the contract says of each case is worked out here, and the first case that
 * differs fails the check.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

#define NUMBER_TEXT 40  /* bytes that a number takes in a message */
#define CALL_TEXT   160 /* bytes that a call takes in a message */

/* old * (1 / new) and a quotient by way of long double round otherwise, by a bit or two. */
#define ROUNDING (4 * DBL_EPSILON)

/* The number as short as it can be without becoming another one. */
static void write_number(double number, char text[NUMBER_TEXT])
{
    if (isnan(number)) {
        snprintf(text, NUMBER_TEXT, "NAN");
        return;
    }
    if (isinf(number)) {
        snprintf(text, NUMBER_TEXT, "%sINFINITY", number < 0 ? "-" : "");
        return;
    }
    for (int digits = 1; digits <= DBL_DECIMAL_DIG; digits++) {
        snprintf(text, NUMBER_TEXT, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    if (!strpbrk(text, ".e"))
        strcat(text, ".0");
}

static bool is_usable(double number)
{
    return isfinite(number) && number > 0.0;
}

static const char *key(const char *what, int number)
{
    static char text[EVIDENCE_KEY];
    snprintf(text, sizeof text, "%s%d", what, number);
    return text;
}

/* What is wrong with a number that should be finite and greater than 0. */
static const char *flaw(double number)
{
    if (isnan(number))
        return "not a number";
    if (isinf(number))
        return number < 0 ? "minus infinity" : "infinite";
    return number < 0 ? "negative" : "zero";
}

/* ---- speedup ------------------------------------------------------------------------------ */

/* One call of speedup, as the scenario saw it. */
struct division {
    double old_seconds, new_seconds;
    double before, factor; /* *factor before and after the call */
    int64_t answer;
    char answer_key[EVIDENCE_KEY];
    char call[CALL_TEXT]; /* for messages */
};

static struct division division_of(const struct evidence *seen, int i)
{
    char old_text[NUMBER_TEXT], new_text[NUMBER_TEXT];
    struct division d = {.old_seconds = seen_real(seen, key("old", i)),
                         .new_seconds = seen_real(seen, key("new", i)),
                         .before = seen_real(seen, "before"),
                         .factor = seen_real(seen, key("factor", i)),
                         .answer = seen_int(seen, key("answer", i))};
    snprintf(d.answer_key, sizeof d.answer_key, "%s", key("answer", i));
    write_number(d.old_seconds, old_text);
    write_number(d.new_seconds, new_text);
    snprintf(d.call, sizeof d.call, "speedup(%s, %s, &factor)", old_text, new_text);
    return d;
}

static bool is_near(double number, double other)
{
    return fabs(number - other) <= ROUNDING * fabs(other);
}

/* Asks about the mistake that a wrong factor looks like. */
static void guess_formula(struct judgement *check, const struct division *d)
{
    double old = d->old_seconds, new = d->new_seconds, ratio = old / new;
    if (d->factor == d->before)
        think(check, "*factor still holds what it held before the call. Where is the "
                     "quotient stored?");
    else if (is_near(d->factor, new / old))
        think(check, "That is how many times slower the new code is. Which of the two "
                     "times gets smaller when code gets faster?");
    else if (is_near(d->factor, old - new) || is_near(d->factor, new - old))
        think(check, "That is the time saved, a number of seconds. How many times faster "
                     "is a ratio.");
    else if (is_near(d->factor, (old - new) / old) || is_near(d->factor, ratio - 1.0))
        think(check, "That is the share by which something changed. If nothing was "
                     "gained the factor is 1, not 0.");
    else if (is_near(d->factor, ratio * 100.0))
        think(check, "That is a percentage; the contract asks for the plain factor.");
    else if (d->factor == trunc(ratio) || d->factor == round(ratio))
        think(check, "The fraction is lost. Which type does each step of your "
                     "calculation have?");
    else if (fabs(d->factor - ratio) < 1e-5 * ratio)
        think(check,
              "Nearly, but digits are missing: is there a float, or a rounding, on "
              "the way?");
}

static void judge_quotient(struct judgement *check, const struct evidence *seen,
                           const struct division *d)
{
    double quotient = d->old_seconds / d->new_seconds;
    if (!succeeded(check, seen, d->answer_key, d->call) || is_near(d->factor, quotient))
        return;
    fail(check, "%s stores a wrong factor", d->call);
    expected(check, "%.10g", quotient);
    actual(check, "%.10g", d->factor);
    guess_formula(check, d);
}

static void judge_times_refused(struct judgement *check, const struct evidence *seen,
                                const struct division *d)
{
    char why[CALL_TEXT];
    bool old_is_bad = !is_usable(d->old_seconds);
    snprintf(why, sizeof why, "%s is %s", old_is_bad ? "old_seconds" : "new_seconds",
             flaw(old_is_bad ? d->old_seconds : d->new_seconds));
    failed_with(check, seen, d->answer_key, EINVAL, d->call, why);
}

static void judge_division(struct judgement *check, const struct evidence *seen,
                           const struct division *d)
{
    double quotient = d->old_seconds / d->new_seconds;
    if (!is_usable(d->old_seconds) || !is_usable(d->new_seconds))
        judge_times_refused(check, seen, d);
    else if (!is_usable(quotient))
        failed_with(check, seen, d->answer_key, ERANGE, d->call,
                    quotient > 0 ? "the quotient is too large for a double"
                                 : "the quotient is so small that it becomes 0");
    else
        judge_quotient(check, seen, d);
}

/* Runs a scenario and holds each of its calls against the contract. Returns how many calls
 * were right: all of them, unless the check is decided. */
static int judge_speedups(struct judgement *check, const char *scenario)
{
    const struct evidence *seen = run_probe(check, scenario, "%s", "");
    int i = 0;
    for (; seen && !decided(check) && i < seen_int(seen, "cases"); i++) {
        struct division d = division_of(seen, i);
        judge_division(check, seen, &d);
    }
    return i;
}

CHECK(performance, faster_code_is_above_one, .kind = CHECK_CORRECTNESS,
      .title = "speedup gives the old seconds divided by the new ones",
      .function = "speedup",
      .help =
          "2.0 means twice as fast: the old code took 10 seconds, the new one takes 5. "
          "What do you do with the two numbers to get there?")
{
    int calls = judge_speedups(check, "faster");
    covered(check, "%d random pairs of times", calls);
}

CHECK(performance, slower_code_is_below_one, .kind = CHECK_CORRECTNESS,
      .title = "code that became slower has a speedup below 1.0; equal times give 1.0",
      .function = "speedup", .needs = "faster_code_is_above_one",
      .help =
          "A slowdown is a valid result of a measurement, and the one that must not be "
          "hidden: the same division, only its result is less than 1. What does your "
          "code do with such a result?")
{
    int calls = judge_speedups(check, "slower");
    calls += judge_speedups(check, "as_fast");
    covered(check, "%d pairs of times", calls);
}

CHECK(performance, any_positive_time_counts, .kind = CHECK_CORRECTNESS,
      .title = "times may be as short or as long as a double can hold",
      .function = "speedup", .needs = "slower_code_is_below_one",
      .help = "The contract draws one line: finite and greater than 0. Where does your "
              "code draw another, or calculate something in between that doesn't fit?")
{
    int calls = judge_speedups(check, "extreme_times");
    covered(check, "%d pairs, down to %.1g and up to %.1g seconds", calls, DBL_TRUE_MIN,
            DBL_MAX);
}

CHECK(performance, unmeasurable_times_are_refused, .kind = CHECK_ROBUSTNESS,
      .title = "a zero, negative or infinite time is refused with EINVAL",
      .function = "speedup", .needs = "faster_code_is_above_one",
      .help = "What must hold for a number of seconds that somebody really measured? "
              "Ask that of both times, before you divide.")
{
    int calls = judge_speedups(check, "unmeasurable_times");
    covered(check, "%d calls with a bad time in one place or both", calls);
}

CHECK(performance, nan_is_no_time, .kind = CHECK_ROBUSTNESS,
      .title = "a time that is not a number is refused with EINVAL",
      .function = "speedup", .needs = "unmeasurable_times_are_refused",
      .help = "Each comparison with NaN is false, == with itself included. Does your "
              "condition say which times are bad, or which are good?")
{
    judge_speedups(check, "nan_times");
}

CHECK(performance, unholdable_quotient_is_refused, .kind = CHECK_ROBUSTNESS,
      .title = "a quotient too large or too small for a double is refused with ERANGE",
      .function = "speedup", .needs = "any_positive_time_counts",
      .help =
          "Two good times can be so far apart that dividing them gives infinity or 0. "
          "Which value can you look at to notice that?")
{
    judge_speedups(check, "unholdable_quotients");
}

/* Looks only at calls that were refused: whether they should be is for other checks. */
static int judge_untouched(struct judgement *check, const char *scenario)
{
    const struct evidence *seen = run_probe(check, scenario, "%s", "");
    int refused = 0;
    for (int i = 0; seen && i < seen_int(seen, "cases"); i++) {
        struct division d = division_of(seen, i);
        if (d.answer != -1)
            continue;
        refused++;
        if (d.factor == d.before)
            continue;
        char before[NUMBER_TEXT], after[NUMBER_TEXT];
        write_number(d.before, before);
        write_number(d.factor, after);
        fail(check, "%s answers -1, but has written to *factor", d.call);
        expected(check, "%s, which stood there before the call", before);
        actual(check, "%s", after);
        break;
    }
    return refused;
}

CHECK(performance, failure_leaves_factor_alone, .kind = CHECK_ROBUSTNESS,
      .title = "a call that fails leaves *factor as it was", .function = "speedup",
      .needs = "unmeasurable_times_are_refused",
      .help = "The caller may still need the old value. At which point of your function "
              "is it certain that nothing can fail any more?")
{
    int refused = judge_untouched(check, "unmeasurable_times");
    refused += judge_untouched(check, "nan_times");
    refused += judge_untouched(check, "unholdable_quotients");
    covered(check, "%d calls that failed", refused);
}

CHECK(performance, missing_factor_is_refused, .kind = CHECK_ROBUSTNESS,
      .title = "speedup without a place for the factor is refused with EINVAL",
      .function = "speedup", .needs = "faster_code_is_above_one",
      .help = "The third argument is a pointer, and the contract says what happens when "
              "it is NULL. When do you look at it?")
{
    const struct evidence *seen = run_probe(check, "no_factor", "%s", "");
    if (seen)
        failed_with(check, seen, "answer", EINVAL, "speedup", "factor is NULL");
}

/* ---- is_worth_concurrency ------------------------------------------------------------------- */

/* One call of is_worth_concurrency, as the scenario saw it. */
struct decision {
    double factor, least_speedup;
    int64_t answer;
    char answer_key[EVIDENCE_KEY];
    char call[CALL_TEXT]; /* for messages */
};

static struct decision decision_of(const struct evidence *seen, int i)
{
    char factor_text[NUMBER_TEXT], least_text[NUMBER_TEXT];
    struct decision d = {.factor = seen_real(seen, key("factor", i)),
                         .least_speedup = seen_real(seen, key("least", i)),
                         .answer = seen_int(seen, key("answer", i))};
    snprintf(d.answer_key, sizeof d.answer_key, "%s", key("answer", i));
    write_number(d.factor, factor_text);
    write_number(d.least_speedup, least_text);
    snprintf(d.call, sizeof d.call, "is_worth_concurrency(%s, %s)", factor_text,
             least_text);
    return d;
}

static void judge_choice(struct judgement *check, const struct decision *d)
{
    int want = d->factor >= d->least_speedup;
    if (d->answer == want)
        return;
    if (d->answer == 0 || d->answer == 1) {
        fail(check, "%s %s", d->call,
             want ? "turns down what reaches the rule"
                  : "keeps what doesn't reach the rule");
    } else if (d->answer == -1) {
        fail(check, "%s refuses to decide, although both numbers are valid", d->call);
        think(check, "-1 is for the numbers that the contract refuses. Which of your "
                     "conditions refuses these two?");
    } else {
        fail(check, "%s answers neither 1 nor 0", d->call);
    }
    expected(check, "%d", want);
    actual(check, "%lld", (long long)d->answer);
}

static void judge_decision(struct judgement *check, const struct evidence *seen,
                           const struct decision *d)
{
    char why[CALL_TEXT];
    if (!is_usable(d->factor))
        snprintf(why, sizeof why, "factor is %s", flaw(d->factor));
    else if (!isfinite(d->least_speedup))
        snprintf(why, sizeof why, "least_speedup is %s", flaw(d->least_speedup));
    else if (d->least_speedup < 1.0)
        snprintf(why, sizeof why, "least_speedup is below 1.0");
    else {
        judge_choice(check, d);
        return;
    }
    failed_with(check, seen, d->answer_key, EINVAL, d->call, why);
}

/* As judge_speedups. */
static int judge_decisions(struct judgement *check, const char *scenario)
{
    const struct evidence *seen = run_probe(check, scenario, "%s", "");
    int i = 0;
    for (; seen && !decided(check) && i < seen_int(seen, "cases"); i++) {
        struct decision d = decision_of(seen, i);
        judge_decision(check, seen, &d);
    }
    return i;
}

CHECK(performance, rule_decides, .kind = CHECK_CORRECTNESS,
      .title = "what clearly reaches the team's rule is kept, what doesn't is not",
      .function = "is_worth_concurrency",
      .help = "The rule is the second argument, and may differ from call to call. What "
              "do you compare the factor with, and which answer means worth it?")
{
    int calls = judge_decisions(check, "clear_decisions");
    covered(check, "%d random factors and rules", calls);
}

CHECK(performance, meeting_the_rule_is_enough, .kind = CHECK_CORRECTNESS,
      .title = "a factor that meets the rule exactly is worth it",
      .function = "is_worth_concurrency", .needs = "rule_decides",
      .help = "\"At least 1.5\", and the measurement says 1.5. Which comparison is true "
              "for two equal numbers?")
{
    judge_decisions(check, "met_exactly");
}

CHECK(performance, just_missed_is_missed, .kind = CHECK_CORRECTNESS,
      .title = "a factor that misses the rule is not worth it, however near it is",
      .function = "is_worth_concurrency", .needs = "rule_decides",
      .help = "Is there a tolerance, a rounding or a float in your comparison? It moves "
              "the line that the team has drawn, and nobody sees it.")
{
    judge_decisions(check, "just_missed");
}

CHECK(performance, rule_below_one_is_refused, .kind = CHECK_ROBUSTNESS,
      .title = "a rule below 1.0, or infinite, is refused with EINVAL; 1.0 is a rule",
      .function = "is_worth_concurrency", .needs = "rule_decides",
      .help = "A rule below 1.0 would keep threads that make the job slower, and an "
              "infinite one could never be met. Which rules remain, and is 1.0 one of "
              "them?")
{
    judge_decisions(check, "rules");
}

CHECK(
    performance, impossible_factor_is_refused, .kind = CHECK_ROBUSTNESS,
    .title = "a zero, negative or infinite factor, and no other, is refused with EINVAL",
    .function = "is_worth_concurrency", .needs = "rule_decides",
    .help = "No measurement gives such a factor, so 0 for \"not worth it\" would be an "
            "answer to a question that nobody could ask. What does speedup promise?")
{
    judge_decisions(check, "impossible_factors");
}

CHECK(performance, nan_decides_nothing, .kind = CHECK_ROBUSTNESS,
      .title = "a factor or a rule that is not a number is refused with EINVAL",
      .function = "is_worth_concurrency", .needs = "rule_decides",
      .help =
          "Each comparison with NaN is false: a condition that lists what is bad lets "
          "it through. Can you say instead what is good?")
{
    judge_decisions(check, "nan_decisions");
}
