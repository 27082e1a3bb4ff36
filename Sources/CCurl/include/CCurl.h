#ifndef CCURL_H
#define CCURL_H

#include <stddef.h>

#include "SpanPost.h"

/* libcurl's options are set by functions with variable arguments, which Swift cannot call. */

/* One connection to a server, kept open between requests; to be used by one thread at a time. */
typedef struct clientele_http clientele_http;

/* NULL when there is no memory. */
clientele_http *clientele_http_make(void);
void clientele_http_free(clientele_http *http);

/* Posts NDJSON; `authorization` is the header's value, or NULL. Follows no redirect. Gives 0, or libcurl's code. */
int clientele_http_post(
    clientele_http *http, const char *url, const char *authorization, const unsigned char *body, size_t length,
    long timeout_seconds);

/* Of the last answer. The body is cut after 16 MiB; it stays valid until the next request. */
long clientele_http_status(const clientele_http *http);
long clientele_http_retry_after_seconds(const clientele_http *http);
const unsigned char *clientele_http_body(const clientele_http *http, size_t *length);

/* libcurl's words for one of its codes. */
const char *clientele_http_reason(int code);

#endif
