#ifndef CCURL_SPAN_POST_H
#define CCURL_SPAN_POST_H

#include <stddef.h>

/* Posts JSON over a connection of its own; `headers` are whole lines. Follows no redirect and keeps nothing of the body
   of the answer. Gives 0, or libcurl's code. */
int clientele_span_post(
    const char *url, const char *const *headers, size_t header_count, const unsigned char *body, size_t length,
    long timeout_seconds, long *status, long *retry_after_seconds);

#endif
