/*
 * review_client_test.c - unit tests of the settings of task 6: what a .env file may hold,
 * what the environment overrides, and that no value is ever told in a complaint. Link
 * with runner/{ai_client,env_file}.c, validate/common/files.c and -lcurl.
 */
#define _GNU_SOURCE
#include <errno.h>

#include "ai_client.h"
#include "env_file.h"
#include "scratch.h"

static void begin(void)
{
    scratch_open();
    unsetenv("LAB_API_KEY");
    unsetenv("LAB_BASE_URL");
    unsetenv("LAB_MODEL");
}

TestSuite(env_file, .init = begin, .fini = scratch_close);
TestSuite(review_client, .init = begin, .fini = scratch_close);

/* ---- lines ----------------------------------------------------------------------- */

static char got[4096]; /* what was assigned: "NAME=<value>;" each */

static int note(void *context, const char *name, const char *value)
{
    size_t used = strlen(got);
    (void)context;
    snprintf(got + used, sizeof got - used, "%s=<%s>;", name, value);
    return 0;
}

/* Reads a file with these contents. */
static int read_env(const char *text, size_t size, unsigned *bad_line)
{
    got[0] = '\0';
    cr_assert_eq(write_file(".env", text, size), 0);
    return env_file_read(".env", note, NULL, bad_line);
}

Test(env_file, lines_that_are_good)
{
    static const char *const lines[][2] = {
        {"", ""},
        {"\n \t\n# a comment\n  # another\n", ""},
        {"A=1\nB=2\n", "A=<1>;B=<2>;"},
        {"A=1", "A=<1>;"},
        {"A=1\r\nB=2\r\n", "A=<1>;B=<2>;"},
        {"  A = 1 \t\n", "A=<1>;"},
        {"A=\n", "A=<>;"},
        {"A=one two\n", "A=<one two>;"},
        {"A=1 # a comment\n", "A=<1>;"},
        {"A=1#2\n", "A=<1#2>;"},
        {"A=#\n", "A=<>;"},
        {"A=\"1 # 2\" # a comment\n", "A=<1 # 2>;"},
        {"A=' 1 '\n", "A=< 1 >;"},
        {"A='\"'\n", "A=<\">;"},
        {"A=\"$B ${C} \\n\"\n", "A=<$B ${C} \\n>;"},
        {"A=$B\n", "A=<$B>;"},
        {"A=a=b\n", "A=<a=b>;"},
        {"export A=1\n", "A=<1>;"},
        {"export  A_2=1\n", "A_2=<1>;"},
        {"exported=1\n", "exported=<1>;"},
        {"\xEF\xBB\xBF"
         "A=1\n",
         "A=<1>;"},
        {"A=1\nA=2\n", "A=<1>;A=<2>;"},
    };
    unsigned bad_line = 99;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        cr_expect_eq(read_env(lines[i][0], strlen(lines[i][0]), &bad_line), 0, "%s",
                     lines[i][0]);
        cr_expect_eq(bad_line, 0);
        cr_expect_str_eq(got, lines[i][1], "%s gives %s", lines[i][0], got);
    }
}

Test(env_file, lines_that_are_bad)
{
    static const struct {
        const char *text;
        unsigned line;
    } files[] = {
        {"A\n", 1},         {"A=1\nB\n", 2},        {"=1\n", 1},    {"1A=1\n", 1},
        {"A B=1\n", 1},     {"A-B=1\n", 1},         {"A=\"1\n", 1}, {"A='1\"\n", 1},
        {"A=\"1\" 2\n", 1}, {"\n\n#\nexport\n", 4},
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        unsigned bad_line = 0;
        errno = 0;
        cr_expect_eq(read_env(files[i].text, strlen(files[i].text), &bad_line), -1, "%s",
                     files[i].text);
        cr_expect_eq(errno, EBADMSG);
        cr_expect_eq(bad_line, files[i].line, "line %u of %s", bad_line, files[i].text);
    }
}

Test(env_file, a_zero_byte_is_no_text)
{
    unsigned bad_line;
    cr_assert_eq(read_env("A=1\nB=\0x\n", 9, &bad_line), -1);
    cr_assert_eq(bad_line, 2);
    cr_assert_str_eq(got, "A=<1>;");
}

Test(env_file, a_missing_file_is_like_an_empty_one)
{
    unsigned bad_line = 99;
    got[0] = '\0';
    cr_assert_eq(env_file_read("nowhere/.env", note, NULL, &bad_line), 0);
    cr_assert_eq(bad_line, 0);
    cr_assert_str_empty(got);
}

Test(env_file, a_folder_can_not_be_read)
{
    unsigned bad_line = 99;
    cr_assert_eq(make_folders(".env"), 0);
    errno = 0;
    cr_assert_eq(env_file_read(".env", note, NULL, &bad_line), -1);
    cr_assert_eq(errno, EISDIR);
    cr_assert_eq(bad_line, 0);
}

static int refuse(void *context, const char *name, const char *value)
{
    note(context, name, value);
    errno = ENOMEM;
    return -1;
}

Test(env_file, a_refused_assignment_ends_the_reading)
{
    unsigned bad_line = 99;
    got[0] = '\0';
    put_file(".env", "A=1\nB=2\n");
    errno = 0;
    cr_assert_eq(env_file_read(".env", refuse, NULL, &bad_line), -1);
    cr_assert_eq(errno, ENOMEM);
    cr_assert_eq(bad_line, 0);
    cr_assert_str_eq(got, "A=<1>;");
}

/* ---- settings -------------------------------------------------------------------- */

static ReviewClient client;
static char complaint[256];

static int load(const char *text)
{
    complaint[0] = '\0';
    put_file(".env", text);
    return review_client_load(&client, ".env", complaint, sizeof complaint);
}

static void set(const char *name, const char *value)
{
    cr_assert_eq(setenv(name, value, 1), 0);
}

Test(review_client, nothing_said_means_the_fallbacks)
{
    cr_assert_eq(review_client_load(&client, "nowhere", complaint, sizeof complaint), 0);
    cr_assert_str_eq(client.base_url, "https://api.openai.com/v1");
    cr_assert_str_eq(client.model, "gpt-4o-mini");
    cr_assert_str_empty(client.api_key);
    cr_assert_not(review_client_has_key(&client));
    cr_assert_gt(client.timeout_ms, 0);
    cr_assert_gt(client.reply_limit, 0);
    review_client_free(&client);
    cr_assert_null(client.base_url);
}

Test(review_client, the_file_is_taken_and_other_names_are_left)
{
    cr_assert_eq(load("LAB_API_KEY=k\nLAB_BASE_URL=http://localhost:11434/v1\n"
                      "LAB_MODEL=m\nOTHER=x y\n"),
                 0);
    cr_assert_str_eq(client.base_url, "http://localhost:11434/v1");
    cr_assert_str_eq(client.model, "m");
    cr_assert_str_eq(client.api_key, "k");
    cr_assert(review_client_has_key(&client));
    review_client_free(&client);
}

Test(review_client, the_environment_overrides_the_file)
{
    set("LAB_API_KEY", "from-environment");
    set("LAB_MODEL", "");
    cr_assert_eq(load("LAB_API_KEY=from-file\nLAB_MODEL=from-file\n"), 0);
    cr_assert_str_eq(client.api_key, "from-environment");
    cr_assert_str_eq(client.model, "gpt-4o-mini", "empty means: the fallback");
    review_client_free(&client);
}

Test(review_client, a_placeholder_is_no_key)
{
    cr_assert_eq(load("LAB_API_KEY=put-your-key-here\n"), 0);
    cr_assert_not(review_client_has_key(&client));
    review_client_free(&client);
    cr_assert_eq(load("LAB_API_KEY=put-your-key-here2\n"), 0);
    cr_assert(review_client_has_key(&client));
    review_client_free(&client);
}

Test(review_client, slashes_at_the_end_are_cut)
{
    cr_assert_eq(load("LAB_BASE_URL=https://host/v1//\n"), 0);
    cr_assert_str_eq(client.base_url, "https://host/v1");
    review_client_free(&client);
}

Test(review_client, values_that_can_not_be_used_are_refused_and_not_told)
{
    static const char *const files[] = {
        "LAB_API_KEY=SECRET with a space\n",
        "LAB_API_KEY=SECRET\xc3\xa9\n",
        "LAB_API_KEY=\"SECRET\tx\"\n",
        "LAB_BASE_URL=SECRET\n",
        "LAB_BASE_URL=ftp://SECRET/v1\n",
        "LAB_BASE_URL=file:///SECRET\n",
        "LAB_BASE_URL=https://\n",
        "LAB_BASE_URL=https://user:SECRET@host/v1\n",
        "LAB_BASE_URL=https://host/v1?key=SECRET\n",
        "LAB_BASE_URL=https://host/v1#SECRET\n",
        "LAB_BASE_URL=https://ho st/SECRET\n",
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        errno = 0;
        cr_expect_eq(load(files[i]), -1, "%s", files[i]);
        cr_expect_eq(errno, EINVAL);
        cr_expect_str_not_empty(complaint);
        cr_expect_null(strstr(complaint, "SECRET"), "it tells: %s", complaint);
        cr_expect_null(strchr(complaint, '\n'));
    }
}

/* A line break smuggled in by the environment would be a header of its own. */
Test(review_client, the_environment_is_checked_as_well)
{
    set("LAB_API_KEY", "k\r\nX-Header: y");
    cr_assert_eq(load(""), -1);
    cr_assert_eq(errno, EINVAL);
}

Test(review_client, a_bad_line_is_told_by_its_number_alone)
{
    errno = 0;
    cr_assert_eq(load("# settings\nLAB_API_KEY SECRET\n"), -1);
    cr_assert_eq(errno, EBADMSG);
    assert_has(complaint, ".env, line 2");
    assert_has_not(complaint, "SECRET");
}

Test(review_client, this_machine_is_known_as_local)
{
    static const struct {
        const char *url;
        bool is_local;
    } urls[] = {
        {"http://localhost:11434/v1", true},
        {"http://LOCALHOST/v1", true},
        {"http://127.0.0.1/v1", true},
        {"http://[::1]:8080/v1", true},
        {"https://api.openai.com/v1", false},
        {"http://localhost.example.org/v1", false},
        {"http://example.org/localhost", false},
    };
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
        ReviewClient other = {.base_url = urls[i].url};
        cr_expect_eq(review_client_is_local(&other), urls[i].is_local, "%s", urls[i].url);
    }
}

/* ---- libcurl --------------------------------------------------------------------- */

Test(review_client, only_http_and_https_are_spoken)
{
    char url[PATH_MAX + 8];
    CURL *curl = review_client_open();
    cr_assert(curl);
    put_file("secret", "x");
    snprintf(url, sizeof url, "file://%s/secret", scratch);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    CURLcode code = curl_easy_perform(curl);
    cr_assert_eq(code, CURLE_UNSUPPORTED_PROTOCOL);
    cr_assert_eq(review_client_errno(code), EINVAL);
    curl_easy_cleanup(curl);
}

Test(review_client, why_it_failed_is_said_in_errnos_terms)
{
    cr_assert_eq(review_client_errno(CURLE_OK), 0);
    cr_assert_eq(review_client_errno(CURLE_OPERATION_TIMEDOUT), ETIMEDOUT);
    cr_assert_eq(review_client_errno(CURLE_COULDNT_CONNECT), ECONNREFUSED);
    cr_assert_eq(review_client_errno(CURLE_COULDNT_RESOLVE_HOST), ECONNREFUSED);
    cr_assert_eq(review_client_errno(CURLE_PEER_FAILED_VERIFICATION), EPROTO);
    cr_assert_eq(review_client_errno(CURLE_URL_MALFORMAT), EINVAL);
    cr_assert_eq(review_client_errno(CURLE_OUT_OF_MEMORY), ENOMEM);
    cr_assert_eq(review_client_errno(CURLE_PARTIAL_FILE), EIO);
}
