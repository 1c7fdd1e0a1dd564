/*
 * log.h: one line per event, "what happened: key=value key=value".
 *
 * The worker sets the scope once per request or job; every line then starts
 * with time, level, tenant and request id. Log ids, never what a resident
 * wrote: no names, addresses, message text or codes. Floors below dispatch do
 * not log, they return errors.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>
#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* Lines below the level are dropped. Default LOG_INFO. */
void log_level_set(enum log_level level);
bool log_level_parse(const char *name, enum log_level *ret_level);
void log_scope(int64_t tenant, const char *request_id);
void log_line(enum log_level level, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * A worker may keep its lines and write them once per turn of its loop, after
 * the commit. An error still leaves at once, with what waited before it. Call
 * log_flush() before a fork and before leaving.
 */
void log_batch(bool on);
void log_flush(void);

#define log_debug(...) log_line(LOG_DEBUG, __VA_ARGS__)
#define log_info(...)  log_line(LOG_INFO, __VA_ARGS__)
#define log_warn(...)  log_line(LOG_WARN, __VA_ARGS__)
#define log_error(...) log_line(LOG_ERROR, __VA_ARGS__)

#endif
