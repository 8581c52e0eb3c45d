/*
 * symbols.h - the names in an object file.
 */
#ifndef SYMBOLS_H
#define SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>

#include "elf_object.h"

struct symbol {
    const char *name;
    bool defined;
    bool global;
};

struct symbol_list {
    struct symbol *symbols;
    size_t count;
    struct elf_object object; /* what the names point into */
};

/* Reads the symbols of an object file. Returns 0, the list to be freed with free_symbols; or -1
 * with errno. */
int read_symbols(const char *object, struct symbol_list *list);

void free_symbols(struct symbol_list *list);

/* The symbol of that name, or NULL. */
const struct symbol *find_symbol(const struct symbol_list *list, const char *name);

#endif
