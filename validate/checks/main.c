/*
 * main.c - the checks' program. Ways to start it:
 *
 *   checks --containment    prints which parts of the containment are in force
 *   checks --manifest       prints all checks of all tasks as JSON
 *   checks SUITE [JOBS]     runs the checks of a task through Criterion; their verdicts go to
 *                           the folder named by the environment (settings.h)
 *
 * Criterion's own report is silenced: the validator prints from the records.
 */
#include <cjson/cJSON.h>
#include <criterion/criterion.h>
#include <criterion/options.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "containment.h"
#include "order.h"
#include "settings.h"
#include "verdict.h"

extern const struct check __start_lab_checks[];
extern const struct check __stop_lab_checks[];

static cJSON *manifest_entry(const struct check *check)
{
    char id[128];
    cJSON *entry = cJSON_CreateObject();
    snprintf(id, sizeof id, "%s/%s", check->suite, check->name);
    cJSON_AddStringToObject(entry, "id", id);
    cJSON_AddStringToObject(entry, "suite", check->suite);
    cJSON_AddStringToObject(entry, "kind", kind_word(check->kind));
    cJSON_AddStringToObject(entry, "title", check->title);
    cJSON_AddStringToObject(entry, "function", check->function);
    snprintf(id, sizeof id, "%s/%s", check->suite, check->needs ? check->needs : "");
    cJSON_AddStringToObject(entry, "needs", check->needs ? id : "");
    cJSON_AddStringToObject(entry, "help", check->help);
    return entry;
}

static int by_place(const void *a, const void *b)
{
    const struct check *x = *(const struct check *const *)a;
    const struct check *y = *(const struct check *const *)b;
    int suites = strcmp(x->suite, y->suite);
    int files = strcmp(x->file, y->file);
    return suites ? suites : files ? files : x->line - y->line;
}

/* The linker lays the checks down in no promised order: sorted as their authors wrote them. */
static int print_manifest(void)
{
    size_t count = (size_t)(__stop_lab_checks - __start_lab_checks);
    const struct check **sorted = calloc(count + 1, sizeof *sorted);
    cJSON *list = cJSON_CreateArray();
    if (!sorted || !list)
        return 3;
    for (size_t i = 0; i < count; i++)
        sorted[i] = &__start_lab_checks[i];
    qsort(sorted, count, sizeof *sorted, by_place);
    for (size_t i = 0; i < count; i++)
        cJSON_AddItemToArray(list, manifest_entry(sorted[i]));
    free(sorted);
    char *text = cJSON_Print(list);
    cJSON_Delete(list);
    if (!text)
        return 3;
    puts(text);
    free(text);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--manifest") == 0)
        return print_manifest();
    if (argc == 2 && strcmp(argv[1], "--containment") == 0) {
        containment_print();
        return 0;
    }
    if (argc < 2 || argc > 3) {
        fprintf(stderr,
                "usage: checks --manifest | --containment | checks SUITE [JOBS]\n");
        return 2;
    }
    char pattern[128];
    snprintf(pattern, sizeof pattern, "%s/*", argv[1]);
    settings_seed(); /* a missing setting is told once, not by every check */
    struct criterion_test_set *tests = criterion_initialize();
    order_by_urgency(tests, argv[1]);
    criterion_options.pattern = pattern;
    criterion_options.logging_threshold = (enum criterion_logging_level)100;
    criterion_options.jobs = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
    pid_t validator = getppid();
    settings_await_probe("plain");
    bool wanted = !settings_refused() && getppid() == validator; /* or it was killed */
    int all_passed = wanted && criterion_run_all_tests(tests);
    criterion_finalize(tests);
    return all_passed ? 0 : 1;
}
