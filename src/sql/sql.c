/*
 * sql.c: asks a question: adds the tenant, refuses where the transaction is
 * already dead, and remembers when it dies.
 */
#include "sql/engine.h"

void write_reason(char *to, size_t size, const char *fmt, va_list ap)
{
	vsnprintf(to, size, fmt, ap);
	for (size_t n = strlen(to); n && to[n - 1] == '\n'; n--)
		to[n - 1] = 0;
	for (; *to; to++)
		if (*to == '\n' || *to == '\t')
			*to = ' ';
}

void db_fail(struct db *db, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	write_reason(db->error, sizeof(db->error), fmt, ap);
	va_end(ap);
}

const char *db_error(const struct db *db)
{
	return db->error;
}

int64_t db_tenant(const struct db *db)
{
	return db->tenant;
}

bool db_retry_singly(const struct db *db)
{
	return db->retry_singly;
}

bool db_lost(const struct db *db)
{
	return db->lost;
}

enum err ask_complete(struct db *db, struct ask *ask,
		      struct sql_arg all[ARGS_MAX])
{
	if (ask->argc >= ARGS_MAX) {
		db_fail(db, "%s: too many arguments", ask->query->name);
		return ERR_INTERNAL;
	}
	all[0] = ARG_INT(db->tenant);
	if (ask->argc)
		memcpy(all + 1, ask->argv, ask->argc * sizeof(*all));
	ask->argv = all;
	ask->argc++;
	return OK;
}

/* After an error the engines differ in what still works. We do not. */
static enum err ask_by(struct db *db, struct ask *ask,
		       enum err (*way)(struct db *db, struct ask *ask))
{
	struct sql_arg all[ARGS_MAX];
	struct ask full = *ask;
	enum err err;

	if (db->dead)
		return ERR_INTERNAL; /* the first reason stays in error */
	db->retry_singly = false;
	err = ask_complete(db, &full, all);
	if (!err)
		err = way(db, &full);
	if (err)
		db->dead = db->state != DB_IDLE;
	else
		ask->changed = full.changed;
	return err;
}

enum err db_ask(struct db *db, struct ask *ask)
{
	return ask_by(db, ask, db->engine->run);
}

enum err db_send(struct db *db, const struct sql_query *q,
		 const struct sql_arg *argv, size_t argc)
{
	struct ask ask = {.query = q, .argv = argv, .argc = argc};

	if (db->state == DB_WRITE)
		return ask_by(db, &ask, db->engine->send);
	db_fail(db, "%s: sent outside of a write transaction", q->name);
	return ERR_INTERNAL;
}

enum err db_exec(struct db *db, const struct sql_query *q,
		 const struct sql_arg *argv, size_t argc)
{
	struct ask ask = {.query = q, .argv = argv, .argc = argc};

	return db_ask(db, &ask);
}

enum err db_change(struct db *db, const struct sql_query *q,
		   const struct sql_arg *argv, size_t argc, int64_t *ret_count)
{
	struct ask ask = {.query = q, .argv = argv, .argc = argc};
	enum err err = db_ask(db, &ask);

	if (!err)
		*ret_count = ask.changed;
	return err;
}

enum err db_rows(struct db *db, struct arena *a, const struct sql_query *q,
		 const struct sql_arg *argv, size_t argc,
		 struct rows **ret_rows)
{
	struct rows *rows = arena_alloc(a, sizeof(*rows));
	struct ask ask = {q, argv, argc, rows, 0};
	enum err err;

	rows->arena = a;
	err = db_ask(db, &ask);
	if (!err)
		*ret_rows = rows;
	return err;
}
