/*
 * schema.c - do the verdicts that build/lab writes agree with docs/results.schema.json?
 *
 * Started as: schema SCHEMA, in the lab's folder. Validates the stubs and the solutions of each task
 * and a file that doesn't compile, and holds each record against the schema. Started as: schema SCHEMA
 * RECORD, it holds that record alone against it. Knows the part of JSON Schema that ours uses: type,
 * required, enum (of strings and numbers), properties, items, $ref to a file beside it. A member that
 * the schema doesn't name is a disagreement as well.
 */
#define _GNU_SOURCE
#include <cjson/cJSON.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "files.h"
#include "results.h"

static bool has_type(const cJSON *value, const char *type)
{
    if (strcmp(type, "object") == 0)
        return cJSON_IsObject(value);
    if (strcmp(type, "array") == 0)
        return cJSON_IsArray(value);
    if (strcmp(type, "string") == 0)
        return cJSON_IsString(value);
    if (strcmp(type, "boolean") == 0)
        return cJSON_IsBool(value);
    if (strcmp(type, "number") == 0)
        return cJSON_IsNumber(value);
    return strcmp(type, "integer") == 0 && cJSON_IsNumber(value) &&
           value->valuedouble == floor(value->valuedouble);
}

static bool is_allowed(const cJSON *value, const cJSON *allowed)
{
    const cJSON *one;
    cJSON_ArrayForEach(one, allowed) if (cJSON_Compare(value, one, true)) return true;
    return !allowed;
}

/* Returns NULL, or the path of the first disagreement, to be freed. */
static char *disagreement(const cJSON *value, const cJSON *schema, const char *path);

static char *disagreement_in_members(const cJSON *value, const cJSON *schema,
                                     const char *path)
{
    const cJSON *properties = cJSON_GetObjectItem(schema, "properties"), *member, *name;
    char *at = NULL, *found = NULL;
    cJSON_ArrayForEach(name, cJSON_GetObjectItem(schema, "required"))
    {
        if (!cJSON_GetObjectItemCaseSensitive(value, name->valuestring)) {
            if (asprintf(&found, "%s/%s is missing", path, name->valuestring) < 0)
                abort();
            return found;
        }
    }
    cJSON_ArrayForEach(member, value)
    {
        const cJSON *part = cJSON_GetObjectItemCaseSensitive(properties, member->string);
        if (asprintf(&at, "%s/%s", path, member->string) < 0)
            abort();
        if (!part)
            return at;
        found = disagreement(member, part, at);
        free(at);
        if (found)
            return found;
    }
    return NULL;
}

/* The schema that a $ref names. It is needed to the end of the program. */
static const cJSON *referred(const char *file)
{
    static cJSON *schema;
    char path[PATH_MAX];
    if (!schema)
        schema = read_manifest(make_path(path, "docs/%s", file));
    return schema;
}

static char *disagreement(const cJSON *value, const cJSON *schema, const char *path)
{
    if (*text_of(schema, "$ref"))
        schema = referred(text_of(schema, "$ref"));
    const cJSON *list = cJSON_IsArray(value) ? value : NULL, *item;
    if (!has_type(value, text_of(schema, "type")) ||
        !is_allowed(value, cJSON_GetObjectItem(schema, "enum")))
        return strdup(path);
    if (cJSON_IsObject(value))
        return disagreement_in_members(value, schema, path);
    cJSON_ArrayForEach(item, list)
    {
        char *found = disagreement(item, cJSON_GetObjectItem(schema, "items"), path);
        if (found)
            return found;
    }
    return NULL;
}

/* One validation of `from`, held against the schema: as a report, and as build/results.json. */
static void test_source(const char *from, const cJSON *schema)
{
    static const char output[] = "build/tests/schema.json";
    struct command lab = {0};
    command_add(&lab, "build/lab");
    command_add(&lab, "validate");
    command_add(&lab, "--from=%s", from);
    command_add(&lab, "--format=json");
    command_add(&lab, "--output=%s", output);
    int started = run_commands(&lab, 1, 1);
    cJSON *results = started == 0 ? read_manifest(output) : NULL;
    char *found = results ? disagreement(results, schema, "") : strdup("no verdicts");
    if (found)
        printf("FAIL schema of verdicts from %s: %s\n", from, found);
    else
        printf("ok schema of verdicts from %s\n", from);
    free(found);
    cJSON_Delete(results);
    command_free(&lab);
}

/* Returns an exit status. */
static int test_record(const char *file, const cJSON *schema)
{
    cJSON *record = read_manifest(file);
    char *found = record ? disagreement(record, schema, "") : strdup("no record");
    if (found)
        printf("%s: %s\n", file, found);
    cJSON_Delete(record);
    free(found);
    return found ? 1 : 0;
}

int main(int argc, char **argv)
{
    static const char broken[] = "int run_sequential(void) { return 0 }\n";
    cJSON *schema = argc == 2 || argc == 3 ? read_manifest(argv[1]) : NULL;
    if (!schema) {
        fprintf(stderr, "usage: schema SCHEMA [RECORD]\n");
        return 3;
    }
    if (argc == 3) {
        int status = test_record(argv[2], schema);
        cJSON_Delete(schema);
        return status;
    }
    if (make_folders("build/tests/broken/01_sequential") != 0 ||
        write_file("build/tests/broken/01_sequential/sequential.c", broken,
                   strlen(broken)) != 0)
        return 3;
    test_source("validate/stubs", schema);
    test_source("solutions", schema);
    test_source("build/tests/broken", schema);
    cJSON_Delete(schema);
    return 0;
}
