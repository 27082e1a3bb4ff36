#ifndef CCURL_H
#define CCURL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* libcurl's options are set by functions with variable arguments, which Swift cannot call. */

/* One connection to a server, kept open between requests; to be used by one thread at a time. */
typedef struct clientele_http clientele_http;

/* NULL when there is no memory. */
clientele_http *clientele_http_make(void);
void clientele_http_free(clientele_http *http);

/* Posts; `lines` are those of the header. Follows no redirect. Gives 0, or libcurl's code. */
int clientele_http_post(
    clientele_http *http, const char *url, const char *const *lines, size_t count, const unsigned char *body,
    size_t length, long timeout_seconds);

/* Of the last answer. The body is cut after 16 MiB; it stays valid until the next request. */
long clientele_http_status(const clientele_http *http);
long clientele_http_retry_after_seconds(const clientele_http *http);
const unsigned char *clientele_http_body(const clientele_http *http, size_t *length);

/* Many requests at a time, to be used by one thread. */
typedef struct clientele_courier clientele_courier;

/* Whether a connection may go to an address of 4 or 16 bytes, in network byte order. */
typedef bool (*clientele_address_judge)(const unsigned char *address, size_t length);

/* What came of a request. */
typedef struct {
    uint64_t token;
    /* libcurl's, or 0. */
    int code;
    long status;
    long retry_after_seconds;
    /* Whether the judge refused an address, or would have to be asked about one without TLS. */
    bool refused;
    /* Whether the answer was longer than anybody wants to read, and was cut. */
    bool cut;
} clientele_receipt;

/* NULL when there is no memory. Without a judge every address does, and so does HTTP without TLS; `authorities` names a
 * file of certificates to trust instead of the system's, or is NULL. */
clientele_courier *clientele_courier_make(clientele_address_judge judge, const char *authorities);
void clientele_courier_free(clientele_courier *courier);

/* Begins to post `body`, which is copied as the header lines are. Follows no redirect and asks no proxy. False when
 * there is no memory. */
bool clientele_courier_post(
    clientele_courier *courier, uint64_t token, const char *url, const char *const *lines, size_t count,
    const unsigned char *body, size_t length, long timeout_milliseconds);

/* Goes on with all requests and waits until something can be done, `bell` is rung, or the time is over. */
void clientele_courier_wait(clientele_courier *courier, int bell, int timeout_milliseconds);

/* Takes a request that came to its end; false when none did. */
bool clientele_courier_take(clientele_courier *courier, clientele_receipt *receipt);

/* A descriptor that wakes a courier who waits; -1 when there is none to be had. */
int clientele_bell_make(void);
void clientele_bell_ring(int bell);

/* Kinds of failures, of libcurl's codes. */
bool clientele_code_is_unknown_host(int code);
bool clientele_code_is_unreachable(int code);
bool clientele_code_is_timeout(int code);
bool clientele_code_is_certificate(int code);
bool clientele_code_is_no_tls(int code);
bool clientele_code_is_bad_answer(int code);

/* libcurl's words for one of its codes. */
const char *clientele_http_reason(int code);

#endif
