/*
 * view_help.c - lines of help, in a box over everything.
 */
#include "view_parts.h"

void view_help(struct frame *frame, const char *title, const char *const *lines)
{
    int count = 0, widest = 0;
    for (; lines[count]; count++) {
        int width = frame_width(lines[count]);
        widest = width > widest ? width : widest;
    }
    struct frame_area box = {(frame->rows - count - 2) / 2,
                             (frame->columns - widest - 4) / 2, count + 2, widest + 4};
    for (int row = 0; row < box.rows; row++)
        for (int column = 0; column < box.columns; column++)
            frame_put(frame, box.row + row, box.column + column, 1, FRAME_PLAIN, " ");
    struct frame_area in = frame_box(frame, box, title);
    for (int i = 0; i < count; i++)
        frame_put(frame, in.row + i, in.column + 1, in.columns - 1, FRAME_PLAIN,
                  lines[i]);
}
