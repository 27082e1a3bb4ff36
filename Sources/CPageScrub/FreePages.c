#include "CPageScrub.h"
#include "Pages.h"

#include <sqlite3.h>
#include <string.h>

/* The list of free pages: https://www.sqlite.org/fileformat.html, section 1.5. Each of its trunks begins with the
   number of the next one and the count of the free pages that it names. */

enum { SIZE_OF_PAGE = 16, FIRST_TRUNK = 32, COUNT_OF_FREE = 36 };

struct walk {
    sqlite3_file *file;
    unsigned size;
    int has_written;
};

static int read_page(const struct walk *walk, unsigned char *page, unsigned number) {
    if (number == 0) return SQLITE_CORRUPT;
    return walk->file->pMethods->xRead(walk->file, page, (int)walk->size, (sqlite3_int64)(number - 1) * walk->size);
}

/* Leaves the first `kept` bytes of a page, which are not written, so that a loss of power cannot spoil the list, and
   zeros behind. */
static int clear(struct walk *walk, const unsigned char *page, unsigned number, unsigned kept) {
    static const unsigned char zeros[GREATEST_PAGE];
    if (memcmp(page + kept, zeros, walk->size - kept) == 0) return SQLITE_OK;
    walk->has_written = 1;
    sqlite3_int64 offset = (sqlite3_int64)(number - 1) * walk->size + kept;
    return walk->file->pMethods->xWrite(walk->file, zeros, (int)(walk->size - kept), offset);
}

static int clear_named(struct walk *walk, const unsigned char *trunk, unsigned count) {
    unsigned char page[GREATEST_PAGE];
    for (unsigned place = 0; place < count; place++) {
        unsigned number = clientele_number32(trunk + 8 + 4 * place);
        int code = read_page(walk, page, number);
        if (code == SQLITE_OK) code = clear(walk, page, number, 0);
        if (code != SQLITE_OK) return code;
    }
    return SQLITE_OK;
}

static int clear_all(struct walk *walk, unsigned number, unsigned left) {
    unsigned char trunk[GREATEST_PAGE];
    while (number != 0) {
        int code = read_page(walk, trunk, number);
        if (code != SQLITE_OK) return code;
        unsigned count = clientele_number32(trunk + 4);
        if (count > walk->size / 4 - 2 || left < count + 1) return SQLITE_CORRUPT;
        left -= count + 1;
        code = clear_named(walk, trunk, count);
        if (code == SQLITE_OK) code = clear(walk, trunk, number, 8 + 4 * count);
        if (code != SQLITE_OK) return code;
        number = clientele_number32(trunk);
    }
    return SQLITE_OK;
}

/* Whether all that was committed is in the file. */
static int is_log_empty(sqlite3 *connection) {
    sqlite3_file *log = NULL;
    sqlite3_int64 size = 0;
    int code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (code != SQLITE_OK || log == NULL || log->pMethods == NULL) return 0;
    return log->pMethods->xFileSize(log, &size) == SQLITE_OK && size == 0;
}

int clientele_scrub_free_pages(sqlite3 *connection) {
    unsigned char header[HEADER_OF_FILE];
    struct walk walk = {NULL, 0, 0};
    if (!is_log_empty(connection)) return SQLITE_BUSY;
    int code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &walk.file);
    if (code == SQLITE_OK) code = walk.file->pMethods->xRead(walk.file, header, HEADER_OF_FILE, 0);
    if (code != SQLITE_OK) return code;
    walk.size = clientele_number16(header + SIZE_OF_PAGE);
    if (walk.size == 1) walk.size = GREATEST_PAGE;
    if (!clientele_is_page_size(walk.size)) return SQLITE_CORRUPT;
    code = clear_all(&walk, clientele_number32(header + FIRST_TRUNK), clientele_number32(header + COUNT_OF_FREE));
    if (code != SQLITE_OK || !walk.has_written) return code;
    return walk.file->pMethods->xSync(walk.file, SQLITE_SYNC_FULL);
}
