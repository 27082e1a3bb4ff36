/* What a bare program makes of SQLite: threads that each put one row in a transaction of its own, durable before the
   next. They take turns by a lock of their own, since SQLite's would have them sleep. Usage: upserts FILE THREADS SECONDS;
   it prints transactions a second. */

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const char *file;
static double end;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

struct worker {
    pthread_t thread;
    int number;
    long count;
};

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void check(sqlite3 *database, int code) {
    if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
    fprintf(stderr, "SQLite: %s\n", sqlite3_errmsg(database));
    exit(1);
}

static sqlite3 *opened(void) {
    sqlite3 *database;
    check(NULL, sqlite3_open(file, &database));
    sqlite3_busy_timeout(database, 60000);
    check(database, sqlite3_exec(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", NULL, NULL, NULL));
    return database;
}

static void *work(void *argument) {
    struct worker *worker = argument;
    sqlite3 *database = opened();
    sqlite3_stmt *upsert;
    const char *text = "INSERT INTO orders VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET payload = excluded.payload";
    check(database, sqlite3_prepare_v2(database, text, -1, &upsert, NULL));
    char payload[300] = {0};
    while (now() < end) {
        pthread_mutex_lock(&turn);
        check(database, sqlite3_exec(database, "BEGIN IMMEDIATE", NULL, NULL, NULL));
        sqlite3_bind_int64(upsert, 1, (long)worker->number << 32 | worker->count);
        sqlite3_bind_blob(upsert, 2, payload, sizeof payload, SQLITE_STATIC);
        check(database, sqlite3_step(upsert));
        check(database, sqlite3_reset(upsert));
        check(database, sqlite3_exec(database, "COMMIT", NULL, NULL, NULL));
        pthread_mutex_unlock(&turn);
        worker->count++;
    }
    sqlite3_finalize(upsert);
    sqlite3_close(database);
    return NULL;
}

int main(int count, char **words) {
    if (count != 4) return 64;
    file = words[1];
    int threads = atoi(words[2]);
    sqlite3 *database = opened();
    const char *table = "CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, payload BLOB)";
    check(database, sqlite3_exec(database, table, NULL, NULL, NULL));
    struct worker *workers = calloc(threads, sizeof *workers);
    double begin = now();
    end = begin + atof(words[3]);
    for (int each = 0; each < threads; each++) {
        workers[each].number = each;
        pthread_create(&workers[each].thread, NULL, work, &workers[each]);
    }
    long sum = 0;
    for (int each = 0; each < threads; each++) {
        pthread_join(workers[each].thread, NULL);
        sum += workers[each].count;
    }
    printf("%.1f\n", sum / (now() - begin));
    sqlite3_close(database);
    return 0;
}
