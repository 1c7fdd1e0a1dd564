/*
 * postgres_run.c: one round trip: the small commands that wait, then a
 * statement, then perhaps a last command, in libpq's pipeline mode.
 *
 * Arguments travel as text and the server infers their types from where they
 * stand; only $1, the tenant, is told, because a text may not use it.
 */
#include "sql/postgres.h"

#include <inttypes.h>

enum { INT8_TYPE = 20, BOOL_TYPE = 16, NUMBER_BYTES = 32 };

struct plan {
	const char *text;
	bool prepared; /* by the server */
	char name[16];
};

void postgres_forget_plans(struct db *db)
{
	struct postgres *s = db->conn;

	cache_clear(&s->plans, free);
}

static struct plan *find_plan(struct postgres *s, const struct sql_query *q)
{
	const char *text = q->text_postgres ? q->text_postgres : q->text;
	struct plan *p = cache_get(&s->plans, q);

	if (p && p->text == text)
		return p;
	free(p);
	p = calloc(1, sizeof(*p));
	if (!p)
		abort();
	p->text = text;
	snprintf(p->name, sizeof(p->name), "q%u", ++s->plan_count);
	cache_put(&s->plans, q, p);
	return p;
}

void postgres_queue(struct postgres *s, const char *fmt, ...)
{
	va_list ap;

	if (s->queued == QUEUE_MAX)
		abort(); /* a transaction queues four at most */
	va_start(ap, fmt);
	vsnprintf(s->queue[s->queued], sizeof(s->queue[0]), fmt, ap);
	va_end(ap);
	s->queued++;
}

/* ---- sending ---- */

struct wire_args {
	const char *value[ARGS_MAX];
	char number[ARGS_MAX][NUMBER_BYTES];
};

static void write_args(struct wire_args *w, const struct ask *ask)
{
	for (size_t i = 0; i < ask->argc; i++) {
		const struct sql_arg *arg = &ask->argv[i];

		w->value[i] = w->number[i];
		switch (arg->type) {
		case SQL_INT:
			snprintf(w->number[i], NUMBER_BYTES, "%" PRId64,
				 arg->num);
			break;
		case SQL_REAL:
			snprintf(w->number[i], NUMBER_BYTES, "%.17g",
				 arg->real);
			break;
		case SQL_TEXT:
			w->value[i] = arg->text;
			break;
		case SQL_NULL:
			w->value[i] = NULL;
		}
	}
}

static bool send_text(struct postgres *s, const char *text)
{
	return PQsendQueryParams(s->handle, text, 0, NULL, NULL, NULL, NULL, 0);
}

static bool send_ask(struct postgres *s, const struct plan *p,
		     const struct ask *ask)
{
	static const Oid types[] = {INT8_TYPE};
	struct wire_args w;

	write_args(&w, ask);
	if (!p->prepared &&
	    !PQsendPrepare(s->handle, p->name, p->text, 1, types))
		return false;
	return PQsendQueryPrepared(s->handle, p->name, (int)ask->argc, w.value,
				   NULL, NULL, 0);
}

static bool send_all(struct postgres *s, const struct plan *p,
		     const struct ask *ask, const char *last)
{
	if (!PQenterPipelineMode(s->handle))
		return false;
	for (int i = 0; i < s->queued; i++)
		if (!send_text(s, s->queue[i]))
			return false;
	if (ask && !send_ask(s, p, ask))
		return false;
	if (last && !send_text(s, last))
		return false;
	return PQpipelineSync(s->handle) && postgres_send(s);
}

/* ---- receiving ---- */

/* The result of one command, which it ends with; NULL: connection lost. */
static PGresult *receive_one(struct postgres *s)
{
	PGresult *res = postgres_receive(s);
	PGresult *more;

	if (res && PQresultStatus(res) != PGRES_PIPELINE_SYNC)
		while ((more = postgres_receive(s)))
			PQclear(more);
	return res;
}

static bool is_good(const PGresult *res)
{
	ExecStatusType status = PQresultStatus(res);

	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

struct receipt {
	PGresult *first_bad;
	PGresult *answer; /* of the statement */
	char tag[16];     /* of the last command */
	bool gone;        /* the connection */
};

/* Keeps the first failure, or gives the result back when it is good. */
static PGresult *receive_good(struct postgres *s, struct receipt *r)
{
	PGresult *res = r->gone ? NULL : receive_one(s);

	if (!res)
		r->gone = true;
	if (!res || is_good(res))
		return res;
	if (!r->first_bad)
		r->first_bad = res;
	else
		PQclear(res);
	return NULL;
}

static void receive_queue(struct postgres *s, struct receipt *r)
{
	int n = s->queued;

	s->queued = 0;
	for (int i = 0; i < n; i++) {
		PGresult *res = receive_good(s, r);

		if (PQresultStatus(res) == PGRES_TUPLES_OK)
			snprintf(s->queue_answer, sizeof(s->queue_answer), "%s",
				 PQgetvalue(res, 0, 0));
		PQclear(res);
	}
}

static void receive_all(struct postgres *s, struct plan *p, const char *last,
			struct receipt *r)
{
	PGresult *res;

	receive_queue(s, r);
	if (p && !p->prepared) {
		res = receive_good(s, r);
		p->prepared = res != NULL;
		PQclear(res);
	}
	if (p)
		r->answer = receive_good(s, r);
	if (last) {
		res = receive_good(s, r);
		snprintf(r->tag, sizeof(r->tag), "%s",
			 res ? PQcmdStatus(res) : "");
		PQclear(res);
	}
	if (!r->gone)
		PQclear(postgres_receive(s)); /* the sync */
	PQexitPipelineMode(s->handle);
}

static enum err exchange(struct db *db, struct ask *ask, const char *last,
			 struct receipt *ret_receipt)
{
	struct postgres *s = db->conn;
	struct plan *p = ask ? find_plan(s, ask->query) : NULL;
	const char *what = ask ? ask->query->name : last;
	struct receipt r = {0};
	enum err err = OK;

	postgres_settle(s);
	postgres_be_patient(s, false);
	if (!send_all(s, p, ask, last))
		return postgres_fail(db, what, NULL);
	receive_all(s, p, last, &r);
	if (r.first_bad || r.gone)
		err = postgres_fail(db, what, r.first_bad);
	PQclear(r.first_bad);
	s->result = r.answer;
	if (!err)
		*ret_receipt = r;
	return err;
}

/* ---- answers ---- */

static const char *cell_text(struct arena *a, const PGresult *res, int row,
			     int col)
{
	const char *value = PQgetvalue(res, row, col);

	/* SQLite's truth is 1 and 0. */
	if (PQftype(res, col) == BOOL_TYPE)
		return value[0] == 't' ? "1" : "0";
	return arena_strndup(a, value, (size_t)PQgetlength(res, row, col));
}

static void keep_rows(const PGresult *res, struct rows *r)
{
	int count = PQntuples(res);

	r->cols = PQnfields(res);
	if (!r->cols)
		return;
	rows_expect(r, (size_t)count);
	for (int row = 0; row < count; row++) {
		struct cell *c = rows_add(r);

		for (int col = 0; col < r->cols; col++, c++) {
			if (PQgetisnull(res, row, col))
				continue;
			c->text = cell_text(r->arena, res, row, col);
			c->type = CELL_TEXT;
		}
	}
}

/* Outside of transactions the session has to know whose rows it sees. */
static void queue_tenant(struct db *db)
{
	struct postgres *s = db->conn;

	if (db->state != DB_IDLE || s->session_tenant == db->tenant)
		return;
	postgres_queue(s, "SET kaiku.tenant TO '%" PRId64 "'", db->tenant);
}

static bool has_text(struct db *db, const struct sql_query *q)
{
	if (q->text || q->text_postgres)
		return true;
	db_fail(db, "%s: no text for PostgreSQL", q->name);
	return false;
}

enum err postgres_run(struct db *db, struct ask *ask)
{
	struct postgres *s = db->conn;
	struct receipt r;
	enum err err;

	if (!has_text(db, ask->query))
		return ERR_INTERNAL;
	queue_tenant(db);
	err = exchange(db, ask, NULL, &r);
	if (db->state == DB_IDLE)
		s->session_tenant = err ? -1 : db->tenant;
	if (err)
		return err;
	ask->changed = strtoll(PQcmdTuples(s->result), NULL, 10);
	if (ask->rows)
		keep_rows(s->result, ask->rows);
	postgres_settle(s);
	return OK;
}

enum err postgres_flush(struct db *db, struct ask *ask, const char *last,
			const char *want_tag)
{
	struct postgres *s = db->conn;
	struct receipt r;
	enum err err = exchange(db, ask, last, &r);

	postgres_settle(s);
	if (!err && want_tag && strcmp(r.tag, want_tag) != 0) {
		db_fail(db, "%s was answered by %s", last, r.tag);
		return ERR_INTERNAL;
	}
	return err;
}
