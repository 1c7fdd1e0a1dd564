/*
 * arena.c: a bump allocator with deferred closers.
 *
 * Requests are short and many, so ordinary blocks are kept in a small free
 * list of the process; a block is cleaned as far as it was used when it comes
 * back. Under AddressSanitizer nothing is kept, so that a pointer that
 * outlives its request is found.
 */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef __has_feature /* clang's way to ask */
# define __has_feature(x) 0
#endif

enum {
	ALIGN = 16,
	BLOCK_SIZE = 16 * 1024,
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
	KEEP_BLOCKS = 0,
#else
	KEEP_BLOCKS = 128,
#endif
};

struct arena_block {
	struct arena_block *next;
	size_t used;
	size_t size;
	_Alignas(16) unsigned char bytes[];
};

struct arena_defer {
	struct arena_defer *next;
	void (*fn)(void *);
	void *ptr;
};

enum { BLOCK_BYTES = BLOCK_SIZE - sizeof(struct arena_block) };

static struct arena_block *kept;
static int kept_count;

static struct arena_block *block_get(size_t want)
{
	size_t size = want > BLOCK_BYTES ? want : BLOCK_BYTES;
	struct arena_block *b = kept;

	if (size == BLOCK_BYTES && b) {
		kept = b->next;
		kept_count--;
		return b;
	}
	b = calloc(1, sizeof(*b) + size);
	if (b)
		b->size = size;
	return b;
}

static void block_put(struct arena_block *b)
{
	if (b->size != BLOCK_BYTES || kept_count >= KEEP_BLOCKS) {
		free(b);
		return;
	}
	memset(b->bytes, 0, b->used);
	b->used = 0;
	b->next = kept;
	kept = b;
	kept_count++;
}

static _Noreturn void exhausted(struct arena *a)
{
	if (a->unwind)
		longjmp(*a->unwind, 1);
	abort();
}

/* The head keeps the block with the most room: a huge one goes behind it. */
static void block_link(struct arena *a, struct arena_block *b, size_t want)
{
	if (a->head && want > BLOCK_BYTES) {
		b->next = a->head->next;
		a->head->next = b;
		return;
	}
	b->next = a->head;
	a->head = b;
}

/* NULL when the system has no memory; no limit is looked at. */
static void *take(struct arena *a, size_t want)
{
	struct arena_block *b = a->head;
	void *p;

	if (!b || b->size - b->used < want) {
		b = block_get(want);
		if (!b)
			return NULL;
		block_link(a, b, want);
	}
	p = b->bytes + b->used;
	b->used += want;
	a->used += want;
	return p;
}

static size_t round_up(size_t size)
{
	return size ? (size + ALIGN - 1) & ~(size_t)(ALIGN - 1) : ALIGN;
}

void *arena_alloc(struct arena *a, size_t size)
{
	size_t want;
	void *p;

	if (size > SIZE_MAX / 4)
		exhausted(a);
	want = round_up(size);
	if (a->limit && (want > a->limit || a->used > a->limit - want))
		exhausted(a);
	p = take(a, want);
	if (!p)
		exhausted(a);
	return p;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(count, size, &total))
		exhausted(a);
	return arena_alloc(a, total);
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *copy = arena_alloc(a, n + 1);

	if (n)
		memcpy(copy, s, n);
	return copy;
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	char small[256], *s;
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	if (n < 0) {
		va_end(again);
		exhausted(a);
	}
	if ((size_t)n < sizeof(small)) {
		va_end(again);
		return arena_strndup(a, small, (size_t)n);
	}
	s = arena_alloc(a, (size_t)n + 1);
	vsnprintf(s, (size_t)n + 1, fmt, again);
	va_end(again);
	return s;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return s;
}

/* Past the limit too: what was opened must be closed. */
void arena_defer(struct arena *a, void (*fn)(void *), void *ptr)
{
	struct arena_defer *d = take(a, round_up(sizeof(*d)));

	if (!d) {
		fn(ptr);
		exhausted(a);
	}
	d->fn = fn;
	d->ptr = ptr;
	d->next = a->defers;
	a->defers = d;
}

void arena_release(struct arena *a)
{
	struct arena_block *b, *next;

	while (a->defers) {
		struct arena_defer *d = a->defers;

		a->defers = d->next;
		d->fn(d->ptr);
	}
	for (b = a->head; b; b = next) {
		next = b->next;
		block_put(b);
	}
	a->head = NULL;
	a->used = 0;
}
