/*
 * test_plans.c: how both engines would answer every named query of the house,
 * once a city has 100,000 matters. No query may read a whole big table, or all
 * of a tenant's rows in it, unless it says "-- plan: scan ok" and why.
 *
 * SQLite plans by the statistics we ship; PostgreSQL gathers its own, so it is
 * given rows. There each argument must also have a type that holds our ids:
 * "$2 = 0" alone makes a 32-bit integer of $2, CAST($2 AS BIGINT) does not.
 */
#include "base/clock.h"
#include "base/str.h"
#include "pgtest.h"
#include "queries.h"
#include "tap.h"

#include <ctype.h>
#include <jansson.h>
#include <sqlite3.h>
#include <unistd.h>

enum { PLAN_BYTES = 8000 };

static struct arena arena = ARENA_INIT;

/* Tables that stay small in a municipality of any size. */
static const char *const small_tables[] = {
	"about",
	"mailbox",
	"notice", /* some hundreds in ten years */
	"contact_unit",
	"contact_person", /* some thousands */
	"search_later",
	"pg_authid", /* the roles of a server */
	"tenant",
	"tenant_host",
	"setting",
	"head",
	"unit",
	"staff",
	"topic",
	"schema_version",
	"promise",
	"question", /* of some topics, some dozens each */
	"question_choice",
	"question_set",
	"closed_day",
	"opening_hours",
	"staff_link",
	"staff_permission",
	"index_mark",
	"search_mark",
	"search_total",
	"watch_mark",
	"storm",
	"stat_mark",
	"stat_month",
	"absence",
	"address_load", /* a handful: those before are on their way out */
	"area",
	"facet", /* some thousands */
	"public_mark",
	"facility", /* read whole, into the memory of a process */
	"route_rule",
	"digest",
	NULL,
};

/* Partial indexes that are short: what is waiting or has failed. */
static const char *const short_indexes[] = {
	"mail_queued", "ask_open",   "job_due", "job_dead",
	"job_every",   "photo_todo", NULL,
};

static bool in(const char *const *list, const char *name)
{
	for (; *list; list++)
		if (!strcmp(*list, name))
			return true;
	return false;
}

static int top_argument(const char *text)
{
	int top = 0;

	for (; (text = strchr(text, '$')); text++) {
		int n = (int)strtol(text + 1, NULL, 10);

		top = n > top ? n : top;
	}
	return top;
}

static bool has_word(const char *text, const char *word)
{
	const char *at = text;
	size_t n = strlen(word);

	for (; (at = strstr(at, word)); at += n)
		if ((at == text || !isalnum((unsigned char)at[-1])) &&
		    !isalnum((unsigned char)at[n]) && at[n] != '_')
			return true;
	return false;
}

/* ---- SQLite ---- */

/* What "SEARCH m USING INDEX matter_queue (tenant_id=? AND ...)" says. */
struct step {
	char verb[8], name[80], index[80], terms[200];
};

static void read_step(const char *detail, struct step *s)
{
	const char *at;

	memset(s, 0, sizeof(*s));
	sscanf(detail, "%7s %79s", s->verb, s->name);
	at = strstr(detail, "INDEX ");
	if (at && !strstr(detail, "VIRTUAL TABLE"))
		sscanf(at, "INDEX %79s", s->index);
	at = strrchr(detail, '(');
	if (at)
		snprintf(s->terms, sizeof(s->terms), "%s", at);
}

/* The table behind an alias: "FROM matter m" or "JOIN matter AS m". */
static const char *table_of(sqlite3 *h, const char *text, const char *alias)
{
	char *copy = arena_strdup(&arena, text);
	const char *before = "", *last = "";
	char *rest = copy, *word;

	if (!sqlite3_table_column_metadata(h, NULL, alias, NULL, NULL, NULL,
					   NULL, NULL, NULL))
		return arena_strdup(&arena, alias);
	while ((word = strsep(&rest, " \t\n,()"))) {
		if (!*word)
			continue;
		if (!strcmp(word, alias) &&
		    !sqlite3_table_column_metadata(
			    h, NULL, !strcmp(last, "AS") ? before : last, NULL,
			    NULL, NULL, NULL, NULL, NULL))
			return !strcmp(last, "AS") ? before : last;
		before = last;
		last = word;
	}
	return NULL; /* a common table expression */
}

/* Reads it all the rows of a tenant in a big table? */
static bool step_is_scan(sqlite3 *h, const char *text, const struct step *s,
			 bool stops_early)
{
	const char *table;

	if (strcmp(s->verb, "SCAN") && strcmp(s->verb, "SEARCH"))
		return false;
	table = table_of(h, text, s->name);
	if (!table || in(small_tables, table) || in(short_indexes, s->index))
		return false;
	if (!strcmp(s->verb, "SCAN"))
		return !strstr(s->terms, "VIRTUAL") && s->terms[0] != 'V' &&
		       !stops_early;
	return !strcmp(s->terms, "(tenant_id=?)") && !stops_early;
}

static bool sqlite_lines(sqlite3 *h, const struct sql_query *q, char *ret_plan,
			 size_t size)
{
	const char *text =
		arena_printf(&arena, "EXPLAIN QUERY PLAN %s", q->text);
	sqlite3_stmt *stmt = NULL;
	size_t len = 0;

	if (sqlite3_prepare_v2(h, text, -1, &stmt, NULL) != SQLITE_OK) {
		snprintf(ret_plan, size, "%s", sqlite3_errmsg(h));
		return false;
	}
	*ret_plan = 0;
	while (sqlite3_step(stmt) == SQLITE_ROW && len < size)
		len += (size_t)snprintf(ret_plan + len, size - len, "%s\n",
					sqlite3_column_text(stmt, 3));
	sqlite3_finalize(stmt);
	return true;
}

/* False when the text is not understood; ret_plan says why, then. */
static bool sqlite_plan(sqlite3 *h, const struct sql_query *q, bool *ret_scan,
			char *ret_plan, size_t size)
{
	char copy[PLAN_BYTES], *rest = copy, *line;
	bool stops_early;
	struct step s;

	if (!sqlite_lines(h, q, ret_plan, size))
		return false;
	/* A page by an index that has the order of the page. */
	stops_early = has_word(q->text, "LIMIT") &&
		      !strstr(ret_plan, "USE TEMP B-TREE FOR ORDER BY");
	snprintf(copy, sizeof(copy), "%s", ret_plan);
	*ret_scan = false;
	while ((line = strsep(&rest, "\n"))) {
		if (strstr(line, "VIRTUAL TABLE INDEX"))
			continue;
		read_step(line, &s);
		*ret_scan |= step_is_scan(h, q->text, &s, stops_early);
	}
	return true;
}

static void judge_sqlite(sqlite3 *h, const struct registered *r)
{
	char plan[PLAN_BYTES];
	bool scan = false;

	if (!r->query->text)
		return;
	if (!sqlite_plan(h, r->query, &scan, plan, sizeof(plan))) {
		ok(false, "sqlite: %s is understood: %s", r->query->name, plan);
		return;
	}
	if (!ok(!scan || r->scan_ok, "sqlite: %s", r->query->name))
		printf("# in %s\n# %s\n", r->file, plan);
}

/* Does this test notice? */
static const struct probe {
	struct sql_query query;
	bool scans;
} probes[] = {
	{{"by_id",
	  "SELECT m.title FROM matter m WHERE m.tenant_id = $1 "
	  "AND m.id = CAST($2 AS BIGINT)",
	  NULL},
	 false},
	{{"page",
	  "SELECT id FROM matter WHERE tenant_id = $1 "
	  "ORDER BY id DESC LIMIT 20",
	  NULL},
	 false},
	{{"all", "SELECT id FROM matter WHERE tenant_id = $1", NULL}, true},
	{{"by_title",
	  "SELECT m.id FROM matter AS m WHERE m.tenant_id = $1 "
	  "AND m.title = $2",
	  NULL},
	 true},
	{{"page_by_title",
	  "SELECT id FROM matter WHERE tenant_id = $1 "
	  "ORDER BY title LIMIT 20",
	  NULL},
	 true},
	{{"how_many", "SELECT COUNT(*) FROM entry WHERE tenant_id = $1", NULL},
	 true},
	{{"in_either",
	  "SELECT u.id FROM unit u WHERE u.tenant_id = $1 "
	  "AND EXISTS (SELECT 1 FROM event e WHERE "
	  "e.tenant_id = $1 AND e.kind = u.code)",
	  NULL},
	 true},
};

enum { PROBES = sizeof(probes) / sizeof(*probes) };

static void suite_sqlite(const char *file)
{
	size_t n = sizeof(registry) / sizeof(*registry);
	char plan[PLAN_BYTES];
	sqlite3 *h;

	if (!ok(sqlite3_open(file, &h) == SQLITE_OK, "sqlite: %s", file))
		return;
	for (size_t i = 0; i < PROBES; i++) {
		bool scan = !probes[i].scans;

		ok(sqlite_plan(h, &probes[i].query, &scan, plan,
			       sizeof(plan)) &&
			   scan == probes[i].scans,
		   "sqlite: a probe is judged: %s", probes[i].query.name);
	}
	for (size_t i = 0; i < n; i++)
		judge_sqlite(h, &registry[i]);
	sqlite3_close(h);
}

/* ---- PostgreSQL ---- */

/*
 * Rows for every table: ids count up, a unit has 1,000 matters, one matter in
 * twenty is open. A column with a CHECK gets the first value it allows.
 */
static const char fill[] =
	"DO $$ DECLARE t record; c record; names text; vals text; v text;"
	" n int; k text; BEGIN"
	" PERFORM set_config('kaiku.tenant', '1', true);"
	" FOR t IN SELECT relname, oid FROM pg_class WHERE relkind = 'r'"
	"   AND relnamespace = 'public'::regnamespace"
	"   AND relname NOT IN ('tenant', 'head', 'schema_version') LOOP"
	"  names := ''; vals := '';"
	"  n := CASE WHEN t.relname IN ('unit', 'topic', 'setting', 'staff',"
	"   'staff_permission', 'tenant_host', 'staff_link', 'absence',"
	"   'area', 'route_rule', 'digest', 'storm', 'contact_unit') THEN 200"
	"   WHEN t.relname IN ('index_mark', 'stat_mark', 'watch_mark',"
	"   'search_mark', 'search_total', 'public_mark') THEN 1 ELSE 100000 END;"
	"  FOR c IN SELECT attname AS a, atttypid::regtype::text AS ty,"
	"    attnotnull AS nn FROM pg_attribute WHERE attrelid = t.oid"
	"    AND attnum > 0 AND NOT attisdropped LOOP"
	"   SELECT (regexp_match(pg_get_constraintdef(oid), '''([a-z_]*)'''))[1]"
	"    INTO k FROM pg_constraint WHERE conrelid = t.oid AND contype = 'c'"
	"    AND pg_get_constraintdef(oid) ~ ('\\m' || c.a || '\\M') LIMIT 1;"
	"   v := CASE WHEN c.a = 'tenant_id' THEN '1'"
	"    WHEN c.a = 'text_state' THEN"
	"     'CASE WHEN g % 5 = 0 THEN ''hidden'' ELSE ''public'' END'"
	"    WHEN c.a = 'delivery' THEN"
	"     'CASE WHEN g % 100 = 0 THEN ''queued'' ELSE ''sent'' END'"
	"    WHEN k IS NOT NULL THEN quote_literal(k)"
	"    WHEN c.a IN ('is_open', 'dead') THEN '(g % 20 = 0)::int'"
	"    WHEN c.a = 'unit_id' AND t.relname = 'contact_unit' THEN 'g'"
	"    WHEN c.a IN ('unit_id', 'topic_id', 'handler_id', 'parent_id')"
	"     THEN 'g % 100'"
	"    WHEN c.a = 'staff_id' THEN 'g % 200'"
	"    WHEN c.a = 'number_year' THEN '2026'"
	"    WHEN c.a = 'matter_id' AND t.relname IN ('entry', 'due', 'event',"
	"     'mail', 'attachment') THEN 'g / 3'"
	"    WHEN c.a = 'met_at' THEN 'CASE WHEN g % 20 > 0 THEN g END'"
	"    WHEN c.ty IN ('bigint', 'integer') THEN 'g'"
	"    WHEN c.ty = 'double precision' THEN 'g'"
	"    WHEN c.ty = 'tsvector' THEN"
	"     'to_tsvector(''simple'', ''w'' || g % 5000 || '' v'' || g % 977)'"
	"    ELSE '''x'' || g' END;"
	"   names := names || ',' || quote_ident(c.a);"
	"   vals := vals || ',' || v;"
	"  END LOOP;"
	"  EXECUTE format('INSERT INTO %I (%s) SELECT %s"
	"   FROM generate_series(1, %s) g', t.relname, substr(names, 2),"
	"   substr(vals, 2), n);"
	" END LOOP; END $$";

/* A range, an equality or a page behind the tenant: more than "everything". */
static bool cond_is_tenant_only(const char *cond)
{
	const char *at = strstr(cond, "tenant_id");

	return !at || (!strstr(cond, " AND ") && !strchr(cond, '<') &&
		       !strchr(cond, '>'));
}

static const char *text_at(json_t *node, const char *key)
{
	const char *s = json_string_value(json_object_get(node, key));

	return s ? s : "";
}

static bool node_reads_all(json_t *node)
{
	const char *type = text_at(node, "Node Type");
	const char *index = text_at(node, "Index Name");

	if (!strcmp(type, "Seq Scan"))
		return !in(small_tables, text_at(node, "Relation Name"));
	if (strcmp(type, "Index Scan") && strcmp(type, "Index Only Scan") &&
	    strcmp(type, "Bitmap Index Scan"))
		return false;
	if (in(small_tables, text_at(node, "Relation Name")) ||
	    in(short_indexes, index))
		return false;
	for (int i = 0; small_tables[i]; i++)
		if (!strncmp(index, small_tables[i], strlen(small_tables[i])) &&
		    !strcmp(type, "Bitmap Index Scan"))
			return false;
	return cond_is_tenant_only(text_at(node, "Index Cond"));
}

/* A node that must read all its input before it gives the first row. */
static bool node_gathers(const char *type)
{
	return !strcmp(type, "Sort") || !strcmp(type, "Aggregate") ||
	       !strcmp(type, "Hash") || !strcmp(type, "Bitmap Heap Scan");
}

static bool tree_scans(json_t *node, bool limited)
{
	const char *type = text_at(node, "Node Type");
	json_t *below = json_object_get(node, "Plans"), *child;
	bool scans = !limited && node_reads_all(node);
	size_t i;

	limited = !strcmp(type, "Limit") || (limited && !node_gathers(type));
	json_array_foreach(below, i, child) scans =
		tree_scans(child, limited) || scans;
	return scans;
}

static const char *const types_wanted[] = {"bigint", "text", "double precision",
					   NULL};

static void judge_types(PGconn *c, const struct sql_query *q)
{
	PGresult *r = PQexec(c, "SELECT array_to_string(parameter_types, ',') "
				"FROM pg_prepared_statements WHERE name = 'q'");
	char *list = arena_strdup(&arena, PQgetvalue(r, 0, 0));
	char *type;
	int n = 0;

	while ((type = strsep(&list, ","))) {
		n++;
		if (!in(types_wanted, type))
			ok(false, "postgres: %s: $%d is %s: cast it", q->name,
			   n, type);
	}
	PQclear(r);
}

/* The plan of the prepared q; scans when it cannot be had. */
static bool postgres_scans(PGconn *c, const char *nulls)
{
	PGresult *res = PQexec(
		c, arena_printf(&arena, "EXPLAIN (FORMAT JSON) EXECUTE q (%s)",
				nulls));
	json_t *root = json_loads(PQntuples(res) ? PQgetvalue(res, 0, 0) : "[]",
				  0, NULL);
	json_t *tree = json_object_get(json_array_get(root, 0), "Plan");
	bool scans = !tree || tree_scans(tree, false);

	json_decref(root);
	PQclear(res);
	return scans;
}

static void show_plan(PGconn *c, const char *nulls)
{
	PGresult *res = PQexec(
		c, arena_printf(&arena, "EXPLAIN EXECUTE q (%s)", nulls));

	for (int i = 0; i < PQntuples(res); i++)
		printf("# %s\n", PQgetvalue(res, i, 0));
	PQclear(res);
}

/* Prepares q; gives the arguments for its plan. */
static bool prepare(PGconn *c, const struct sql_query *q,
		    const char **ret_nulls)
{
	const char *text = q->text_postgres ? q->text_postgres : q->text;
	int top = top_argument(text);
	struct str types, nulls;
	PGresult *res;
	bool good;

	str_init(&types, &arena, 200);
	str_init(&nulls, &arena, 200);
	str_puts(&types, "bigint");
	str_puts(&nulls, "1");
	for (int i = 1; i < top; i++) {
		str_puts(&types, ", unknown");
		str_puts(&nulls, ", NULL");
	}
	res = PQexec(c, arena_printf(&arena, "PREPARE q (%s) AS %s", types.ptr,
				     text));
	good = PQresultStatus(res) == PGRES_COMMAND_OK;
	if (!good)
		ok(false, "postgres: %s is understood: %s", q->name,
		   PQresultErrorMessage(res));
	PQclear(res);
	*ret_nulls = nulls.ptr;
	return good;
}

static void judge_postgres(PGconn *c, const struct registered *r)
{
	const char *nulls;

	if (!prepare(c, r->query, &nulls))
		return;
	judge_types(c, r->query);
	if (!ok(r->scan_ok || !postgres_scans(c, nulls), "postgres: %s",
		r->query->name)) {
		printf("# in %s\n", r->file);
		show_plan(c, nulls);
	}
	PQclear(PQexec(c, "DEALLOCATE q"));
}

static void suite_postgres(const char *url)
{
	size_t n = sizeof(registry) / sizeof(*registry);
	PGconn *c = PQconnectdb(url);
	const char *nulls;

	if (!ok(pgtest_run(url, fill), "postgres: rows for every table"))
		return;
	PQclear(PQexec(c, "SET client_min_messages = error"));
	PQclear(PQexec(c, "VACUUM ANALYZE"));
	PQclear(PQexec(c, "SET plan_cache_mode = force_generic_plan"));
	PQclear(PQexec(c, "SET kaiku.tenant = '1'"));
	for (size_t i = 0; i < PROBES; i++) {
		ok(prepare(c, &probes[i].query, &nulls) &&
			   postgres_scans(c, nulls) == probes[i].scans,
		   "postgres: a probe is judged: %s", probes[i].query.name);
		PQclear(PQexec(c, "DEALLOCATE q"));
	}
	for (size_t i = 0; i < n; i++)
		judge_postgres(c, &registry[i]);
	PQfinish(c);
}

static void make(const char *dir, const char *url)
{
	struct sql_config c = {.dir = dir, .url = url, .cache_bytes = 8 << 20};
	struct pool *p;
	int64_t id;

	if (pool_open(&c, &p) || pool_create(p, "city", &id)) {
		printf("Bail out! %s\n", pool_error(p));
		exit(1);
	}
	pool_close(p);
}

int main(void)
{
	static char own[] = "/tmp/sqlXXXXXX";
	const char *dir = getenv("KAIKU_TEST_DIR");
	const char *url;

	clock_init();
	if (!dir)
		dir = mkdtemp(own);
	make(dir, NULL);
	suite_sqlite(arena_printf(&arena, "%s/city/kaiku.db", dir));
	url = pgtest_database("test_plans");
	if (url) {
		make(arena_printf(&arena, "%s/pg", dir), url);
		suite_postgres(url);
	} else {
		ok(true, "postgres # SKIP KAIKU_TEST_PG is not set");
	}
	arena_release(&arena);
	return tap_done();
}
