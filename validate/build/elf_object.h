/*
 * elf_object.h - the symbols of an object file: read, and given other names.
 *
 * Does what nm and objcopy --redefine-syms would, without starting a process for each file, and
 * tells references from definitions. Knows relocatable ELF files for x86-64, as gcc makes them.
 */
#ifndef ELF_OBJECT_H
#define ELF_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A symbol that has a name; the name of a source file is none. */
struct elf_symbol {
    const char *name; /* in the file's bytes */
    char *new_name;   /* elf_rename; NULL: keeps its name; owned */
    size_t entry;     /* where its entry stands in the file */
    bool defined;     /* else a reference */
    bool global;      /* weak ones included; else known in this file only */
    bool weak;
    bool function; /* of a definition */
};

struct elf_object {
    char *bytes; /* the whole file; owned */
    size_t size;
    struct elf_symbol *symbols; /* owned */
    size_t count;
    size_t strings;        /* where the section header of the symbols' names stands */
    bool has_constructors; /* functions that run before main */
};

/* Reads an object file. Returns 0, to be freed with elf_free; or -1 with errno: ENOEXEC for a file
 * of another kind. */
int elf_read(const char *path, struct elf_object *object);

/* Gives a symbol another name, made by printf rules. Ends the program when out of memory. */
void elf_rename(struct elf_symbol *symbol, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Writes the file with its new names. Returns 0; or -1 with errno. */
int elf_write(const struct elf_object *object, const char *path);

/* A hash over what the file puts into a program's memory, and the names in it: debugging information
 * and comments in the source don't matter. */
uint64_t elf_identity(const struct elf_object *object);

void elf_free(struct elf_object *object);

#endif
