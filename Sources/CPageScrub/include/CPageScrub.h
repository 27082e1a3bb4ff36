#ifndef C_PAGE_SCRUB_H
#define C_PAGE_SCRUB_H

/* What SQLite moves from one page to another leaves a copy behind in the unused middle of the first, also with
   `secure_delete`: a row that is deleted later lives on there. From this call on, every page of a database is written
   without such remains. Returns a result code of SQLite. */
int clientele_scrub_begin(void);

/* Clears the pages of a database of this program that were written before. Nobody in this process may have it open, or
   its locks are lost. Returns 0 or an error number of the system. */
int clientele_scrub_file(const char *path);

/* Clears the free pages of a database. SQLite clears a page that becomes free (`secure_delete`). It does not clear a
   free page that a savepoint used which was taken back.

   The connection holds a transaction in which nothing was written, so that nobody else writes, and the log is empty, or
   nothing is done. Returns a result code of SQLite. */
struct sqlite3;
int clientele_scrub_free_pages(struct sqlite3 *connection);

/* The number an application may keep in a database file, read without opening the database; 0 also for no file. */
unsigned clientele_scrub_user_version(const char *path);

#endif
