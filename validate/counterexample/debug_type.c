/*
 * debug_type.c - from an offset in a variable to the field or element there.
 */
#include <dwarf.h>
#include <stdio.h>
#include <string.h>

#include "debug_parts.h"

/* Types of libraries: nobody knows their members by name. */
static bool is_opaque(const char *name)
{
    static const char *const names[] = {"sem_t", "mtx_t",     "cnd_t",      "tss_t",
                                        "FILE",  "once_flag", "atomic_flag"};
    for (size_t i = 0; name && i < sizeof names / sizeof names[0]; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return name && strncmp(name, "pthread_", strlen("pthread_")) == 0;
}

static bool is_wrapping(int tag)
{
    return tag == DW_TAG_typedef || tag == DW_TAG_const_type ||
           tag == DW_TAG_volatile_type || tag == DW_TAG_restrict_type ||
           tag == DW_TAG_atomic_type;
}

static bool follow(Dwarf_Die *die, Dwarf_Die *type)
{
    Dwarf_Attribute attribute;
    return dwarf_attr_integrate(die, DW_AT_type, &attribute) &&
           dwarf_formref_die(&attribute, type);
}

bool debug_type_of(Dwarf_Die *die, Dwarf_Die *type)
{
    if (!follow(die, type))
        return false;
    while (is_wrapping(dwarf_tag(type)) && !is_opaque(dwarf_diename(type))) {
        Dwarf_Die inner;
        if (!follow(type, &inner))
            return false;
        *type = inner;
    }
    return true;
}

uint64_t debug_type_size(Dwarf_Die *type)
{
    Dwarf_Word size;
    return dwarf_aggregate_size(type, &size) == 0 ? size : 0;
}

/* ---- members --------------------------------------------------------------------- */

static uint64_t number_in(Dwarf_Die *die, unsigned attribute_name)
{
    Dwarf_Attribute attribute;
    Dwarf_Word value;
    if (!dwarf_attr(die, attribute_name, &attribute) ||
        dwarf_formudata(&attribute, &value) != 0)
        return 0;
    return value;
}

/* Sets *begin and *size to what the member covers, in bytes; a bit field covers all that
 * it touches. A size of 0 is an array without bounds at the end of a struct. */
static void extent_of(Dwarf_Die *member, uint64_t *begin, uint64_t *size)
{
    Dwarf_Die type;
    *begin = number_in(member, DW_AT_data_member_location);
    *size = debug_type_of(member, &type) ? debug_type_size(&type) : 0;
    if (dwarf_hasattr(member, DW_AT_bit_size)) {
        uint64_t first = number_in(member, DW_AT_data_bit_offset);
        uint64_t behind = first + number_in(member, DW_AT_bit_size);
        *begin = first / 8;
        *size = (behind + 7) / 8 - *begin;
    }
}

/* The member of a struct that holds the byte at the offset; of a union's, the first that
 * is as long as the access, or else the first that holds it. */
static bool member_at(Dwarf_Die *type, uint64_t offset, uint64_t size, Dwarf_Die *found)
{
    Dwarf_Die member;
    bool any = false;
    if (dwarf_child(type, &member) != 0)
        return false;
    do {
        uint64_t begin, length;
        if (dwarf_tag(&member) != DW_TAG_member)
            continue;
        extent_of(&member, &begin, &length);
        bool holds = offset >= begin && (length == 0 || offset < begin + length);
        if (holds && length == size) {
            *found = member;
            return true;
        }
        if (holds && !any)
            *found = member;
        any |= holds;
    } while (dwarf_siblingof(&member, &member) == 0);
    return any;
}

bool debug_member(Dwarf_Die *type, const char *name, Dwarf_Die *member)
{
    Dwarf_Die inner;
    if (dwarf_child(type, member) != 0)
        return false;
    do {
        const char *called = dwarf_diename(member);
        if (dwarf_tag(member) != DW_TAG_member)
            continue;
        if (called && strcmp(called, name) == 0)
            return true;
        if (!called && debug_type_of(member, &inner)) {
            Dwarf_Die found;
            if (debug_member(&inner, name, &found)) {
                *member = found;
                return true;
            }
        }
    } while (dwarf_siblingof(member, member) == 0);
    return false;
}

/* ---- going down ------------------------------------------------------------------ */

/* Bytes of one element along the first dimension: those of the others belong to it. */
static uint64_t element_size(Dwarf_Die *array, Dwarf_Die *element, int dimension)
{
    Dwarf_Die range;
    uint64_t size = debug_type_size(element);
    int place = 0;
    if (dwarf_child(array, &range) != 0)
        return size;
    do {
        if (dwarf_tag(&range) != DW_TAG_subrange_type || place++ <= dimension)
            continue;
        uint64_t count = number_in(&range, DW_AT_count);
        size *= count ? count : number_in(&range, DW_AT_upper_bound) + 1;
    } while (dwarf_siblingof(&range, &range) == 0);
    return size;
}

static int dimensions_of(Dwarf_Die *array)
{
    Dwarf_Die range;
    int count = 0;
    if (dwarf_child(array, &range) != 0)
        return 0;
    do
        count += dwarf_tag(&range) == DW_TAG_subrange_type;
    while (dwarf_siblingof(&range, &range) == 0);
    return count;
}

/* Returns true if it went into an element, whose type *type has become. */
static bool enter_array(Dwarf_Die *type, uint64_t *offset, uint64_t size,
                        struct debug_words *name)
{
    Dwarf_Die element;
    int dimensions = dimensions_of(type);
    if (!debug_type_of(type, &element))
        return false;
    if (size == debug_type_size(type) && size > debug_type_size(&element))
        return false;
    for (int i = 0; i < dimensions; i++) {
        uint64_t bytes = element_size(type, &element, i);
        if (bytes == 0)
            return false;
        uint64_t first = *offset / bytes, behind = *offset + (size ? size : 1);
        if (behind > (first + 1) * bytes) {
            debug_say(name, "[%llu..%llu]", (unsigned long long)first,
                      (unsigned long long)((behind - 1) / bytes));
            *offset %= bytes;
            return false;
        }
        debug_say(name, "[%llu]", (unsigned long long)first);
        *offset %= bytes;
    }
    *type = element;
    return true;
}

/* The other bit fields that lie in the same byte as a bit field: an access is to all. */
static void say_neighbours(Dwarf_Die *type, Dwarf_Die *field, uint64_t offset,
                           struct debug_words *name)
{
    Dwarf_Die member;
    if (!dwarf_hasattr(field, DW_AT_bit_size) || dwarf_child(type, &member) != 0)
        return;
    do {
        uint64_t begin, size;
        if (dwarf_tag(&member) != DW_TAG_member ||
            !dwarf_hasattr(&member, DW_AT_bit_size) ||
            dwarf_dieoffset(&member) == dwarf_dieoffset(field))
            continue;
        extent_of(&member, &begin, &size);
        if (offset >= begin && offset < begin + size && dwarf_diename(&member))
            debug_say(name, "/%s", dwarf_diename(&member));
    } while (dwarf_siblingof(&member, &member) == 0);
}

/* Returns true if it went into a member, whose type *type has become. */
static bool enter_struct(Dwarf_Die *type, uint64_t *offset, uint64_t size,
                         struct debug_words *name)
{
    Dwarf_Die member;
    uint64_t begin, length;
    if (!member_at(type, *offset, size, &member))
        return false;
    extent_of(&member, &begin, &length);
    if (length > 0 && *offset + size > begin + length &&
        !dwarf_hasattr(&member, DW_AT_bit_size))
        return false; /* several members at once */
    if (dwarf_diename(&member)) {
        debug_say(name, ".%s", dwarf_diename(&member));
        say_neighbours(type, &member, *offset, name);
    }
    *offset -= begin;
    return debug_type_of(&member, type);
}

void debug_descend(Dwarf_Die *type, uint64_t *offset, uint64_t size,
                   struct debug_words *name)
{
    for (bool deeper = true; deeper;) {
        switch (dwarf_tag(type)) {
        case DW_TAG_structure_type:
        case DW_TAG_union_type:
            deeper = enter_struct(type, offset, size, name);
            break;
        case DW_TAG_array_type:
            deeper = enter_array(type, offset, size, name);
            break;
        default:
            deeper = false;
        }
    }
}
