/* html.c - see html.h. */
#include "html.h"

/* Contrasts against the background, by WCAG 2.1: text at least 4.5 to 1, drawn things 3 to 1. */
static const char style[] =
    ":root{--page:#fff;--text:#1b1f24;--quiet:#59636e;--line:#848d97;--panel:#f4f6f8;"
    "--waiting:#3f83d4;--turn:#848d97;--computing:#b5450b;--threads:#1f6feb;"
    "--processes:#b5450b}\n"
    "@media(prefers-color-scheme:dark){:root{--page:#15181d;--text:#e7eaee;"
    "--quiet:#a9b2bd;--line:#7d8590;--panel:#1f242b;--waiting:#5ba2f5;--turn:#8d96a0;"
    "--computing:#ff9b57;--threads:#5ba2f5;--processes:#ff9b57}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0 auto;padding:1rem;max-width:62rem;background:var(--page);"
    "color:var(--text);font:16px/1.5 system-ui,sans-serif}\n"
    "h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2.2rem}h3{font-size:1rem;"
    "margin:1.2rem 0 .3rem}\n"
    ".quiet,caption{color:var(--quiet)}\n"
    ".scroll{overflow-x:auto}\n"
    "table{border-collapse:collapse;margin-top:.6rem}caption{text-align:left;padding-"
    "bottom:.4rem}\n"
    "th,td{padding:.25rem .8rem .25rem 0;text-align:right;white-space:nowrap;"
    "border-bottom:1px solid var(--line);font-variant-numeric:tabular-nums}\n"
    "th:first-child,td:first-child,.word{text-align:left}\n"
    "svg{display:block;width:100%;min-width:50rem;background:var(--panel);"
    "border-radius:4px}\n"
    "svg text{fill:var(--text);font:12px system-ui,sans-serif}\n"
    ".waiting{fill:var(--waiting)}.turn{fill:var(--turn)}.computing{fill:var(--computing)"
    "}\n"
    ".grid{stroke:var(--line);stroke-width:.5}\n"
    ".threads{stroke:var(--threads)}.processes{stroke:var(--processes)}\n"
    ".dot.threads{fill:var(--threads)}.dot.processes{fill:var(--processes)}\n"
    "polyline{fill:none;stroke-width:2}polyline.limit{stroke-dasharray:6 4;"
    "stroke-width:1.2}\n"
    ".key{display:inline-block;width:1.1em;height:.8em;margin:0 .4em 0 1em;"
    "border-radius:2px}\n"
    ".key.waiting{background:var(--waiting)}.key.turn{background:var(--turn);height:."
    "25em;"
    "vertical-align:middle}.key.computing{background:var(--computing)}\n";

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

void html_begin(FILE *out, const char *title)
{
    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta name=\"color-scheme\" content=\"light dark\">\n"
          "<link rel=\"icon\" href=\"data:,\">\n<title>",
          out);
    html_text(out, title);
    fprintf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n<h1>", style);
    html_text(out, title);
    fputs("</h1>\n", out);
}

void html_end(FILE *out)
{
    fputs("</main>\n</body>\n</html>\n", out);
}
