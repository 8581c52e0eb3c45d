/*
 * view_help.c - the keys and the signs, in a box over everything.
 */
#include "view_parts.h"

static const char *const lines[] = {
    "right, space      one step on            left    one step back",
    "j                 the next switch        k       the last switch",
    "Home, g           in front of all        End, G  behind all",
    "e                 what the step means",
    "a                 stop at all steps, or at those that say something",
    "?                 this; any key goes on",
    "q                 quit",
    "",
    "A marker in front of a line: the thread makes that step next, or",
    "waits in it. The line of the step just done is in the thread's colour.",
    "The row of digits is the schedule: one digit a step, the thread's number.",
    "Variables: what the step wrote is reversed, what it read is bold.",
};

void view_help(struct frame *frame)
{
    int count = (int)(sizeof lines / sizeof lines[0]), widest = 0;
    for (int i = 0; i < count; i++) {
        int width = frame_width(lines[i]);
        widest = width > widest ? width : widest;
    }
    struct frame_area box = {(frame->rows - count - 2) / 2,
                             (frame->columns - widest - 4) / 2, count + 2, widest + 4};
    for (int row = 0; row < box.rows; row++)
        for (int column = 0; column < box.columns; column++)
            frame_put(frame, box.row + row, box.column + column, 1, FRAME_PLAIN, " ");
    struct frame_area in = frame_box(frame, box, "the player");
    for (int i = 0; i < count; i++)
        frame_put(frame, in.row + i, in.column + 1, in.columns - 1, FRAME_PLAIN,
                  lines[i]);
}
