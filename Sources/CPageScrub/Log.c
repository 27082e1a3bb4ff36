#include "Log.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* SQLite fails to write more at once than the last. */
enum { HEADER_OF_LOG = 32, HEADER_OF_FRAME = 24, CAPACITY = 0x1ffff };

struct log {
    /* What was gathered, and where it belongs. */
    unsigned char *bytes;
    int count;
    sqlite3_int64 start;
    /* What lies before was written by this connection, and may be written again. */
    sqlite3_int64 end;
    /* Whether the next page is the last of its commit. */
    int ends_commit;
};

static const sqlite3_io_methods *plain;
static sqlite3_io_methods gathering;
static unsigned place_of_log;
static pthread_mutex_t beginning = PTHREAD_MUTEX_INITIALIZER;

static struct log *log_of(sqlite3_file *file) { return (struct log *)((char *)file + place_of_log); }

unsigned clientele_log_memory(void) { return sizeof(struct log); }

/* Writes what was gathered. What fails is gone, as the commit is that it belongs to: the next one begins where it
   did. */
static int flush(sqlite3_file *file) {
    struct log *log = log_of(file);
    int count = log->count;
    log->count = 0;
    int code = count == 0 ? SQLITE_OK : plain->xWrite(file, log->bytes, count, log->start);
    if (code != SQLITE_OK) log->end = log->start;
    return code;
}

static int is_room(struct log *log, int count, sqlite3_int64 offset) {
    return offset == log->start + log->count && log->count + count <= CAPACITY;
}

static int gather(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    struct log *log = log_of(file);
    int code = is_room(log, count, offset) ? SQLITE_OK : flush(file);
    if (code != SQLITE_OK) return code;
    if (log->bytes == NULL) log->bytes = malloc(CAPACITY);
    if (log->bytes == NULL || count > CAPACITY) return plain->xWrite(file, bytes, count, offset);
    if (log->count == 0) log->start = offset;
    memcpy(log->bytes + log->count, bytes, (size_t)count);
    log->count += count;
    return SQLITE_OK;
}

static int write_log(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    static const unsigned char none[4];
    struct log *log = log_of(file);
    int is_new_log = offset == 0 && count == HEADER_OF_LOG;
    int ends_commit = log->ends_commit;
    /* The size of the database after a commit, which other frames do not have. */
    log->ends_commit = count == HEADER_OF_FRAME && memcmp((const char *)bytes + 4, none, sizeof none) != 0;
    if (offset < log->end && !is_new_log) {
        int code = flush(file);
        return code == SQLITE_OK ? plain->xWrite(file, bytes, count, offset) : code;
    }
    int code = gather(file, bytes, count, offset);
    if (code != SQLITE_OK) return code;
    log->end = offset + count;
    return ends_commit ? flush(file) : SQLITE_OK;
}

static int read_log(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    int code = flush(file);
    return code == SQLITE_OK ? plain->xRead(file, bytes, count, offset) : code;
}

static int truncate_log(sqlite3_file *file, sqlite3_int64 size) {
    int code = flush(file);
    return code == SQLITE_OK ? plain->xTruncate(file, size) : code;
}

static int sync_log(sqlite3_file *file, int flags) {
    int code = flush(file);
    return code == SQLITE_OK ? plain->xSync(file, flags) : code;
}

static int size_of_log(sqlite3_file *file, sqlite3_int64 *size) {
    int code = flush(file);
    return code == SQLITE_OK ? plain->xFileSize(file, size) : code;
}

/* What is gathered is of a commit that did not come to its end. */
static int close_log(sqlite3_file *file) {
    free(log_of(file)->bytes);
    return plain->xClose(file);
}

void clientele_log_adopt(sqlite3_file *file, unsigned place) {
    pthread_mutex_lock(&beginning);
    if (plain == NULL) {
        place_of_log = place;
        plain = file->pMethods;
        gathering = *plain;
        gathering.xWrite = write_log;
        gathering.xRead = read_log;
        gathering.xTruncate = truncate_log;
        gathering.xSync = sync_log;
        gathering.xFileSize = size_of_log;
        gathering.xClose = close_log;
    }
    if (file->pMethods == plain) {
        memset(log_of(file), 0, sizeof(struct log));
        file->pMethods = &gathering;
    }
    pthread_mutex_unlock(&beginning);
}
