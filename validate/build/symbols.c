#include "symbols.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

/* One line of `nm -P`: name, a space, the type's letter. Small letters are local; U is
 * undefined, w and v are weak references. */
static void parse_line(char *line, struct symbol_list *list)
{
    char *space = strchr(line, ' ');
    if (!space || !space[1])
        return;
    char type = space[1];
    *space = '\0';
    list->symbols[list->count++] = (struct symbol){
        .name = line,
        .defined = type != 'U' && type != 'w' && type != 'v',
        .global = isupper((unsigned char)type) != 0 || type == 'u',
    };
}

static size_t count_lines(const char *text)
{
    size_t lines = 1;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

int read_symbols(const char *object, struct symbol_list *list)
{
    struct command nm = {0};
    memset(list, 0, sizeof *list);
    command_add(&nm, "nm");
    command_add(&nm, "-P");
    command_add(&nm, "%s", object);
    int failed = run_commands(&nm, 1, 1) != 0 || nm.status != 0 || !nm.output;
    if (!failed) {
        list->text = nm.output;
        nm.output = NULL;
        list->symbols = calloc(count_lines(list->text), sizeof *list->symbols);
        failed = !list->symbols;
        char *next = list->text;
        for (char *line; !failed && (line = strtok_r(next, "\n", &next));)
            parse_line(line, list);
    }
    if (failed)
        free_symbols(list);
    command_free(&nm);
    return failed ? -1 : 0;
}

void free_symbols(struct symbol_list *list)
{
    free(list->symbols);
    free(list->text);
    memset(list, 0, sizeof *list);
}

const struct symbol *find_symbol(const struct symbol_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->symbols[i].name, name) == 0)
            return &list->symbols[i];
    return NULL;
}
