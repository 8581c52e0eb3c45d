#include "symbols.h"

#include <stdlib.h>
#include <string.h>

int read_symbols(const char *object, struct symbol_list *list)
{
    memset(list, 0, sizeof *list);
    if (elf_read(object, &list->object) != 0)
        return -1;
    list->symbols = calloc(list->object.count + 1, sizeof *list->symbols);
    if (!list->symbols) {
        free_symbols(list);
        return -1;
    }
    for (size_t i = 0; i < list->object.count; i++) {
        const struct elf_symbol *symbol = &list->object.symbols[i];
        list->symbols[list->count++] = (struct symbol){
            .name = symbol->name, .defined = symbol->defined, .global = symbol->global};
    }
    return 0;
}

void free_symbols(struct symbol_list *list)
{
    free(list->symbols);
    elf_free(&list->object);
    memset(list, 0, sizeof *list);
}

const struct symbol *find_symbol(const struct symbol_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->symbols[i].name, name) == 0)
            return &list->symbols[i];
    return NULL;
}
