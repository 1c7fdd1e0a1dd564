/*
 * log.c: lines to standard error; the service manager keeps the files.
 *
 * A line leaves in one write(2), so lines of several processes never mix.
 */
#include "base/log.h"

#include "base/clock.h"
#include "base/str.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 1024, BATCH_BYTES = 32 * 1024, REQUEST_ID_BYTES = 48 };

static const char *const names[] = {"debug", "info", "warn", "error"};

static enum log_level lowest = LOG_INFO;
static bool batching;
static char batch[BATCH_BYTES];
static size_t batch_len;
static int64_t scope_tenant;
static char scope_request[REQUEST_ID_BYTES] = "-";

void log_level_set(enum log_level level)
{
	lowest = level;
}

bool log_level_parse(const char *name, enum log_level *ret_level)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (str_same(name, names[i])) {
			*ret_level = (enum log_level)i;
			return true;
		}
	}
	return false;
}

void log_scope(int64_t tenant, const char *request_id)
{
	scope_tenant = tenant;
	snprintf(scope_request, sizeof(scope_request), "%s",
		 str_empty(request_id) ? "-" : request_id);
}

/* A log that cannot be written has nobody to be told. */
static void write_out(const char *bytes, size_t n)
{
	ssize_t done;

	while (n) {
		done = write(STDERR_FILENO, bytes, n);
		if (done < 0 && errno != EINTR)
			return;
		if (done > 0) {
			bytes += done;
			n -= (size_t)done;
		}
	}
}

void log_flush(void)
{
	write_out(batch, batch_len);
	batch_len = 0;
}

void log_batch(bool on)
{
	log_flush();
	batching = on;
}

/* What printf says it wanted -> what stands in a buffer of that size. */
static size_t stands(int wanted, size_t size)
{
	if (wanted < 0)
		return 0;
	return (size_t)wanted < size ? (size_t)wanted : size - 1;
}

static size_t line_head(char *line, size_t size, enum log_level level)
{
	int64_t us = clock_now_us();
	time_t now = (time_t)(us / SECOND_US);
	char when[24] = "";
	struct tm tm;
	int n;

	if (gmtime_r(&now, &tm))
		strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%S", &tm);
	n = snprintf(line, size, "%s.%03dZ %s tenant=%" PRId64 " req=%s ", when,
		     (int)(us % SECOND_US / 1000), names[level], scope_tenant,
		     scope_request);
	return stands(n, size);
}

/* No value can begin a line of its own. */
static void one_line(char *line, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
			line[i] = ' ';
	}
}

void log_line(enum log_level level, const char *fmt, ...)
{
	char line[LINE_MAX_BYTES];
	size_t n;
	va_list ap;

	if (level < lowest)
		return;
	n = line_head(line, sizeof(line), level);
	va_start(ap, fmt);
	n += stands(vsnprintf(line + n, sizeof(line) - n, fmt, ap),
		    sizeof(line) - n);
	va_end(ap);
	one_line(line, n);
	line[n++] = '\n';
	if (batch_len + n > sizeof(batch))
		log_flush();
	memcpy(batch + batch_len, line, n);
	batch_len += n;
	if (!batching || level == LOG_ERROR)
		log_flush();
}
