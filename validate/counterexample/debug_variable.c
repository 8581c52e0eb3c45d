/*
 * debug_variable.c - which variable lies at an address, and what its value looks like.
 */
#include <dwarf.h>
#include <gelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "debug_parts.h"

/* ---- walking --------------------------------------------------------------------- */

/* Called for each variable and parameter; returns true to end the walk. */
typedef bool visitor(void *arg, Dwarf_Die *variable);

static bool is_scope(int tag)
{
    return tag == DW_TAG_subprogram || tag == DW_TAG_lexical_block;
}

/* Visits the variables below a unit or a function, those of inner blocks included. */
static bool visit_variables(Dwarf_Die *parent, visitor *visit, void *arg)
{
    Dwarf_Die child;
    if (dwarf_child(parent, &child) != 0)
        return false;
    do {
        int tag = dwarf_tag(&child);
        if (tag == DW_TAG_variable || tag == DW_TAG_formal_parameter) {
            if (visit(arg, &child))
                return true;
        } else if (is_scope(tag) && visit_variables(&child, visit, arg)) {
            return true;
        }
    } while (dwarf_siblingof(&child, &child) == 0);
    return false;
}

/* NULL unless it has so many operations. */
static Dwarf_Op *location_of(Dwarf_Die *variable, size_t wanted)
{
    Dwarf_Attribute attribute;
    Dwarf_Op *operations;
    size_t count;
    if (!dwarf_attr(variable, DW_AT_location, &attribute) ||
        dwarf_getlocation(&attribute, &operations, &count) != 0 || count != wanted)
        return NULL;
    return operations;
}

static uint64_t size_of(Dwarf_Die *variable)
{
    Dwarf_Die type;
    return debug_type_of(variable, &type) ? debug_type_size(&type) : 0;
}

/* ---- static storage -------------------------------------------------------------- */

/* Bytes between the first thread-local variable of the executable and the thread pointer. */
static uint64_t size_of_thread_locals(struct debug_info *info)
{
    Elf *elf = dwarf_getelf(info->dwarf);
    size_t count;
    GElf_Phdr header;
    if (elf_getphdrnum(elf, &count) != 0)
        return 0;
    for (size_t i = 0; i < count; i++)
        if (gelf_getphdr(elf, (int)i, &header) && header.p_type == PT_TLS)
            return (header.p_memsz + header.p_align - 1) & -header.p_align;
    return 0;
}

/* Where a variable lies; of a thread-local one how far from the thread pointer, which no
 * address can be: it lies below. */
static bool address_of(struct debug_info *info, Dwarf_Die *variable, uint64_t *address)
{
    const Dwarf_Op *at = location_of(variable, 1);
    if (at && at->atom == DW_OP_addr) {
        *address = at->number;
        return true;
    }
    at = location_of(variable, 2);
    if (!at || (at[1].atom != DW_OP_GNU_push_tls_address &&
                at[1].atom != DW_OP_form_tls_address))
        return false;
    *address = at->number - size_of_thread_locals(info);
    return true;
}

static bool add_global(void *arg, Dwarf_Die *variable)
{
    struct debug_info *info = arg;
    uint64_t address, size;
    if (!address_of(info, variable, &address) || (size = size_of(variable)) == 0)
        return false;
    if ((info->global_count & (info->global_count - 1)) == 0) { /* full: a power of two */
        size_t places = info->global_count ? 2 * info->global_count : 1;
        struct debug_global *more =
            realloc(info->globals, places * sizeof *info->globals);
        if (!more)
            return true;
        info->globals = more;
    }
    info->globals[info->global_count++] = (struct debug_global){address, size, *variable};
    return false;
}

static int by_address(const void *left, const void *right)
{
    const struct debug_global *a = left, *b = right;
    return (a->address > b->address) - (a->address < b->address);
}

static void read_globals(struct debug_info *info)
{
    Dwarf_CU *unit = NULL;
    Dwarf_Die die;
    uint8_t kind;
    info->globals_read = true;
    while (dwarf_get_units(info->dwarf, unit, &unit, NULL, &kind, &die, NULL) == 0)
        if (kind == DW_UT_compile)
            visit_variables(&die, add_global, info);
    if (info->globals)
        qsort(info->globals, info->global_count, sizeof *info->globals, by_address);
}

static struct debug_global *find_global(struct debug_info *info, uintptr_t address)
{
    if (!info->globals_read)
        read_globals(info);
    size_t low = 0, high = info->global_count;
    while (low < high) { /* the first that begins behind the address */
        size_t middle = (low + high) / 2;
        if (info->globals[middle].address <= address)
            low = middle + 1;
        else
            high = middle;
    }
    struct debug_global *global = low > 0 ? &info->globals[low - 1] : NULL;
    return global && address - global->address < global->size ? global : NULL;
}

/* ---- the stack ------------------------------------------------------------------- */

struct frame_query {
    int64_t offset;
    Dwarf_Die found;
    uint64_t within;
};

/* gcc without optimisation places every variable relative to the canonical frame address.
 */
static bool lies_in_frame(void *arg, Dwarf_Die *variable)
{
    struct frame_query *query = arg;
    const Dwarf_Op *at = location_of(variable, 1);
    if (!at || at->atom != DW_OP_fbreg)
        return false;
    int64_t begin = (int64_t)at->number;
    if (query->offset < begin || query->offset >= begin + (int64_t)size_of(variable))
        return false;
    query->found = *variable;
    query->within = (uint64_t)(query->offset - begin);
    return true;
}

static bool has_canonical_frame(Dwarf_Die *function)
{
    Dwarf_Attribute attribute;
    Dwarf_Op *operations;
    size_t count;
    return dwarf_attr(function, DW_AT_frame_base, &attribute) &&
           dwarf_getlocation(&attribute, &operations, &count) == 0 && count == 1 &&
           operations->atom == DW_OP_call_frame_cfa;
}

static bool find_local(struct debug_info *info, const struct explore_location *location,
                       Dwarf_Die *variable, uint64_t *offset)
{
    struct frame_query query = {.offset = location->offset};
    Dwarf_Die function;
    if (!debug_function(info, location->site, &function) ||
        !has_canonical_frame(&function) ||
        !visit_variables(&function, lies_in_frame, &query))
        return false;
    *variable = query.found;
    *offset = query.within;
    return true;
}

bool debug_variable(struct debug_info *info, const struct explore_location *location,
                    Dwarf_Die *variable, uint64_t *offset)
{
    if (location->place == EXPLORE_PLACE_STACK)
        return find_local(info, location, variable, offset);
    if (location->place == EXPLORE_PLACE_HEAP)
        return false;
    uintptr_t address = location->place == EXPLORE_PLACE_THREAD_LOCAL
                            ? (uintptr_t)location->offset
                            : location->address;
    const struct debug_global *global = find_global(info, address);
    if (!global)
        return false;
    *variable = global->die;
    *offset = address - global->address;
    return true;
}

bool debug_variable_named(struct debug_info *info, const void *site, const char *name,
                          Dwarf_Die *variable)
{
    Dwarf_Die unit, *scopes = NULL;
    if (!debug_unit(info, site, &unit))
        return false;
    int count = dwarf_getscopes(&unit, (Dwarf_Addr)(uintptr_t)site - 1, &scopes);
    int found =
        count < 1 ? -1 : dwarf_getscopevar(scopes, count, name, 0, NULL, 0, 0, variable);
    free(scopes);
    return found >= 0;
}

/* ---- names ----------------------------------------------------------------------- */

/* Does the variable stand in a file whose lines are shown? */
static bool is_shown(struct debug_info *info, Dwarf_Die *variable)
{
    const char *file = dwarf_decl_file(variable);
    return file && strstr(file, info->prefix);
}

/* What somebody else wrapped the learner's data into is no news: market.queue.lock
 * becomes queue.lock. */
static void drop_wrapping(struct debug_words *name)
{
    char *first = strchr(name->text, '.');
    if (!first || !strchr(first + 1, '.'))
        return;
    name->length -= (size_t)(first + 1 - name->text);
    memmove(name->text, first + 1, name->length + 1);
}

/* Names with two underlines are those that the compiler gives its own variables. */
static bool is_named(Dwarf_Die *variable)
{
    const char *name = dwarf_diename(variable);
    return name && strncmp(name, "__", 2) != 0;
}

/* Names what lies at the location; *type (typed true) is its type, if it was met exactly.
 */
static bool name_and_type(struct debug_info *info,
                          const struct explore_location *location, const void *site,
                          struct debug_words *name, Dwarf_Die *type, bool *typed)
{
    Dwarf_Die variable;
    uint64_t offset;
    *typed = false;
    if (!info || location->address == 0)
        return false;
    if (location->place == EXPLORE_PLACE_HEAP)
        return debug_heap_name(info, location, site, name, type, typed);
    if (!debug_variable(info, location, &variable, &offset) || !is_named(&variable))
        return location->place == EXPLORE_PLACE_STACK &&
               debug_accessed_name(info, location, site, name, type, typed);
    debug_say(name, "%s", dwarf_diename(&variable));
    if (!debug_type_of(&variable, type))
        return true;
    debug_descend(type, &offset, location->size, name);
    if (info->prefix && !is_shown(info, &variable))
        drop_wrapping(name);
    *typed = offset == 0;
    return true;
}

bool debug_name(struct debug_info *info, const struct explore_location *location,
                const void *site, char name[DEBUG_NAME])
{
    struct debug_words words = {.text = name, .size = DEBUG_NAME};
    Dwarf_Die type;
    bool typed;
    name[0] = '\0';
    return name_and_type(info, location, site, &words, &type, &typed);
}

/* ---- values ---------------------------------------------------------------------- */

static int64_t as_signed(uint64_t value, uint32_t size)
{
    unsigned spare = size < 8 ? 64 - 8 * size : 0;
    return (int64_t)(value << spare) >> spare;
}

/* A value whose type isn't known: a little below 0 is likelier than close to the largest. */
static void say_untyped(uint64_t value, uint32_t size, char *text)
{
    int64_t number = as_signed(value, size);
    if (size >= sizeof(int) && number < 0 && number >= -1000000)
        snprintf(text, DEBUG_VALUE, "%lld", (long long)number);
    else
        snprintf(text, DEBUG_VALUE, "%llu", (unsigned long long)value);
}

static bool say_enumerator(Dwarf_Die *type, uint64_t value, uint32_t size, char *text)
{
    Dwarf_Die each;
    if (dwarf_child(type, &each) != 0)
        return false;
    do {
        Dwarf_Attribute attribute;
        Dwarf_Sword known;
        if (dwarf_attr(&each, DW_AT_const_value, &attribute) &&
            dwarf_formsdata(&attribute, &known) == 0 && dwarf_diename(&each) &&
            as_signed((uint64_t)known, size) == as_signed(value, size)) {
            snprintf(text, DEBUG_VALUE, "%s", dwarf_diename(&each));
            return true;
        }
    } while (dwarf_siblingof(&each, &each) == 0);
    return false;
}

static void say_float(uint64_t value, uint32_t size, char *text)
{
    float single;
    double real;
    uint32_t low = (uint32_t)value;
    memcpy(&single, &low, sizeof single);
    memcpy(&real, &value, sizeof real);
    snprintf(text, DEBUG_VALUE, "%g", size == sizeof single ? (double)single : real);
}

static void say_base(Dwarf_Die *type, uint64_t value, uint32_t size, char *text)
{
    Dwarf_Attribute attribute;
    Dwarf_Word encoding = 0;
    if (dwarf_attr(type, DW_AT_encoding, &attribute))
        dwarf_formudata(&attribute, &encoding);
    if (encoding == DW_ATE_boolean && value <= 1)
        snprintf(text, DEBUG_VALUE, "%s", value ? "true" : "false");
    else if (encoding == DW_ATE_signed_char && value >= ' ' && value <= '~')
        snprintf(text, DEBUG_VALUE, "'%c'", (char)value);
    else if (encoding == DW_ATE_signed || encoding == DW_ATE_signed_char)
        snprintf(text, DEBUG_VALUE, "%lld", (long long)as_signed(value, size));
    else if (encoding == DW_ATE_float && size >= sizeof(float))
        say_float(value, size, text);
}

void debug_value(struct debug_info *info, const struct explore_location *location,
                 uint64_t value, char text[DEBUG_VALUE])
{
    char name[DEBUG_NAME];
    struct debug_words words = {.text = name, .size = sizeof name};
    Dwarf_Die type;
    bool typed;
    if (!name_and_type(info, location, NULL, &words, &type, &typed) || !typed) {
        say_untyped(value, location->size, text);
        return;
    }
    snprintf(text, DEBUG_VALUE, "%llu", (unsigned long long)value);
    if (debug_type_size(&type) != location->size)
        return;
    switch (dwarf_tag(&type)) {
    case DW_TAG_base_type:
        say_base(&type, value, location->size, text);
        break;
    case DW_TAG_enumeration_type:
        say_enumerator(&type, value, location->size, text);
        break;
    case DW_TAG_typedef: /* a library's: pthread_t */
        text[0] = '\0';
        break;
    case DW_TAG_pointer_type:
        snprintf(text, DEBUG_VALUE, value ? "0x%llx" : "NULL", (unsigned long long)value);
        break;
    }
}
