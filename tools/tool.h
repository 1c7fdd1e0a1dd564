/*
 * tool.h: what the build's own programs share: a growing buffer, whole files,
 * and complaints in the form editors understand (file:line: words).
 *
 * These programs run once and end, so they free nothing.
 */
#ifndef TOOLS_TOOL_H
#define TOOLS_TOOL_H

#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct buf {
	char *ptr; /* NUL-terminated */
	size_t len, cap;
};

/* How many complaints were made; main() ends with them. */
static int tool_errors;

__attribute__((format(printf, 3, 4), unused)) static void
complain(const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s:%d: error: ", file, line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	tool_errors++;
}

static inline void *must(void *memory)
{
	if (!memory) {
		fputs("out of memory\n", stderr);
		exit(2);
	}
	return memory;
}

static inline void buf_add(struct buf *b, const char *bytes, size_t n)
{
	if (b->len + n + 1 > b->cap) {
		b->cap = (b->len + n + 1) * 2;
		b->ptr = must(realloc(b->ptr, b->cap));
	}
	memcpy(b->ptr + b->len, bytes, n);
	b->len += n;
	b->ptr[b->len] = '\0';
}

static inline void buf_puts(struct buf *b, const char *text)
{
	buf_add(b, text, strlen(text));
}

static inline void buf_putc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

__attribute__((format(printf, 2, 3), unused)) static void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		exit(2);
	va_end(ap);
	buf_puts(b, text);
	free(text);
}

static inline char *copy(const char *bytes, size_t n)
{
	return must(strndup(bytes, n));
}

/* The whole file, or NULL after a complaint. */
__attribute__((unused)) static char *read_file(const char *path, size_t *ret_n)
{
	FILE *f = fopen(path, "rb");
	struct buf b = {0};
	char part[65536];
	size_t n;

	if (!f) {
		complain(path, 0, "cannot be read");
		return NULL;
	}
	buf_puts(&b, "");
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		buf_add(&b, part, n);
	fclose(f);
	if (ret_n)
		*ret_n = b.len;
	return b.ptr;
}

__attribute__((unused)) static void write_file(const char *path,
					       const struct buf *b)
{
	FILE *f = fopen(path, "wb");

	if (!f || fwrite(b->ptr, 1, b->len, f) != b->len || fclose(f)) {
		fprintf(stderr, "%s: cannot be written\n", path);
		exit(2);
	}
}

/* The part of a path after its last slash. */
static inline const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* A C string literal. C17 promises to take 4,095 bytes; callers cut. */
__attribute__((unused)) static void put_literal(struct buf *b,
						const char *bytes, size_t n)
{
	buf_putc(b, '"');
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if (c == '"' || c == '\\')
			buf_printf(b, "\\%c", c);
		else if (c == '\n')
			buf_puts(b, "\\n");
		else if (c < ' ' || c == 127 || c == '?')
			buf_printf(b, "\\%03o", c);
		else
			buf_putc(b, (char)c);
	}
	buf_putc(b, '"');
}

#endif
