#include "CCurl.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#define MAXIMUM_BODY (16u << 20)

struct clientele_http {
    CURL *curl;
    unsigned char *body;
    size_t length;
    size_t capacity;
};

clientele_http *clientele_http_make(void) {
    clientele_http *http = calloc(1, sizeof *http);
    if (http == NULL) return NULL;
    http->curl = curl_easy_init();
    if (http->curl == NULL) {
        free(http);
        return NULL;
    }
    return http;
}

void clientele_http_free(clientele_http *http) {
    if (http == NULL) return;
    curl_easy_cleanup(http->curl);
    free(http->body);
    free(http);
}

static size_t keep(char *data, size_t size, size_t count, void *context) {
    clientele_http *http = context;
    size_t length = size * count;
    if (http->length + length > MAXIMUM_BODY) return length;
    if (http->length + length > http->capacity) {
        size_t capacity = (http->length + length) * 2;
        unsigned char *body = realloc(http->body, capacity);
        if (body == NULL) return 0;
        http->body = body;
        http->capacity = capacity;
    }
    memcpy(http->body + http->length, data, length);
    http->length += length;
    return length;
}

static struct curl_slist *headers(const char *const *lines, size_t count) {
    /* Without this libcurl waits for leave to send, a second for every request. */
    struct curl_slist *list = curl_slist_append(NULL, "Expect:");
    for (size_t index = 0; index < count; index++) list = curl_slist_append(list, lines[index]);
    return list;
}

int clientele_http_post(
    clientele_http *http, const char *url, const char *const *lines, size_t count, const unsigned char *body,
    size_t length, long timeout_seconds) {
    CURL *curl = http->curl;
    struct curl_slist *list = headers(lines, count);
    http->length = 0;
    curl_easy_reset(curl);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, (const char *)body);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, timeout_seconds);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, http);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "clientele");
    CURLcode code = curl_easy_perform(curl);
    curl_slist_free_all(list);
    return (int)code;
}

long clientele_http_status(const clientele_http *http) {
    long status = 0;
    curl_easy_getinfo(http->curl, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

long clientele_http_retry_after_seconds(const clientele_http *http) {
    curl_off_t seconds = 0;
    curl_easy_getinfo(http->curl, CURLINFO_RETRY_AFTER, &seconds);
    return (long)seconds;
}

const unsigned char *clientele_http_body(const clientele_http *http, size_t *length) {
    *length = http->length;
    return http->body;
}

const char *clientele_http_reason(int code) {
    return curl_easy_strerror((CURLcode)code);
}
