/*
 * sqlite_run.c: one statement: found or prepared, bound by name, stepped.
 *
 * SQLite reads our "$1" as a name and numbers names by first appearance, so a
 * plan keeps where each of our numbers stands.
 */
#include "sql/sqlite.h"

#include "base/clock.h"

enum { BUSY_US = 100000 }; /* recovery after a killed neighbour takes less */

struct plan {
	const char *text;
	sqlite3_stmt *stmt;
	bool reads_only;
	int top;                        /* highest number in the text */
	unsigned char at[ARGS_MAX + 1]; /* SQLite's index of $n; 0 = none */
};

void sqlite_settle(struct sqlite *s)
{
	if (s->stepping)
		sqlite3_reset(s->stepping);
	s->stepping = NULL;
}

static void drop_plan(void *ptr)
{
	struct plan *p = ptr;

	sqlite3_finalize(p->stmt);
	free(p);
}

void sqlite_forget_plans(struct db *db)
{
	struct sqlite *s = db->conn;

	sqlite_settle(s);
	cache_clear(&s->plans, drop_plan);
	for (int i = 0; i < PLAIN_MAX; i++) {
		sqlite3_finalize(s->plain[i]);
		s->plain[i] = NULL;
	}
}

/* False for a "$" that is no number of ours. */
static bool map_arguments(struct plan *p)
{
	int n = sqlite3_bind_parameter_count(p->stmt);

	for (int i = 1; i <= n; i++) {
		const char *name = sqlite3_bind_parameter_name(p->stmt, i);
		int number = name ? (int)strtol(name + 1, NULL, 10) : 0;

		if (number < 1 || number > ARGS_MAX)
			return false;
		p->at[number] = (unsigned char)i;
		if (number > p->top)
			p->top = number;
	}
	return true;
}

/* NULL after an error. */
static struct plan *make_plan(struct db *db, const struct sql_query *q,
			      enum err *ret_err)
{
	struct sqlite *s = db->conn;
	struct plan *p;
	sqlite3_stmt *stmt;
	int rc = sqlite3_prepare_v3(s->handle, q->text, -1,
				    SQLITE_PREPARE_PERSISTENT, &stmt, NULL);

	if (rc != SQLITE_OK) {
		*ret_err = sqlite_fail(db, q->name, rc);
		return NULL;
	}
	p = calloc(1, sizeof(*p));
	if (!p)
		abort();
	p->text = q->text;
	p->stmt = stmt;
	p->reads_only = sqlite3_stmt_readonly(stmt);
	if (!map_arguments(p)) {
		drop_plan(p);
		db_fail(db, "%s: arguments are $1 to $64", q->name);
		*ret_err = ERR_INTERNAL;
		return NULL;
	}
	cache_put(&s->plans, q, p);
	return p;
}

static struct plan *find_plan(struct db *db, const struct sql_query *q,
			      enum err *ret_err)
{
	struct sqlite *s = db->conn;
	struct plan *p = cache_get(&s->plans, q);

	if (!q->text) {
		db_fail(db, "%s: no text for SQLite", q->name);
		*ret_err = ERR_INTERNAL;
		return NULL;
	}
	if (p && p->text == q->text)
		return p;
	if (p) {
		cache_put(&s->plans, q, NULL);
		drop_plan(p);
	}
	return make_plan(db, q, ret_err);
}

static int bind_one(sqlite3_stmt *stmt, int at, const struct sql_arg *arg)
{
	switch (arg->type) {
	case SQL_INT:
		return sqlite3_bind_int64(stmt, at, arg->num);
	case SQL_REAL:
		return sqlite3_bind_double(stmt, at, arg->real);
	case SQL_TEXT:
		return sqlite3_bind_text(stmt, at, arg->text, -1,
					 SQLITE_STATIC);
	case SQL_NULL:
		break;
	}
	return sqlite3_bind_null(stmt, at);
}

static enum err bind_all(struct db *db, const struct plan *p,
			 const struct ask *ask)
{
	if ((int)ask->argc != (p->top ? p->top : 1)) {
		db_fail(db, "%s: %zu arguments, the text has $%d",
			ask->query->name, ask->argc, p->top);
		return ERR_INTERNAL;
	}
	for (size_t i = 0; i < ask->argc; i++) {
		int rc = SQLITE_OK;

		if (p->at[i + 1])
			rc = bind_one(p->stmt, p->at[i + 1], &ask->argv[i]);
		if (rc != SQLITE_OK)
			return sqlite_fail(db, ask->query->name, rc);
	}
	return OK;
}

static void keep_row(sqlite3_stmt *stmt, struct rows *r)
{
	struct cell *c = rows_add(r);

	for (int i = 0; i < r->cols; i++, c++) {
		switch (sqlite3_column_type(stmt, i)) {
		case SQLITE_NULL:
			break;
		case SQLITE_INTEGER:
			c->num = sqlite3_column_int64(stmt, i);
			c->type = CELL_INT;
			break;
		case SQLITE_FLOAT:
			c->real = sqlite3_column_double(stmt, i);
			c->type = CELL_REAL;
			break;
		default:
			c->text = arena_strndup(
				r->arena,
				(const char *)sqlite3_column_text(stmt, i),
				(size_t)sqlite3_column_bytes(stmt, i));
			c->type = CELL_TEXT;
		}
	}
}

/* The arena may unwind out of here: stepping remembers what to reset. */
static enum err step_all(struct db *db, struct plan *p, struct ask *ask)
{
	struct sqlite *s = db->conn;
	struct rows none = {0};
	struct rows *r = ask->rows ? ask->rows : &none;
	enum err err = OK;
	int rc;

	r->cols = sqlite3_column_count(p->stmt);
	s->stepping = p->stmt;
	while ((rc = sqlite3_step(p->stmt)) == SQLITE_ROW)
		if (ask->rows)
			keep_row(p->stmt, r);
	if (rc != SQLITE_DONE)
		err = sqlite_fail(db, ask->query->name, rc);
	else if (!p->reads_only)
		ask->changed = sqlite3_changes64(s->handle);
	sqlite_settle(s);
	return err;
}

enum err sqlite_run(struct db *db, struct ask *ask)
{
	struct sqlite *s = db->conn;
	int64_t now = clock_mono_us();
	struct plan *p;
	enum err err;

	sqlite_settle(s);
	s->busy_until_us = db->state == DB_WRITE ? 0 : now + BUSY_US;
	s->deadline_us = now + STATEMENT_MS * INT64_C(1000);
	p = find_plan(db, ask->query, &err);
	if (!p)
		return err;
	err = bind_all(db, p, ask);
	if (err)
		return err;
	if (!p->reads_only && db->state != DB_WRITE) {
		db_fail(db, "%s: writes outside of a write transaction",
			ask->query->name);
		return ERR_INTERNAL;
	}
	return step_all(db, p, ask);
}
