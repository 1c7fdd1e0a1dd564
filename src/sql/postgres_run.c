/*
 * postgres_run.c: one round trip: what was sent without waiting, the small
 * commands that wait, then a statement, then perhaps a last command, in
 * libpq's pipeline mode. After a failure the server skips what follows up to
 * the sync, so the first failure is the one that counts.
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
	if (!p)
		p = calloc(1, sizeof(*p));
	if (!p)
		abort();
	p->text = text;
	p->prepared = false;
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

static bool note(struct postgres *s, struct sent sent)
{
	if (s->sent_count == SENT_MAX)
		abort(); /* postgres_send collects in time */
	s->sent[s->sent_count++] = sent;
	return true;
}

static bool put_command(struct postgres *s, const char *text, const char *what)
{
	return PQsendQueryParams(s->handle, text, 0, NULL, NULL, NULL, NULL,
				 0) &&
	       note(s, (struct sent){SENT_COMMAND, what, NULL});
}

static bool put_prepare(struct postgres *s, struct plan *p, const char *what)
{
	static const Oid types[] = {INT8_TYPE};

	p->prepared = true;
	return PQsendPrepare(s->handle, p->name, p->text, 1, types) &&
	       note(s, (struct sent){SENT_PREPARE, what, p});
}

static bool put_statement(struct postgres *s, const struct ask *ask)
{
	struct plan *p = find_plan(s, ask->query);
	struct wire_args w;

	write_args(&w, ask);
	if (!p->prepared && !put_prepare(s, p, ask->query->name))
		return false;
	return PQsendQueryPrepared(s->handle, p->name, (int)ask->argc, w.value,
				   NULL, NULL, 0) &&
	       note(s, (struct sent){SENT_STATEMENT, ask->query->name, NULL});
}

/* Hands to libpq, which keeps it in its buffer: what waits, a statement, a
 * last command. */
static enum err put_all(struct db *db, const struct ask *ask, const char *last)
{
	struct postgres *s = db->conn;
	bool good = PQenterPipelineMode(s->handle);

	for (int i = 0; good && i < s->queued; i++)
		good = put_command(s, s->queue[i], "queued command");
	s->queued = 0;
	if (good && ask)
		good = put_statement(s, ask);
	if (good && last)
		good = put_command(s, last, last);
	if (good)
		return OK;
	db_fail(db, "send: %s", PQerrorMessage(s->handle));
	db->lost = true;
	return ERR_UNAVAILABLE;
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
	const char *what_failed;
	PGresult *answer; /* of the last statement */
	char tag[16];     /* of the last command */
	bool gone;        /* the connection */
};

/* Keeps the first failure, or gives the result back when it is good. */
static PGresult *receive_good(struct postgres *s, const char *what,
			      struct receipt *r)
{
	PGresult *res = r->gone ? NULL : receive_one(s);

	if (res && is_good(res))
		return res;
	if (!r->what_failed)
		r->what_failed = what;
	if (!res)
		r->gone = true;
	else if (!r->first_bad)
		r->first_bad = res;
	else
		PQclear(res);
	return NULL;
}

static void read_command(struct postgres *s, PGresult *res, struct receipt *r)
{
	snprintf(r->tag, sizeof(r->tag), "%s", res ? PQcmdStatus(res) : "");
	if (PQresultStatus(res) == PGRES_TUPLES_OK)
		snprintf(s->queue_answer, sizeof(s->queue_answer), "%s",
			 PQgetvalue(res, 0, 0));
}

static void receive_all(struct postgres *s, struct receipt *r)
{
	for (int i = 0; i < s->sent_count; i++) {
		const struct sent *sent = &s->sent[i];
		PGresult *res = receive_good(s, sent->what, r);

		if (sent->kind == SENT_PREPARE)
			sent->plan->prepared = res != NULL;
		else if (sent->kind == SENT_COMMAND)
			read_command(s, res, r);
		if (sent->kind == SENT_STATEMENT) {
			PQclear(r->answer);
			r->answer = res;
		} else
			PQclear(res);
	}
	s->sent_count = 0;
	if (!r->gone)
		PQclear(postgres_receive(s)); /* the sync */
	PQexitPipelineMode(s->handle);
}

/* One round trip; the answer of the last statement stays in s->result. */
static enum err exchange(struct db *db, const struct ask *ask, const char *last,
			 struct receipt *ret_receipt)
{
	struct postgres *s = db->conn;
	struct receipt r = {0};
	enum err err;

	postgres_settle(s);
	err = put_all(db, ask, last);
	if (err)
		return err;
	postgres_be_patient(s, false);
	if (!PQpipelineSync(s->handle) || !postgres_push(s)) {
		r.gone = true;
		r.what_failed = "sync";
	}
	receive_all(s, &r);
	if (r.what_failed)
		err = postgres_fail(db, r.what_failed, r.first_bad);
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

enum err postgres_send(struct db *db, struct ask *ask)
{
	struct postgres *s = db->conn;
	enum err err;

	if (!has_text(db, ask->query))
		return ERR_INTERNAL;
	err = put_all(db, ask, NULL);
	if (!err && s->sent_count > SENT_MAX / 2)
		err = postgres_flush(db, NULL, NULL, NULL);
	return err;
}

void postgres_forget_sent(struct db *db)
{
	struct postgres *s = db->conn;
	bool retry_singly = db->retry_singly;

	if (!s->sent_count || db->lost)
		return;
	/* Whatever failed is about to be undone; a lost connection shows. */
	(void)!postgres_flush(db, NULL, NULL, NULL);
	db->retry_singly = retry_singly;
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
