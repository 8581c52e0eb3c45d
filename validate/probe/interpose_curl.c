/*
 * interpose_curl.c - the client module of task 6, told by the check to trust a certificate.
 *
 * A file of its own: only a task whose stub calls the module is linked with libcurl.
 */
#include <string.h>

#include "ai_client.h"
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
