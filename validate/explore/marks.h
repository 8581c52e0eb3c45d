/*
 * marks.h - places in a message that only someone with the program's debugging information can
 * put into words.
 *
 * The explorer knows addresses; file names, lines and variables stand in the executable, and
 * are looked up in another process. A message therefore carries marks, each from
 * MARK_BEGIN to MARK_END, with the fields in hexadecimal, parted by commas:
 *
 *   MARK_BEGIN 's' site MARK_END                 becomes  "queue.c:17"
 *   MARK_BEGIN 'v' address,size,place,thread,site,offset,block,otherwise MARK_END
 *                                                becomes  "q.count", as struct explore_location;
 *                                                or, if it has no name, what stands last
 *
 * Neither byte occurs in program text that anybody prints; explore_wrong and assert messages
 * are stripped of them.
 */
#ifndef MARKS_H
#define MARKS_H

#define MARK_BEGIN '\x01'
#define MARK_END   '\x02'

#endif
