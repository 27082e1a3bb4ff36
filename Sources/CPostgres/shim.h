#include <libpq-fe.h>
#include <sys/eventfd.h>

/* The field of an error that holds its SQLSTATE, which the header has as a macro. */
static const int clientele_field_of_sql_state = PG_DIAG_SQLSTATE;

/* A descriptor that becomes readable when it is written to, and closes with the process. */
static inline int clientele_make_bell(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}
