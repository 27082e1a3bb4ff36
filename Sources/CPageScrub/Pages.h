#ifndef CLIENTELE_PAGES_H
#define CLIENTELE_PAGES_H

/* The format of files and pages: https://www.sqlite.org/fileformat.html, section 1. */
enum { HEADER_OF_FILE = 100, GREATEST_PAGE = 65536, LEAST_PAGE = 512 };

static inline unsigned clientele_number16(const unsigned char *bytes) { return (unsigned)bytes[0] << 8 | bytes[1]; }

static inline unsigned clientele_number32(const unsigned char *bytes) {
    return clientele_number16(bytes) << 16 | clientele_number16(bytes + 2);
}

static inline int clientele_is_page_size(unsigned count) {
    return count >= LEAST_PAGE && count <= GREATEST_PAGE && (count & (count - 1)) == 0;
}

#endif
