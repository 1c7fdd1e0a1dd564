/*
 * arena.h: memory that lives exactly as long as one request or one job.
 *
 * Allocate freely, free nothing: arena_release() at the end of the request
 * runs the deferred closers, newest first, and returns every block. Memory
 * comes zeroed. There is no out-of-memory path above dispatch: an arena that
 * passes its limit (or finds no memory) jumps to arena->unwind when that is
 * set, and aborts the process when it is not.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

struct arena {
	struct arena_block *head;
	struct arena_defer *defers;
	size_t used;     /* bytes handed out, for the limit */
	size_t limit;    /* bytes, 0 = none */
	jmp_buf *unwind; /* where an exhausted arena goes */
};

#define ARENA_INIT       \
 {                       \
  NULL, NULL, 0, 0, NULL \
 }

void *arena_alloc(struct arena *a, size_t size) __attribute__((malloc));
/* size * count, checked for overflow. */
void *arena_array(struct arena *a, size_t count, size_t size);
char *arena_strdup(struct arena *a, const char *s);
/* Copies n bytes and ends them with a NUL. */
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));

/* Calls fn(ptr) when the arena is released. Use it right after an open. */
void arena_defer(struct arena *a, void (*fn)(void *), void *ptr);

void arena_release(struct arena *a);

#endif
