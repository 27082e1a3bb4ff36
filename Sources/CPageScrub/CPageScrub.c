#include "CPageScrub.h"
#include "Pages.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { APPLICATION = 68 };

/* What marks a database as one of this program. */
static const char application[4] = {'C', 'l', 'n', 't'};

/* Clears what lies between the list of cells and the cells. Returns whether anything had to be cleared. */
static int scrub(unsigned char *page, unsigned size, int is_first) {
    unsigned header = is_first ? HEADER_OF_FILE : 0;
    unsigned char type = page[header];
    int is_inner = type == 2 || type == 5;
    if (!is_inner && type != 10 && type != 13) return 0;
    unsigned cells = clientele_number16(page + header + 3);
    unsigned content = clientele_number16(page + header + 5);
    if (content == 0) content = GREATEST_PAGE;
    unsigned end_of_list = header + (is_inner ? 12 : 8) + 2 * cells;
    if (content > size || end_of_list > content) return 0;
    for (unsigned place = end_of_list; place < content; place++) {
        if (page[place] == 0) continue;
        memset(page + place, 0, content - place);
        return 1;
    }
    return 0;
}

/* A page that belongs to no tree begins with the number of another page, whose first byte is zero up to 2 to the 24th
   pages: 64 GiB. Beyond, the two cannot be told apart for certain, and the file is left alone. */
static int is_too_large(sqlite3_int64 end, unsigned page_size) {
    return end > ((sqlite3_int64)page_size << 24);
}

/* MARK: Writing */

static sqlite3_vfs *plain_vfs;
static sqlite3_vfs scrubbing_vfs;
static const sqlite3_io_methods *plain;
static sqlite3_io_methods scrubbing;
static pthread_mutex_t beginning = PTHREAD_MUTEX_INITIALIZER;
static atomic_int is_out_of_reach;

static int write_scrubbed(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    unsigned char page[GREATEST_PAGE];
    int is_page = clientele_is_page_size((unsigned)count) && offset % count == 0;
    if (is_page && is_too_large(offset + count, (unsigned)count)) atomic_store(&is_out_of_reach, 1);
    if (!is_page || atomic_load(&is_out_of_reach)) return plain->xWrite(file, bytes, count, offset);
    memcpy(page, bytes, (size_t)count);
    int is_changed = scrub(page, (unsigned)count, offset == 0);
    return plain->xWrite(file, is_changed ? page : bytes, count, offset);
}

static void adopt(sqlite3_file *file) {
    sqlite3_int64 size = 0;
    if (file->pMethods->xFileSize(file, &size) == SQLITE_OK && is_too_large(size, 4096)) {
        atomic_store(&is_out_of_reach, 1);
    }
    pthread_mutex_lock(&beginning);
    if (plain == NULL) {
        plain = file->pMethods;
        scrubbing = *plain;
        scrubbing.xWrite = write_scrubbed;
    }
    if (file->pMethods == plain) file->pMethods = &scrubbing;
    pthread_mutex_unlock(&beginning);
}

static int open_scrubbed(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags) {
    (void)vfs;
    int code = plain_vfs->xOpen(plain_vfs, name, file, flags, out_flags);
    if (code == SQLITE_OK && (flags & SQLITE_OPEN_MAIN_DB) && name != NULL && file->pMethods != NULL) adopt(file);
    return code;
}

int clientele_scrub_begin(void) {
    pthread_mutex_lock(&beginning);
    int code = SQLITE_OK;
    if (plain_vfs == NULL) {
        /* It would take a lock for each allocation, to count what nobody asks for. Fails once SQLite is in use. */
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
        code = sqlite3_initialize();
        if (code == SQLITE_OK) plain_vfs = sqlite3_vfs_find(NULL);
        if (plain_vfs != NULL) {
            scrubbing_vfs = *plain_vfs;
            scrubbing_vfs.zName = "clientele";
            scrubbing_vfs.pNext = NULL;
            scrubbing_vfs.xOpen = open_scrubbed;
            code = sqlite3_vfs_register(&scrubbing_vfs, 1);
        } else if (code == SQLITE_OK) {
            code = SQLITE_ERROR;
        }
    }
    pthread_mutex_unlock(&beginning);
    return code;
}

/* MARK: A file that was written before */

static int scrub_open_file(int file) {
    unsigned char page[GREATEST_PAGE];
    if (pread(file, page, HEADER_OF_FILE, 0) != HEADER_OF_FILE) return 0;
    if (memcmp(page + APPLICATION, application, sizeof application) != 0) return 0;
    unsigned size = clientele_number16(page + 16) == 1 ? GREATEST_PAGE : clientele_number16(page + 16);
    struct stat about;
    if (!clientele_is_page_size(size)) return 0;
    if (fstat(file, &about) != 0) return errno;
    if (is_too_large(about.st_size, size)) return 0;
    for (off_t offset = 0; offset + size <= about.st_size; offset += size) {
        if (pread(file, page, size, offset) != (ssize_t)size) return errno ? errno : EIO;
        if (scrub(page, size, offset == 0) && pwrite(file, page, size, offset) != (ssize_t)size) {
            return errno ? errno : EIO;
        }
    }
    return fsync(file) == 0 ? 0 : errno;
}

int clientele_scrub_file(const char *path) {
    errno = 0;
    int file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0) return errno;
    int error = scrub_open_file(file);
    close(file);
    return error;
}

unsigned clientele_scrub_user_version(const char *path) {
    unsigned char header[HEADER_OF_FILE];
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    int is_read = pread(file, header, sizeof header, 0) == sizeof header;
    close(file);
    return is_read ? clientele_number32(header + 60) : 0;
}
