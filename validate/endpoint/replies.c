/* replies.c - the bodies that the endpoint plays; see replies.h. */
#include "replies.h"

#include <cjson/cJSON.h>
#include <stddef.h>

const char CANNED_REVIEW[] =
    "1. work() holds fetch_lock while it waits in io_fetch(). Only one look-up is ever "
    "under way, so the threads gain nothing. Give each worker its own Metadata and fetch "
    "without the lock.\n"
    "2. add_answer() changes the shared summary without any lock: found++ and "
    "year_total += year can lose updates when two workers meet there.\n"
    "3. has_next() and take_next() are both locked, so handing out the entries is safe.\n"
    "4. run_workers() reads threads[i] without the lock while pthread_create() writes "
    "it: "
    "this is a data race on the array.\n"
    "5. `next` should be declared volatile, so that every worker sees its latest value.";

const char NOT_JSON_BODY[] =
    "<!doctype html>\n<title>Maintenance</title>\n<p>Please come back later.</p>\n";

const char NO_CHOICES_BODY[] = "{\"id\": \"chatcmpl-local\", \"object\": "
                               "\"chat.completion\", \"model\": \"canned\"}";

const char EMPTY_CHOICES_BODY[] = "{\"id\": \"chatcmpl-local\", \"object\": "
                                  "\"chat.completion\", \"choices\": []}";

const char NULL_CONTENT_BODY[] =
    "{\"id\": \"chatcmpl-local\", \"object\": \"chat.completion\", \"choices\": "
    "[{\"index\": 0, \"message\": {\"role\": \"assistant\", \"content\": null}, "
    "\"finish_reason\": \"stop\"}]}";

/* Prints the tree and deletes it. NULL if not all of it could be built. */
static char *print_and_delete(cJSON *tree, int is_whole)
{
    char *text = is_whole ? cJSON_PrintUnformatted(tree) : NULL;
    cJSON_Delete(tree);
    return text;
}

/* The tree as OpenAI's reference describes it, down to the members that no task reads, so
 * that a client which stumbles over them is found out. */
char *chat_completion(const char *text)
{
    cJSON *root = cJSON_CreateObject();
    cJSON *choice = cJSON_CreateObject();
    cJSON *choices = cJSON_AddArrayToObject(root, "choices");
    if (!cJSON_AddItemToArray(choices, choice)) {
        cJSON_Delete(choice);
        choice = NULL;
    }
    cJSON *message = cJSON_AddObjectToObject(choice, "message");
    cJSON *usage = cJSON_AddObjectToObject(root, "usage");
    int is_whole = cJSON_AddStringToObject(root, "id", "chatcmpl-local") &&
                   cJSON_AddStringToObject(root, "object", "chat.completion") &&
                   cJSON_AddNumberToObject(root, "created", 1735689600) &&
                   cJSON_AddStringToObject(root, "model", "canned") &&
                   cJSON_AddNumberToObject(choice, "index", 0) &&
                   cJSON_AddStringToObject(choice, "finish_reason", "stop") &&
                   cJSON_AddStringToObject(message, "role", "assistant") &&
                   cJSON_AddStringToObject(message, "content", text) &&
                   cJSON_AddNumberToObject(usage, "total_tokens", 0);
    return print_and_delete(root, is_whole);
}

char *error_body(unsigned status)
{
    cJSON *root = cJSON_CreateObject();
    cJSON *error = cJSON_AddObjectToObject(root, "error");
    int is_whole = cJSON_AddStringToObject(error, "message", "Played by the endpoint.") &&
                   cJSON_AddNumberToObject(error, "code", status);
    return print_and_delete(root, is_whole);
}
