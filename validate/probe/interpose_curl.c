/*
 * interpose_curl.c - the client module of task 6, told by the check to trust a certificate, and
 * libcurl's options, which can be made to fail.
 *
 * A file of its own: only a task whose stub calls the module is linked with libcurl.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include "ai_client.h"
#include "interpose.h"
#include "review_maker.h"
#include "scenario.h"

/* With trust=1 the certificate of another host counts as in order. Whether it is of the host that
 * was asked for is then all that is left to be looked at. */
CURL *lab_review_client_open(void)
{
    CURL *curl = review_client_open();
    struct curl_blob blob = {(void *)OTHER_HOSTS_CERTIFICATE,
                             strlen(OTHER_HOSTS_CERTIFICATE), CURL_BLOB_NOCOPY};
    if (curl && arg_int("trust", 0))
        curl_easy_setopt(curl, CURLOPT_CAINFO_BLOB, &blob);
    return curl;
}

/* Only such an option needs memory. */
static bool is_copied(CURLoption option)
{
    const struct curl_easyoption *known = curl_easy_option_by_id(option);
    return option == CURLOPT_COPYPOSTFIELDS || (known && known->type == CURLOT_STRING);
}

/* Every value is a long, a curl_off_t or a pointer: 8 bytes each, handed on as they are. */
CURLcode lab_curl_easy_setopt(CURL *curl, CURLoption option, ...)
{
    va_list values;
    va_start(values, option);
    void *value = va_arg(values, void *);
    va_end(values);
    if (is_copied(option) && call_must_fail(CALL_CURL_SETOPT, CALL_SITE))
        return CURLE_OUT_OF_MEMORY;
    return (curl_easy_setopt)(curl, option, value);
}
