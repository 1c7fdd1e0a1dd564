/*
 * sqlite_stat.c: the statistics of SQLite's planner are shipped, not gathered,
 * so that a plan is right before the first row comes and never changes
 * overnight. They describe a city after some years.
 */
#include "sql/sqlite.h"

enum {
	ROWS = 100000, /* of a big table */
	FEW = 500,     /* of a table that follows the organisation */
};

static const char *const few_tables[] = {
	"tenant",        "tenant_host",  "setting",         "head",
	"unit",          "topic",        "staff",           "staff_permission",
	"staff_link",    "index_mark",   "promise",         "closed_day",
	"opening_hours", "stat_mark",    "stat_month",      "absence",
	"area",          "route_rule",   "digest",          "outgoing",
	"outgoing_due",  "presence",     "search_mark",     "search_total",
	"contact_unit",  "search_later", "facet",           "public_mark",
	"question_set",  "question",     "question_choice",
};

/* How many rows share a value. A column that is not here: half the table's
 * rows are as many as a planner should expect. */
static const struct fan {
	const char *column;
	int64_t rows;
} fans[] = {
	{"word", 100},      {"parent_id", 20},   {"tenant_id", ROWS},
	{"id", 1},          {"matter_id", 5},    {"event_id", 1},
	{"unit_id", 1000},  {"handler_id", 500}, {"topic_id", 1000},
	{"type", 20000},    {"staff_id", 200},   {"number_year", 20000},
	{"number", 1},      {"published_at", 1}, {"due_at", 1},
	{"run_at", 1},      {"created_at", 1},   {"expires_at", 1},
	{"received_at", 1}, {"remind_at", 1},    {"from_at", 1},
	{"day", 1},         {"mail_key", 2},     {"phone_key", 2},
	{"name_key", 3},    {"what", 50000},     {"kind", 20000},
	{"code", 1},        {"token_hash", 1},   {"key", 1},
	{"owner_id", 20},   {"signer_id", 3},    {"file", 1},
	{"mail", 1},        {"host", 1},         {"month", 1000},
	{"pending_at", 5},  {"saved_at", 1},     {"leaves_at", 1},
	{"seen_at", 1},     {"batch_id", 20},    {"cell", 2},
	{"square", 1},      {"zoom", 20000},     {"lemma", 1},
	{"form", 10},       {"facet_id", 50},    {"answered_at", 1},
};

static int64_t fan_of(const char *column)
{
	for (size_t i = 0; i < sizeof(fans) / sizeof(*fans); i++)
		if (!strcmp(fans[i].column, column))
			return fans[i].rows;
	return ROWS / 2;
}

struct line {
	char text[200];
	size_t len;
	int64_t now; /* rows that share the columns so far */
};

static void add_column(struct line *l, const char *column, bool last_unique)
{
	int64_t fan = fan_of(column);

	if (fan < l->now)
		l->now = fan;
	if (last_unique)
		l->now = 1;
	l->len += (size_t)snprintf(l->text + l->len, sizeof(l->text) - l->len,
				   " %lld", (long long)l->now);
}

/* "100000 100000 1000 1": rows, then rows per value of ever more columns. */
static void describe(sqlite3 *handle, const char *index, int64_t rows,
		     bool unique, struct line *ret_line)
{
	sqlite3_stmt *stmt = NULL;
	char *column = NULL;

	*ret_line = (struct line){.now = rows};
	ret_line->len = (size_t)snprintf(ret_line->text, sizeof(ret_line->text),
					 "%lld", (long long)rows);
	sqlite3_prepare_v2(handle,
			   "SELECT name FROM pragma_index_info(?) "
			   "ORDER BY seqno",
			   -1, &stmt, NULL);
	sqlite3_bind_text(stmt, 1, index, -1, SQLITE_STATIC);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		if (column)
			add_column(ret_line, column, false);
		sqlite3_free(column);
		column = sqlite3_mprintf("%s", sqlite3_column_text(stmt, 0));
	}
	if (column)
		add_column(ret_line, column, unique);
	sqlite3_free(column);
	sqlite3_finalize(stmt);
}

static int write_line(sqlite3 *handle, const char *table, const char *index,
		      const char *text)
{
	sqlite3_stmt *stmt = NULL;
	int rc;

	sqlite3_prepare_v2(handle,
			   "INSERT INTO sqlite_stat1 (tbl, idx, stat) "
			   "VALUES (?, ?, ?)",
			   -1, &stmt, NULL);
	sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 2, index, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 3, text, -1, SQLITE_STATIC);
	rc = sqlite3_step(stmt);
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int64_t rows_of(const char *table, bool partial)
{
	for (size_t i = 0; i < sizeof(few_tables) / sizeof(*few_tables); i++)
		if (!strcmp(few_tables[i], table))
			return FEW;
	/* A partial index holds what is open, waiting or public. */
	return partial ? ROWS / 4 : ROWS;
}

static const char all_indexes[] =
	"SELECT t.name, i.name, i.\"unique\", i.partial"
	"  FROM sqlite_schema t, pragma_index_list(t.name) i"
	" WHERE t.type = 'table' AND t.name NOT GLOB 'matter_word_*'"
	"   AND t.name NOT GLOB 'search_word_*'"
	"   AND t.name NOT GLOB 'sqlite_*' AND t.name <> 'schema_version'";

static int write_lines(sqlite3 *handle)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(handle, all_indexes, -1, &stmt, NULL);

	while (rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
		const char *table = (const char *)sqlite3_column_text(stmt, 0);
		const char *index = (const char *)sqlite3_column_text(stmt, 1);
		int64_t rows = rows_of(table, sqlite3_column_int(stmt, 3));
		struct line line;

		describe(handle, index, rows, sqlite3_column_int(stmt, 2),
			 &line);
		rc = write_line(handle, table, index, line.text);
	}
	sqlite3_finalize(stmt);
	return rc;
}

enum err sqlite_migrate_finish(struct db *db)
{
	sqlite3 *handle = ((struct sqlite *)db->conn)->handle;
	/* ANALYZE of the schema alone makes the table and reads no rows. */
	enum err err = sqlite_script(db, "ANALYZE sqlite_schema;"
					 "DELETE FROM sqlite_stat1;");
	int rc;

	if (err)
		return err;
	rc = write_lines(handle);
	return rc == SQLITE_OK ? OK : sqlite_fail(db, "statistics", rc);
}
