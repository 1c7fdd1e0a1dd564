/*
 * cache.c: finds a connection's prepared statement by the address of its
 * query. Open addressing; nothing is ever removed singly.
 */
#include "sql/engine.h"

enum { FIRST_SLOTS = 128 };

static size_t place_of(const struct cache *c, const void *key)
{
	uint64_t h = (uint64_t)(uintptr_t)key * 0x9E3779B97F4A7C15u;
	size_t i = (size_t)(h >> 32) & (c->cap - 1);

	while (c->slots[i].key && c->slots[i].key != key)
		i = (i + 1) & (c->cap - 1);
	return i;
}

void *cache_get(const struct cache *c, const void *key)
{
	return c->cap ? c->slots[place_of(c, key)].value : NULL;
}

static void grow(struct cache *c)
{
	struct cache bigger = {.cap = c->cap ? c->cap * 2 : FIRST_SLOTS};

	bigger.slots = calloc(bigger.cap, sizeof(*bigger.slots));
	if (!bigger.slots)
		abort();
	for (size_t i = 0; i < c->cap; i++)
		if (c->slots[i].key)
			bigger.slots[place_of(&bigger, c->slots[i].key)] =
				c->slots[i];
	bigger.used = c->used;
	free(c->slots);
	*c = bigger;
}

void cache_put(struct cache *c, const void *key, void *value)
{
	size_t i;

	if (c->used * 2 >= c->cap)
		grow(c);
	i = place_of(c, key);
	if (!c->slots[i].key)
		c->used++;
	c->slots[i] = (struct cache_slot){key, value};
}

void cache_clear(struct cache *c, void (*drop)(void *value))
{
	for (size_t i = 0; i < c->cap; i++)
		if (c->slots[i].key && c->slots[i].value)
			drop(c->slots[i].value);
	free(c->slots);
	*c = (struct cache){0};
}
