#include "SpanPost.h"

#include <curl/curl.h>

static size_t drop(char *data, size_t size, size_t count, void *context) {
    (void)data;
    (void)context;
    return size * count;
}

int clientele_span_post(
    const char *url, const char *const *headers, size_t header_count, const unsigned char *body, size_t length,
    long timeout_seconds, long *status, long *retry_after_seconds) {
    CURL *curl = curl_easy_init();
    if (curl == NULL) return CURLE_OUT_OF_MEMORY;
    struct curl_slist *list = curl_slist_append(NULL, "Content-Type: application/json");
    /* Without this libcurl waits for leave to send, a second for every request. */
    list = curl_slist_append(list, "Expect:");
    for (size_t index = 0; index < header_count; index++) list = curl_slist_append(list, headers[index]);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, (const char *)body);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, timeout_seconds);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, timeout_seconds);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "clientele");
    CURLcode code = curl_easy_perform(curl);
    curl_off_t seconds = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, status);
    curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &seconds);
    *retry_after_seconds = (long)seconds;
    curl_slist_free_all(list);
    curl_easy_cleanup(curl);
    return (int)code;
}
