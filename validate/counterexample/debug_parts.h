/*
 * debug_parts.h - what the parts of debug_info share: lines (debug_info.c), types
 * (debug_type.c), variables (debug_variable.c), blocks of the heap (debug_heap.c).
 */
#ifndef DEBUG_PARTS_H
#define DEBUG_PARTS_H

#include <elfutils/libdw.h>

#include "debug_info.h"

/* A source file that was asked for. */
struct debug_text {
    char *path;
    char *shown;  /* what the file is called: debug_line.file */
    char *text;   /* lines parted by '\0'; NULL: it can't be read */
    char **lines; /* where each begins */
    int count;
    struct debug_text *next;
};

/* A variable of static storage. */
struct debug_global {
    uintptr_t address;
    uint64_t size;
    Dwarf_Die die;
};

struct debug_info {
    int descriptor;
    Dwarf *dwarf;
    char *prefix, *folder;        /* struct debug_sources; or NULL */
    bool bare;                    /* the same */
    struct debug_text *files;     /* all that were asked for */
    struct debug_global *globals; /* by address; NULL: not read yet, or none */
    size_t global_count;
    bool globals_read;
};

/* A name that grows; what doesn't fit is cut off. */
struct debug_words {
    char *text;
    size_t size, length;
};
void debug_say(struct debug_words *words, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* ---- lines ----------------------------------------------------------------------- */

/* The compilation unit and the function that a return address's call lies in. Returns
 * false if there is no debugging information for it. */
bool debug_unit(struct debug_info *info, const void *site, Dwarf_Die *unit);
bool debug_function(struct debug_info *info, const void *site, Dwarf_Die *function);

/* ---- types ----------------------------------------------------------------------- */

/* The type of a variable, member or type; without typedefs, const and the like, except
 * for those of libraries that hide what they hold (pthread_mutex_t). Returns false for
 * void. */
bool debug_type_of(Dwarf_Die *die, Dwarf_Die *type);

/* The bytes of a type; 0: not known. */
uint64_t debug_type_size(Dwarf_Die *type);

/* The member of a struct or union by its name, those of anonymous ones included. */
bool debug_member(Dwarf_Die *type, const char *name, Dwarf_Die *member);

/*
 * Goes down into a variable of this type, to what lies `offset` bytes in and is `size`
 * bytes long (0: a primitive); adds ".balance" and "[1]" to the name on the way. *type
 * becomes the type of what was reached, and *offset the bytes that remain: 0 when it was
 * met exactly.
 */
void debug_descend(Dwarf_Die *type, uint64_t *offset, uint64_t size,
                   struct debug_words *name);

/* ---- variables ------------------------------------------------------------------- */

/* The variable at a location in static storage or on a stack; *offset is the location's
 * from its beginning. */
bool debug_variable(struct debug_info *info, const struct explore_location *location,
                    Dwarf_Die *variable, uint64_t *offset);

/* The variable of that name that the code at the site sees. */
bool debug_variable_named(struct debug_info *info, const void *site, const char *name,
                          Dwarf_Die *variable);

/* ---- the heap -------------------------------------------------------------------- */

/* Names what lies in a block, as debug_name says. *type (typed true) is its type. */
bool debug_heap_name(struct debug_info *info, const struct explore_location *location,
                     const void *site, struct debug_words *name, Dwarf_Die *type,
                     bool *typed);

/* Names what is accessed after the only expression in the line of `site` that it can be: for what
 * nothing else is known about, such as a local variable of code that isn't instrumented. Returns
 * false when there is none, or several. */
bool debug_accessed_name(struct debug_info *info, const struct explore_location *location,
                         const void *site, struct debug_words *name, Dwarf_Die *type,
                         bool *typed);

#endif
