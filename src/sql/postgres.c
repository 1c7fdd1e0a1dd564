/*
 * postgres.c: the server engine: connecting, and what its errors mean.
 *
 * One connection for all tenants of the process. The limits are set on the
 * session, so that a forgotten transaction or a slow plan ends by itself.
 *
 * Every statement has an index to go by (test_plans holds that), and a plan
 * made while a table was empty is kept until the table has been analyzed: with
 * tables read from end to end a storm in a young municipality got slower with
 * each message. Such a reading costs so much by the planner's book that it would
 * compile the few there are: it need not.
 * Messages of the server may repeat values of rows; only those about our own
 * text (class 42) are kept.
 */
#include "sql/postgres.h"

static const char session[] =
	"SET search_path TO public;"
	"SET lock_timeout TO '1s';"
	"SET statement_timeout TO '2s';"
	"SET idle_in_transaction_session_timeout TO '10s';"
	"SET default_transaction_read_only TO on;"
	"SET enable_seqscan TO off;"
	"SET jit TO off;"
	"SET kaiku.tenant TO '0';";

void postgres_settle(struct postgres *s)
{
	PQclear(s->result);
	s->result = NULL;
}

static bool state_in(const char *state, const char *const *list)
{
	for (; *list; list++)
		if (!strncmp(state, *list, strlen(*list)))
			return true;
	return false;
}

/* Connection, resources, operator, system, corruption; idle too long. */
static const char *const lost_states[] = {
	"08", "53", "57P", "58", "XX001", "XX002", "25P03", NULL,
};
static const char *const retry_states[] = {"40001", "40P01", NULL};
/* A statement of ours is no longer what the server keeps under its name. */
static const char *const stale_states[] = {"0A000", "26000", NULL};

static enum err meaning_of(struct db *db, const char *state)
{
	if (state_in(state, retry_states)) {
		db->retry_singly = true;
		return ERR_BUSY;
	}
	if (state_in(state, stale_states)) {
		postgres_forget_plans(db);
		db->retry_singly = true;
		return ERR_BUSY;
	}
	if (!strncmp(state, "23", 2))
		return ERR_CONFLICT;
	if (!strcmp(state, "55P03")) /* lock_timeout */
		return ERR_BUSY;
	if (!strcmp(state, "57014")) /* statement_timeout */
		return ERR_UNAVAILABLE;
	if (!strcmp(state, "08P01")) /* arguments do not fit the text */
		return ERR_INTERNAL;
	/* A standby refuses to write; in a read it is our own mistake. */
	if (!strcmp(state, "25006") && db->state != DB_WRITE)
		return ERR_INTERNAL;
	if (!strcmp(state, "25006") || state_in(state, lost_states)) {
		db->lost = true;
		return ERR_UNAVAILABLE;
	}
	return ERR_INTERNAL;
}

static void keep_reason(struct db *db, const char *what, const PGresult *res,
			const char *state)
{
	const char *detail = PQresultErrorField(res, PG_DIAG_CONSTRAINT_NAME);

	if (!strncmp(state, "42", 2))
		detail = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
	db_fail(db, "%s: SQLSTATE %s%s%s", what, state, detail ? " " : "",
		detail ? detail : "");
}

enum err postgres_fail(struct db *db, const char *what, const PGresult *res)
{
	struct postgres *s = db->conn;
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	enum err err = ERR_UNAVAILABLE;

	if (state) {
		keep_reason(db, what, res, state);
		err = meaning_of(db, state);
	} else {
		db_fail(db, "%s: %s", what,
			s->gave_up ? "the server does not answer"
				   : PQerrorMessage(s->handle));
		db->lost = true;
	}
	if (PQstatus(s->handle) == CONNECTION_BAD) {
		db->lost = true;
		err = ERR_UNAVAILABLE;
	}
	return err;
}

/* The result of the last statement, or of the one that failed. */
static PGresult *last_result(struct postgres *s)
{
	PGresult *last = NULL, *res;

	while ((res = postgres_receive(s))) {
		PQclear(last);
		last = res;
	}
	if (s->gave_up) {
		PQclear(last);
		last = NULL;
	}
	return last;
}

static enum err run_script(struct db *db, const char *text)
{
	struct postgres *s = db->conn;
	ExecStatusType status;
	enum err err = OK;
	PGresult *res = NULL;

	postgres_settle(s);
	if (PQsendQuery(s->handle, text) && postgres_push(s))
		res = last_result(s);
	status = PQresultStatus(res);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		err = postgres_fail(db, "script", res);
	PQclear(res);
	return err;
}

enum err postgres_script(struct db *db, const char *text)
{
	postgres_be_patient(db->conn, true);
	return run_script(db, text);
}

/* Notices would go to stderr, where our log is. */
static void ignore_notice(void *arg, const PGresult *res)
{
	(void)arg;
	(void)res;
}

static enum err postgres_open(struct db *db, const struct sql_home *home)
{
	/* Before the address: defaults it may change. After it: ours. */
	const char *const keys[] = {
		"application_name",    "tcp_user_timeout", "keepalives_idle",
		"keepalives_interval", "keepalives_count", "dbname",
		"connect_timeout",     "client_encoding",  NULL};
	const char *const values[] = {"kaiku",       "5000", "5",    "2", "3",
				      db->pool->url, "2",    "UTF8", NULL};
	struct postgres *s = calloc(1, sizeof(*s));

	(void)home;
	if (!s)
		abort();
	db->conn = s;
	s->handle = PQconnectdbParams(keys, values, 1);
	if (PQstatus(s->handle) != CONNECTION_OK) {
		db_fail(db, "connect: %s", PQerrorMessage(s->handle));
		db->lost = true;
		return ERR_UNAVAILABLE;
	}
	PQsetNoticeReceiver(s->handle, ignore_notice, NULL);
	PQsetnonblocking(s->handle, 1);
	postgres_be_patient(s, false);
	return run_script(db, session);
}

static void postgres_close(struct db *db)
{
	struct postgres *s = db->conn;

	if (!s)
		return;
	postgres_settle(s);
	postgres_forget_plans(db);
	PQfinish(s->handle);
	free(s);
	db->conn = NULL;
}

const struct engine postgres_engine = {
	.kind = MIGRATION_POSTGRES,
	.one_for_all = true,
	.open = postgres_open,
	.close = postgres_close,
	.bind_tenant = postgres_bind_tenant,
	.run = postgres_run,
	.send = postgres_send,
	.script = postgres_script,
	.forget_plans = postgres_forget_plans,
	.read_begin = postgres_read_begin,
	.read_end = postgres_read_end,
	.write_begin = postgres_write_begin,
	.write_commit = postgres_write_commit,
	.write_abort = postgres_write_abort,
	.write_held = postgres_write_held,
	.save = postgres_save,
	.save_keep = postgres_save_keep,
	.save_undo = postgres_save_undo,
	.homes = postgres_homes,
	.create = postgres_create,
	.migrate_lock = postgres_migrate_lock,
	.migrate_unlock = postgres_migrate_unlock,
	.migrate_begin = postgres_migrate_begin,
	.migrate_finish = postgres_migrate_finish,
};
