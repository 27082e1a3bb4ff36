#ifndef CLIENTELE_LOG_H
#define CLIENTELE_LOG_H

#include <sqlite3.h>

/* The write-ahead log: https://www.sqlite.org/fileformat.html, section 4.

   SQLite writes a frame in two pieces, its header and its page, and a commit is many frames. Each piece costs a call
   into the system. Here the pieces are gathered and go to the file together, at the latest with the last of the commit:
   its header says that it is. So nobody else can know of a frame before it is in the file. */

/* How much more memory a file takes, by which what is gathered is found. */
unsigned clientele_log_memory(void);

/* From now on the writes to a log that has just been opened are gathered. `place` is where its memory begins. */
void clientele_log_adopt(sqlite3_file *file, unsigned place);

#endif
