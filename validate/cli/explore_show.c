#define _GNU_SOURCE
#include "explore_show.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "cx_table.h"
#include "page.h"
#include "utf8.h"

#define INDENT 2

/* ---- the command, to be typed again ------------------------------------------------------------ */

/* A word as a shell takes it. */
static void put_word(FILE *out, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_-+=./,:@%";
    if (*word && word[strspn(word, plain)] == '\0') {
        fprintf(out, " %s", word);
        return;
    }
    fputs(" '", out);
    for (; *word; word++)
        fputs(*word == '\'' ? "'\\''" : (char[]){*word, '\0'}, out);
    fputc('\'', out);
}

/* With --replay of a token. To be freed; NULL when out of memory. */
static char *replay_command(const struct explore_command *command, const char *token)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    fputs("build/lab explore", out);
    for (int i = 0; i < command->file_count; i++)
        put_word(out, command->files[i]);
    if (command->failures)
        fputs(" --failures", out);
    fprintf(out, " --replay=%s", token);
    if (command->flag_count > 0)
        fputs(" --", out);
    for (int i = 0; i < command->flag_count; i++)
        put_word(out, command->flags[i]);
    return fclose(out) == 0 ? text : NULL;
}

/* ---- text --------------------------------------------------------------------------------------- */

static void print_heading(const struct page *page, const struct explore_command *command,
                          const struct explore_result *result)
{
    const struct verdict_words *words = verdict_words(result->verdict);
    enum page_colour colour = words->bug                         ? PAGE_RED
                              : result->verdict == EXPLORE_CLEAN ? PAGE_GREEN
                                                                 : PAGE_YELLOW;
    page_print(page, PAGE_BOLD, "%s", command->files[0]);
    if (command->file_count > 1)
        page_print(page, PAGE_BOLD, " and %d more", command->file_count - 1);
    fputs(": ", page->out);
    page_print(page, colour, "%s", words->heading);
    fputc('\n', page->out);
}

static void print_sentence(const struct page *page, const char *text)
{
    page_paragraph(page, INDENT, "", text);
}

/* The gravest one: its table, whose first line is what happens; what the explorer says where there
 * is no table, or where that says more. */
static void print_finding(const struct page *page, const struct explore_command *command,
                          const struct explore_finding *finding)
{
    bool bug = verdict_words(finding->verdict)->bug;
    bool table = bug && finding->cx && finding->cx->step_count > 0;
    if (!table || finding->cx->message_adds)
        print_sentence(page, finding->message);
    if (table)
        table_print(page, INDENT, finding->cx, command->full ? TABLE_FULL : TABLE_SHORT,
                    "add --full (with make: FULL=1)");
}

static const char *words_of(const struct explore_finding *finding)
{
    return finding->cx ? finding->cx->sentence : finding->message;
}

/* Has an earlier finding been told in the same words? */
static bool is_told(const struct explore_result *result, int number)
{
    for (int i = 0; i < number; i++)
        if (strcmp(words_of(&result->findings[i]), words_of(&result->findings[number])) ==
            0)
            return true;
    return false;
}

static void print_others(const struct page *page, const struct explore_result *result)
{
    char text[RESULT_TEXT + 64];
    bool begun = false;
    for (int i = 1; i < result->finding_count; i++) {
        const struct explore_finding *finding = &result->findings[i];
        if (is_told(result, i))
            continue;
        if (!begun) {
            fputc('\n', page->out);
            print_sentence(page, "Found as well:");
        }
        begun = true;
        snprintf(text, sizeof text, "%s: %s", verdict_words(finding->verdict)->heading,
                 words_of(finding));
        page_paragraph(page, INDENT + 2, "  - ", text);
    }
}

/* What the verdict doesn't speak of. */
static void print_limits(const struct page *page, const struct explore_result *result)
{
    if (result->had_arguments)
        print_sentence(page, "It was started without arguments; set what it wants in the "
                             "source, or with -D behind --.");
    if (result->read_stdin)
        print_sentence(page, "It reads its standard input, which was empty.");
    if (result->verdict == EXPLORE_CLEAN)
        print_sentence(page, "Threads saw memory in one order (sequential consistency); "
                             "what weaker hardware could add to atomics was not tried.");
}

static void print_output(const struct page *page, const struct program_evidence *evidence)
{
    char text[PROGRAM_OUTPUT + 1];
    size_t kept = evidence->output_bytes < PROGRAM_OUTPUT ? (size_t)evidence->output_bytes
                                                          : PROGRAM_OUTPUT;
    memcpy(text, evidence->output, kept);
    text[kept] = '\0';
    if (kept == 0)
        return;
    fputc('\n', page->out);
    print_sentence(page, "The first schedule printed:");
    page_verbatim(page, 2 * INDENT, text);
}

static void print_replay(const struct page *page, const struct explore_command *command,
                         const struct explore_finding *finding)
{
    bool bug = verdict_words(finding->verdict)->bug;
    const char *token = finding->report && bug ? finding->report->token : "";
    char *again = *token && !command->replay ? replay_command(command, token) : NULL;
    if (again) {
        fputc('\n', page->out);
        print_sentence(page, "To run this schedule again:");
        page_verbatim(page, 2 * INDENT, again);
    }
    free(again);
}

void show_result_text(const struct explore_command *command,
                      const struct explore_result *result, FILE *out)
{
    struct page page = page_open(out);
    print_heading(&page, command, result);
    if (result->finding_count > 0)
        print_finding(&page, command, &result->findings[0]);
    print_others(&page, result);
    if (result->finding_count > 0 && *result->coverage)
        fputc('\n', out);
    if (*result->coverage)
        print_sentence(&page, result->coverage);
    print_limits(&page, result);
    if (command->full && result->evidence)
        print_output(&page, result->evidence);
    if (result->finding_count > 0)
        print_replay(&page, command, &result->findings[0]);
}

/* ---- JSON --------------------------------------------------------------------------------------- */

/* What a thread does at its place: as the table says it, where the table has it. */
static const char *what_happens(const struct counterexample *cx,
                                const struct explore_involved *involved)
{
    for (unsigned i = 0; cx && i < cx->step_count; i++)
        if (involved->step != 0 && cx->steps[i].number == involved->step)
            return cx->steps[i].text;
    for (unsigned i = 0; cx && i < cx->blocked_count; i++)
        if (cx->blocked[i].thread == involved->thread)
            return cx->blocked[i].text;
    return cx && cx->end.thread == involved->thread ? cx->end.text
                                                    : explore_op_name(involved->op);
}

static cJSON *make_place(const char *file, int line, uint32_t thread, const char *what)
{
    char name[16];
    cJSON *location = cJSON_CreateObject();
    snprintf(name, sizeof name, "T%u", (unsigned)thread);
    cJSON_AddStringToObject(location, "file", file);
    cJSON_AddNumberToObject(location, "line", line);
    cJSON_AddStringToObject(location, "thread", name);
    cJSON_AddStringToObject(location, "what", what);
    return location;
}

/* A thread that has ended, or not begun, is at no line: what is of interest is where it was
 * created, or where it took what it still holds. */
static cJSON *make_location(const struct explore_finding *finding,
                            const struct explore_involved *involved,
                            struct debug_info *info)
{
    struct debug_line line;
    char what[32];
    if (debug_find_line(info, involved->site, &line) ||
        !debug_find_line(info, involved->held_at, &line))
        return make_place(line.file, line.line, involved->thread,
                          what_happens(finding->cx, involved));
    if (involved->held_by != EXPLORE_OP_CREATE)
        return make_place(line.file, line.line, involved->holder,
                          explore_op_name(involved->held_by));
    snprintf(what, sizeof what, "creates T%u", (unsigned)involved->thread);
    return make_place(line.file, line.line, involved->holder, what);
}

static cJSON *make_locations(const struct explore_finding *finding,
                             struct debug_info *info)
{
    const struct explore_report *report = finding->report;
    const struct cx_end *end = finding->cx ? &finding->cx->end : NULL;
    cJSON *locations = cJSON_CreateArray();
    for (unsigned i = 0; report && i < report->involved_count; i++)
        cJSON_AddItemToArray(locations,
                             make_location(finding, &report->involved[i], info));
    if (cJSON_GetArraySize(locations) == 0 && end && end->thread != EXPLORE_NOBODY)
        cJSON_AddItemToArray(locations, make_place(end->place.file, end->place.line,
                                                   end->thread, end->text));
    return locations;
}

static cJSON *make_finding(const struct explore_finding *finding, struct debug_info *info)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "verdict", verdict_words(finding->verdict)->json);
    cJSON_AddStringToObject(object, "message", finding->message);
    cJSON_AddItemToObject(object, "locations", make_locations(finding, info));
    cJSON_AddStringToObject(object, "schedule",
                            finding->report ? finding->report->token : "");
    if (finding->cx)
        cJSON_AddItemToObject(object, "counterexample", cx_to_json(finding->cx));
    return object;
}

int show_result_json(const struct explore_command *command,
                     const struct explore_result *result, double seconds, FILE *out)
{
    cJSON *document = cJSON_CreateObject();
    cJSON *findings = cJSON_CreateArray();
    for (int i = 0; i < result->finding_count; i++)
        cJSON_AddItemToArray(findings, make_finding(&result->findings[i], result->info));
    cJSON_AddNumberToObject(document, "version", 1);
    cJSON_AddStringToObject(document, "file", command->files[0]);
    cJSON_AddStringToObject(document, "verdict", verdict_words(result->verdict)->json);
    cJSON_AddItemToObject(document, "findings", findings);
    cJSON_AddStringToObject(document, "coverage", result->coverage);
    cJSON_AddNumberToObject(document, "schedules", (double)result->schedules);
    cJSON_AddNumberToObject(document, "seconds", (double)(long)(seconds * 1000) / 1000);
    char *text = cJSON_Print(document);
    cJSON_Delete(document);
    if (!text)
        return -1;
    utf8_clean(text);
    fprintf(out, "%s\n", text);
    free(text);
    return 0;
}
