/*
 * json.c - the record as it is.
 */
#include <stdlib.h>

#include "report.h"
#include "utf8.h"

/* What a learner's program printed may be any bytes; JSON is UTF-8. */
void report_json(const cJSON *results, FILE *out)
{
    char *text = cJSON_Print(results);
    if (!text)
        return;
    utf8_clean(text);
    fprintf(out, "%s\n", text);
    free(text);
}
