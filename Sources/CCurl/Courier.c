#include <curl/curl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "CCurl.h"

/* Nobody reads what receivers say; what is more than this is not even waited for. */
#define MAXIMUM_ANSWER (64u << 10)
#define CONNECT_TIMEOUT 5000L

struct clientele_courier {
    CURLM *multi;
    clientele_address_judge judge;
    char *authorities;
};

typedef struct {
    uint64_t token;
    clientele_address_judge judge;
    CURL *curl;
    struct curl_slist *lines;
    size_t received;
    bool refused;
    bool cut;
} transfer;

clientele_courier *clientele_courier_make(clientele_address_judge judge, const char *authorities) {
    clientele_courier *courier = calloc(1, sizeof *courier);
    if (courier == NULL) return NULL;
    courier->judge = judge;
    courier->multi = curl_multi_init();
    courier->authorities = authorities == NULL ? NULL : strdup(authorities);
    if (courier->multi == NULL || (authorities != NULL && courier->authorities == NULL)) {
        clientele_courier_free(courier);
        return NULL;
    }
    /* Whoever posts keeps below this, and gives each receiver a share: what waited here would run out of time. */
    curl_multi_setopt(courier->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, 1024L);
    curl_multi_setopt(courier->multi, CURLMOPT_MAXCONNECTS, 256L);
    return courier;
}

void clientele_courier_free(clientele_courier *courier) {
    if (courier == NULL) return;
    if (courier->multi != NULL) curl_multi_cleanup(courier->multi);
    free(courier->authorities);
    free(courier);
}

static void release(transfer *transfer) {
    if (transfer->curl != NULL) curl_easy_cleanup(transfer->curl);
    curl_slist_free_all(transfer->lines);
    free(transfer);
}

/* The address itself is judged, right before a connection goes there: what a name led to before does not matter. */
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    transfer *transfer = context;
    (void)purpose;
    bool allowed = transfer->judge == NULL;
    if (!allowed && address->family == AF_INET) {
        struct sockaddr_in target;
        memcpy(&target, &address->addr, sizeof target);
        allowed = transfer->judge((const unsigned char *)&target.sin_addr, sizeof target.sin_addr);
    } else if (!allowed && address->family == AF_INET6) {
        struct sockaddr_in6 target;
        memcpy(&target, &address->addr, sizeof target);
        allowed = transfer->judge((const unsigned char *)&target.sin6_addr, sizeof target.sin6_addr);
    }
    if (!allowed) {
        transfer->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* A result other than `length` ends the transfer. */
static size_t skip(char *data, size_t size, size_t count, void *context) {
    transfer *transfer = context;
    size_t length = size * count;
    (void)data;
    transfer->received += length;
    if (transfer->received <= MAXIMUM_ANSWER) return length;
    transfer->cut = true;
    return length == 0 ? 1 : 0;
}

static bool add_line(transfer *transfer, const char *line) {
    struct curl_slist *lines = curl_slist_append(transfer->lines, line);
    if (lines == NULL) return false;
    transfer->lines = lines;
    return true;
}

static void set_up(clientele_courier *courier, transfer *transfer, const char *url, long timeout) {
    CURL *curl = transfer->curl;
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, courier->judge == NULL ? "http,https" : "https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    /* With a proxy the address would be that of the proxy. */
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    if (courier->authorities != NULL) curl_easy_setopt(curl, CURLOPT_CAINFO, courier->authorities);
    /* Otherwise all would wait for a name server that does not answer one of them. */
    curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_TIMEOUT);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, timeout);
    curl_easy_setopt(curl, CURLOPT_MAXLIFETIME_CONN, 300L);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "clientele");
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, transfer);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, skip);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, skip);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, transfer);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, transfer->lines);
    curl_easy_setopt(curl, CURLOPT_PRIVATE, transfer);
}

bool clientele_courier_post(
    clientele_courier *courier, uint64_t token, const char *url, const char *const *lines, size_t count,
    const unsigned char *body, size_t length, long timeout_milliseconds) {
    transfer *transfer = calloc(1, sizeof *transfer);
    if (transfer == NULL) return false;
    transfer->token = token;
    transfer->judge = courier->judge;
    /* Then libcurl does not even ask for a socket. */
    transfer->refused = courier->judge != NULL && strncasecmp(url, "https:", 6) != 0;
    transfer->curl = curl_easy_init();
    /* Without this libcurl may wait for leave to send. */
    bool ready = transfer->curl != NULL && add_line(transfer, "Expect:");
    for (size_t place = 0; ready && place < count; place++) ready = add_line(transfer, lines[place]);
    if (ready) {
        set_up(courier, transfer, url, timeout_milliseconds);
        curl_easy_setopt(transfer->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
        ready = curl_easy_setopt(transfer->curl, CURLOPT_COPYPOSTFIELDS, (const char *)body) == CURLE_OK
            && curl_multi_add_handle(courier->multi, transfer->curl) == CURLM_OK;
    }
    if (!ready) release(transfer);
    return ready;
}

void clientele_courier_wait(clientele_courier *courier, int bell, int timeout_milliseconds) {
    int running = 0;
    struct curl_waitfd rope = {.fd = bell, .events = CURL_WAIT_POLLIN, .revents = 0};
    /* What was just begun is due at once, so that nothing has to be done before waiting. What ended before would make
     * the wait a long one. */
    curl_multi_poll(courier->multi, &rope, 1, timeout_milliseconds, NULL);
    if (rope.revents != 0) {
        uint64_t rings;
        if (read(bell, &rings, sizeof rings) < 0) return;
    }
    curl_multi_perform(courier->multi, &running);
}

bool clientele_courier_take(clientele_courier *courier, clientele_receipt *receipt) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(courier->multi, &left)) != NULL) {
        if (message->msg != CURLMSG_DONE) continue;
        transfer *transfer = NULL;
        curl_off_t pause = 0;
        CURL *curl = message->easy_handle;
        receipt->code = (int)message->data.result;
        receipt->status = 0;
        curl_easy_getinfo(curl, CURLINFO_PRIVATE, &transfer);
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &receipt->status);
        curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &pause);
        receipt->retry_after_seconds = (long)pause;
        receipt->token = transfer->token;
        receipt->refused = transfer->refused;
        receipt->cut = transfer->cut;
        curl_multi_remove_handle(courier->multi, curl);
        release(transfer);
        return true;
    }
    return false;
}

int clientele_bell_make(void) {
    return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
}

void clientele_bell_ring(int bell) {
    uint64_t one = 1;
    /* It fails only when the bell has been rung that often already. */
    ssize_t written = write(bell, &one, sizeof one);
    (void)written;
}

bool clientele_code_is_unknown_host(int code) {
    return code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_URL_MALFORMAT;
}

bool clientele_code_is_unreachable(int code) {
    return code == CURLE_COULDNT_CONNECT;
}

bool clientele_code_is_timeout(int code) {
    return code == CURLE_OPERATION_TIMEDOUT;
}

bool clientele_code_is_certificate(int code) {
    return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE
        || code == CURLE_SSL_ISSUER_ERROR || code == CURLE_SSL_INVALIDCERTSTATUS;
}

bool clientele_code_is_no_tls(int code) {
    return code == CURLE_SSL_CONNECT_ERROR;
}

/* HTTP 0.9, which is whatever else may come, is a protocol that is not supported. */
bool clientele_code_is_bad_answer(int code) {
    return code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_WEIRD_SERVER_REPLY;
}
