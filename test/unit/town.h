/*
 * town.h: what the tests of slices share: a database of each engine, a
 * municipality with units and people. on_each_engine() ends the test's main().
 */
#ifndef TEST_TOWN_H
#define TEST_TOWN_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/seal.h"
#include "base/str.h"
#include "pgtest.h"
#include "sql/sql.h"
#include "staff/staff.h"
#include "tap.h"
#include "tenant/tenant.h"
#include "unit/unit.h"

#include <stdlib.h>
#include <unistd.h>

#define QUERY(n, t) static const struct sql_query n = {.name = #n, .text = t}

static struct arena arena = ARENA_INIT;
static struct arena *const a = &arena;
static struct pool *pool;
static struct db *db;
static const char *on; /* the engine's name, for the lines */

/* What a struct tenant begins with; a test adds the days it is about. */
#define TOWN                                                                   \
 .id = 1, .slug = "town",                                                      \
 .brand = {.name = {"Kaupunki", "Staden", "Town"},                             \
	   .contact_mail = "palaute@town.example",                             \
	   .contact_phone = "09 310 1691",                                     \
	   .urgent_phone = ""},                                                \
 .mail_from = "noreply@town.example", .mail_reply_to = "palaute@town.example", \
 .reaction_workdays = 2, .answer_workdays = 5,                                 \
 .base_url = "https://town.example"

static inline void begin(void)
{
	if (db_write_begin(db))
		printf("Bail out! begin: %s\n", db_error(db));
}

static inline void commit(void)
{
	if (db_write_commit(db))
		printf("Bail out! commit: %s\n", db_error(db));
}

static inline void undo(void)
{
	db_write_abort(db);
}

static inline int64_t make_unit(const char *code, int64_t parent,
				const char *mail)
{
	struct unit u = {
		.code = code,
		.parent_id = parent,
		.name = {code, code, code},
		.mail = mail,
		.active = true,
	};
	int64_t id = 0;

	ok(!unit_save(db, a, &u, &id), "%s: unit %s", on, code);
	return id;
}

static inline struct session make_person(const char *name, int64_t unit,
					 const struct grant *grants, size_t n)
{
	struct staff s = {
		.mail = arena_printf(a, "%s@town.example", name),
		.name = name,
		.title = "",
		.unit_id = unit,
		.active = true,
		.grants = grants,
		.grant_count = n,
	};
	struct session session = {.name = name, .unit_id = unit};

	ok(!staff_save(db, a, &s, &session.staff_id), "%s: person %s", on,
	   name);
	for (size_t i = 0; i < n; i++)
		for (const struct permission *p = permissions; p->name; p++)
			if (str_same(p->name, grants[i].permission))
				session.rights |= p->bit;
	return session;
}

#define GRANTS(...)                   \
 (const struct grant[]){__VA_ARGS__}, \
	 sizeof((struct grant[]){__VA_ARGS__}) / sizeof(struct grant)

/* A folder of the test's own, and the keys in it. */
static inline void make_folder(void)
{
	clock_init();
	if (!getenv("KAIKU_TEST_DIR"))
		setenv("KAIKU_TEST_DIR", mkdtemp((char[]){"/tmp/kaiku-XXXXXX"}),
		       1);
	ok(!seal_load(getenv("KAIKU_TEST_DIR")), "a key");
}

static inline int on_each_engine(const char *name,
				 void (*suite)(const char *engine,
					       const char *url))
{
	const char *pg;

	suite("sqlite", NULL);
	pg = pgtest_database(name);
	if (pg)
		suite("postgres", pg);
	else
		ok(true, "postgres # SKIP KAIKU_TEST_PG is not set");
	return tap_done();
}

#endif
