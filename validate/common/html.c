/* html.c - see html.h. */
#include "html.h"

/* Contrasts against the background, by WCAG 2.1: text at least 4.5 to 1, drawn things 3 to 1. */
static const char frame_style[] =
    ":root{--page:#fff;--text:#1b1f24;--quiet:#59636e;--line:#848d97;--panel:#f4f6f8;"
    "--blue:#0a5fcc;--orange:#b5450b;--good:#1a7f37;--bad:#b42318}\n"
    "@media(prefers-color-scheme:dark){:root{--page:#15181d;--text:#e7eaee;"
    "--quiet:#a9b2bd;--line:#7d8590;--panel:#1f242b;--blue:#5ba2f5;--orange:#ff9b57;"
    "--good:#4cc76a;--bad:#ff8d80}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0 auto;padding:1rem;max-width:62rem;background:var(--page);"
    "color:var(--text);font:16px/1.5 system-ui,sans-serif}\n"
    "h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2.2rem}h3{font-size:1rem;"
    "margin:1.2rem 0 .3rem}\n"
    ".quiet,caption{color:var(--quiet)}\n"
    ".scroll{overflow-x:auto}\n"
    "table{border-collapse:collapse;margin-top:.6rem}"
    "caption{text-align:left;padding-bottom:.4rem}\n";

void html_text(FILE *out, const char *text)
{
    for (const char *c = text; *c; c++) {
        switch (*c) {
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '&':
            fputs("&amp;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        default:
            fputc(*c, out);
        }
    }
}

void html_begin(FILE *out, const char *title, const char *style)
{
    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta name=\"color-scheme\" content=\"light dark\">\n"
          "<link rel=\"icon\" href=\"data:,\">\n<title>",
          out);
    html_text(out, title);
    fprintf(out, "</title>\n<style>\n%s%s</style>\n</head>\n<body>\n<main>\n<h1>",
            frame_style, style);
    html_text(out, title);
    fputs("</h1>\n", out);
}

void html_end(FILE *out)
{
    fputs("</main>\n</body>\n</html>\n", out);
}
