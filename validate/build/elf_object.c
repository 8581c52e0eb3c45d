#define _GNU_SOURCE
#include "elf_object.h"

#include <elf.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"

#define OBJECT_LIMIT (256u << 20) /* bytes: 32 MB of initialised arrays fit */

/* ---- reading ---------------------------------------------------------------------------------- */

/* `size` bytes at `offset`, NULL if the file doesn't hold them. */
static char *part_of(const struct elf_object *object, uint64_t offset, uint64_t size)
{
    return offset <= object->size && size <= object->size - offset
               ? object->bytes + offset
               : NULL;
}

static Elf64_Shdr *section_headers(const struct elf_object *object, unsigned *count)
{
    const Elf64_Ehdr *header = (const Elf64_Ehdr *)object->bytes;
    *count = header->e_shnum;
    return (Elf64_Shdr *)part_of(object, header->e_shoff,
                                 (uint64_t)header->e_shnum * sizeof(Elf64_Shdr));
}

static bool is_known_kind(const struct elf_object *object)
{
    const Elf64_Ehdr *header = (const Elf64_Ehdr *)object->bytes;
    return object->size >= sizeof *header &&
           memcmp(header->e_ident, ELFMAG, SELFMAG) == 0 &&
           header->e_ident[EI_CLASS] == ELFCLASS64 && header->e_type == ET_REL &&
           header->e_machine == EM_X86_64 && header->e_shentsize == sizeof(Elf64_Shdr);
}

/* A name must end within the table of names. */
static const char *name_at(const char *strings, uint64_t size, uint32_t offset)
{
    return offset < size && memchr(strings + offset, '\0', size - offset)
               ? strings + offset
               : "";
}

/* Each object that -fsanitize=thread instruments has one constructor, of a priority that no program
 * may use: it calls __tsan_init. */
static bool is_constructors(const struct elf_object *object, const Elf64_Shdr *section,
                            const Elf64_Shdr *strings)
{
    const char *names = part_of(object, strings->sh_offset, strings->sh_size);
    if (section->sh_type != SHT_INIT_ARRAY && section->sh_type != SHT_PREINIT_ARRAY)
        return false;
    return !names || strcmp(name_at(names, strings->sh_size, section->sh_name),
                            ".init_array.00099") != 0;
}

static void look_at_sections(struct elf_object *object, const Elf64_Shdr *sections,
                             unsigned count)
{
    unsigned names = ((const Elf64_Ehdr *)object->bytes)->e_shstrndx;
    for (unsigned i = 0; i < count && names < count; i++)
        object->has_constructors |=
            is_constructors(object, &sections[i], &sections[names]);
}

static int read_symbol_table(struct elf_object *object, const Elf64_Shdr *table,
                             const Elf64_Shdr *strings)
{
    const char *names = part_of(object, strings->sh_offset, strings->sh_size);
    const Elf64_Sym *entries =
        (const Elf64_Sym *)part_of(object, table->sh_offset, table->sh_size);
    size_t count = table->sh_size / sizeof *entries;
    object->symbols = calloc(count + 1, sizeof *object->symbols);
    if (!names || !entries || !object->symbols)
        return -1;
    object->strings = (size_t)((const char *)strings - object->bytes);
    for (size_t i = 0; i < count; i++) {
        const char *name = name_at(names, strings->sh_size, entries[i].st_name);
        unsigned bind = ELF64_ST_BIND(entries[i].st_info);
        if (*name && ELF64_ST_TYPE(entries[i].st_info) != STT_FILE)
            object->symbols[object->count++] = (struct elf_symbol){
                .name = name,
                .entry = (size_t)((const char *)&entries[i] - object->bytes),
                .defined = entries[i].st_shndx != SHN_UNDEF,
                .global = bind != STB_LOCAL,
                .weak = bind == STB_WEAK,
                .function = ELF64_ST_TYPE(entries[i].st_info) == STT_FUNC,
            };
    }
    return 0;
}

static int read_sections(struct elf_object *object)
{
    unsigned count;
    const Elf64_Shdr *sections = section_headers(object, &count);
    if (!sections)
        return -1;
    look_at_sections(object, sections, count);
    for (unsigned i = 0; i < count; i++)
        if (sections[i].sh_type == SHT_SYMTAB && sections[i].sh_link < count)
            return read_symbol_table(object, &sections[i],
                                     &sections[sections[i].sh_link]);
    return -1;
}

int elf_read(const char *path, struct elf_object *object)
{
    *object = (struct elf_object){0};
    object->bytes = read_file(path, OBJECT_LIMIT, &object->size);
    if (!object->bytes)
        return -1;
    if (is_known_kind(object) && read_sections(object) == 0)
        return 0;
    elf_free(object);
    errno = ENOEXEC;
    return -1;
}

void elf_free(struct elf_object *object)
{
    for (size_t i = 0; i < object->count; i++)
        free(object->symbols[i].new_name);
    free(object->symbols);
    free(object->bytes);
    *object = (struct elf_object){0};
}

/* ---- identity --------------------------------------------------------------------------------- */

/* Code and data, what the linker puts into them, symbols and their names. */
static bool matters(const Elf64_Shdr *sections, unsigned count, unsigned i)
{
    const Elf64_Shdr *section = &sections[i];
    switch (section->sh_type) {
    case SHT_PROGBITS:
        return (section->sh_flags & SHF_ALLOC) != 0;
    case SHT_RELA:
        return section->sh_info < count &&
               (sections[section->sh_info].sh_flags & SHF_ALLOC) != 0;
    default:
        return section->sh_type == SHT_SYMTAB || section->sh_type == SHT_STRTAB;
    }
}

uint64_t elf_identity(const struct elf_object *object)
{
    uint64_t hash = 0xcbf29ce484222325u;
    unsigned count;
    const Elf64_Shdr *sections = section_headers(object, &count);
    for (unsigned i = 0; sections && i < count; i++) {
        const char *bytes = part_of(object, sections[i].sh_offset, sections[i].sh_size);
        if (!bytes || !matters(sections, count, i))
            continue;
        for (uint64_t b = 0; b < sections[i].sh_size; b++) /* FNV-1a */
            hash = (hash ^ (unsigned char)bytes[b]) * 0x100000001b3u;
    }
    return hash;
}

/* ---- writing ---------------------------------------------------------------------------------- */

void elf_rename(struct elf_symbol *symbol, const char *format, ...)
{
    va_list values;
    free(symbol->new_name);
    va_start(values, format);
    if (vasprintf(&symbol->new_name, format, values) < 0)
        abort();
    va_end(values);
}

static size_t bytes_of_new_names(const struct elf_object *object)
{
    size_t size = 0;
    for (size_t i = 0; i < object->count; i++)
        if (object->symbols[i].new_name)
            size += strlen(object->symbols[i].new_name) + 1;
    return size;
}

/* The table of names moves to the end of the file, where it can grow; nothing else moves. */
int elf_write(const struct elf_object *object, const char *path)
{
    const Elf64_Shdr *old = (const Elf64_Shdr *)(object->bytes + object->strings);
    size_t added = bytes_of_new_names(object);
    size_t size = object->size + old->sh_size + added;
    char *bytes = malloc(size);
    if (!bytes)
        return -1;
    memcpy(bytes, object->bytes, object->size);
    Elf64_Shdr *strings = (Elf64_Shdr *)(bytes + object->strings);
    char *names = bytes + object->size;
    uint32_t used = (uint32_t)old->sh_size;
    memcpy(names, object->bytes + old->sh_offset, old->sh_size);
    for (size_t i = 0; i < object->count; i++) {
        const struct elf_symbol *symbol = &object->symbols[i];
        if (!symbol->new_name)
            continue;
        ((Elf64_Sym *)(bytes + symbol->entry))->st_name = used;
        strcpy(names + used, symbol->new_name);
        used += (uint32_t)strlen(symbol->new_name) + 1;
    }
    strings->sh_offset = object->size;
    strings->sh_size = used;
    int failed = write_file(path, bytes, size);
    free(bytes);
    return failed;
}
