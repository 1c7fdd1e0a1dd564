/*
 * test_dispatch.c: what a row of the route table demands is demanded: access,
 * rights, the sender, the form key, the session's token; a repeated submission
 * is answered and not done again. On both engines.
 */
#include "base/clock.h"
#include "base/seal.h"
#include "base/shared.h"
#include "base/str.h"
#include "http/repeat.h"
#include "pgtest.h"
#include "sql/sql.h"
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

static struct arena a = ARENA_INIT;
static struct db *db;
static const char *on;
static const char *key;
static int ran; /* how often a handler did its work */

enum { RIGHT_A = 1, RIGHT_B = 2, RIGHT_C = 4 };

/* ---- handlers ---- */

static enum err does(struct request *req, struct response *res)
{
	ran++;
	return res_redirect(req, res, "/done/%d", ran);
}

static enum err shows(struct request *req, struct response *res)
{
	(void)req;
	ran++;
	res->body = "shown";
	res->body_len = 5;
	return OK;
}

static enum err signs_in(struct request *req, struct response *res)
{
	res_cookie(req, res, "session", "x", 60);
	return does(req, res);
}

static enum err fails(struct request *req, struct response *res)
{
	ran++;
	res_cookie(req, res, "never", "sent", 60);
	return ERR_CONFLICT;
}

static enum err eats(struct request *req, struct response *res)
{
	(void)res;
	for (;;)
		arena_alloc(req->arena, 4096);
	return OK;
}

static enum err own(struct request *req, struct response *res)
{
	struct repeat seen;
	enum err err = repeat_look(req, &seen);

	if (err || !req->form_key_ok)
		return err ? err : shows(req, res);
	if (seen.seen)
		return res_redirect(req, res, "/%s/%s",
				    seen.same_body ? "same" : "other",
				    seen.ref);
	ran++;
	err = repeat_keep(req, "4711");
	return err ? err : res_redirect(req, res, "/new");
}

/* ---- one request ---- */

#define SESSION_TOKEN "0123456789abcdef"
static const struct session desk = {
	.staff_id = 7, .csrf = SESSION_TOKEN, .rights = RIGHT_A | RIGHT_B};
static const struct session other = {
	.staff_id = 8, .csrf = SESSION_TOKEN, .rights = RIGHT_A};

struct ask {
	struct route route;
	const struct session *session;
	const char *key, *csrf, *text, *origin, *site, *path, *query;
};

static struct response last;

/* The status, after the savepoint was kept or undone as the tick does. */
static int ask(const struct ask *q)
{
	struct pair fields[3], headers[2];
	struct form form = {.fields = fields};
	struct request req = {
		.arena = &a,
		.db = db,
		.method = str_same(q->route.method, "POST") ? METHOD_POST
							    : METHOD_GET,
		.path = q->path ? q->path : "/x",
		.query = q->query ? q->query : "",
		.origin = "https://a.fi",
		.ip = "192.0.2.1",
		.headers = headers,
		.form = &form,
		.session = q->session,
		.route = &q->route,
	};
	enum err err;

	if (q->key)
		fields[form.field_count++] = (struct pair){"key", q->key};
	if (q->csrf)
		fields[form.field_count++] = (struct pair){"csrf", q->csrf};
	if (q->text)
		fields[form.field_count++] = (struct pair){"text", q->text};
	if (q->origin)
		headers[req.header_count++] =
			(struct pair){"origin", q->origin};
	if (q->site)
		headers[req.header_count++] =
			(struct pair){"sec-fetch-site", q->site};
	last = (struct response){.status = 200};
	if (db_save(db))
		printf("Bail out! %s\n", db_error(db));
	err = http_dispatch(&req, &last);
	if (err ? db_save_undo(db) : db_save_keep(db))
		printf("Bail out! %s\n", db_error(db));
	return last.status;
}

static const char *header(const char *name)
{
	for (size_t i = 0; i < last.header_count; i++)
		if (str_same(last.headers[i].name, name))
			return last.headers[i].value;
	return "";
}

/* A fresh key, in form_key_make's spelling. */
static void new_key(void)
{
	key = form_key_make(&a, db_tenant(db));
}

static bool works(int status, int want, int times)
{
	bool good = status == want && ran == times;

	if (!good)
		printf("# status %d, ran %d\n", status, ran);
	ran = 0;
	return good;
}

/* ---- expectations ---- */

static void test_access(void)
{
	struct ask q = {
		.route = {.method = "GET", .path = "/x", .handler = shows}};

	ok(works(ask(&q), 200, 1), "%s: anyone", on);
	q.route.access = STAFF;
	q.path = "/staff/a b";
	q.query = "q=1&r=2";
	ok(works(ask(&q), 303, 0) &&
		   str_same(header("Location"),
			    "/staff/login?next=/staff/a%20b%3Fq%3D1%26r%3D2"),
	   "%s: a page of staff's leads to sign-in and back", on);
	q.route.method = "POST";
	ok(works(ask(&q), 401, 0), "%s: a POST of staff's is 401", on);
	q.route.method = "GET";
	q.session = &desk;
	ok(works(ask(&q), 200, 1), "%s: signed in", on);
	q.route.need = RIGHT_C;
	ok(works(ask(&q), 403, 0), "%s: without the right", on);
	q.route.need = RIGHT_B | RIGHT_C;
	ok(works(ask(&q), 200, 1), "%s: one of the rights is enough", on);
	q.session = NULL;
	q.route.access = ANYONE;
	ok(works(ask(&q), 403, 0), "%s: a right needs a session", on);
}

static void test_sender(void)
{
	static const char *const bad[] = {"https://evil.example", "null",
					  "http://a.fi", "https://a.fi:444",
					  "https://a.fi.evil.example"};
	struct ask q = {.route = {.method = "POST",
				  .path = "/x",
				  .handler = does,
				  .own_repeat = true}};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		q.origin = bad[i];
		ok(works(ask(&q), 403, 0), "%s: not from %s", on, bad[i]);
	}
	q.origin = "https://a.fi";
	ok(works(ask(&q), 303, 1), "%s: from ourselves", on);
	q.site = "same-origin";
	ok(works(ask(&q), 303, 1), "%s: the browser agrees", on);
	q.site = "same-site";
	ok(works(ask(&q), 403, 0), "%s: a neighbour is not us", on);
	q.origin = NULL;
	q.site = "cross-site";
	ok(works(ask(&q), 403, 0), "%s: a stranger is not", on);
	q.route.method = "GET";
	q.route.handler = shows;
	ok(works(ask(&q), 200, 1), "%s: a link from elsewhere is fine", on);
}

static void test_guards(void)
{
	struct ask q = {.route = {.method = "POST",
				  .path = "/x",
				  .handler = does,
				  .guard = GUARD_FORM}};

	ok(works(ask(&q), 403, 0), "%s: no form key", on);
	q.key = "0123456789a0123456789abcdef";
	ok(works(ask(&q), 403, 0), "%s: a key that is not ours", on);
	new_key();
	q.key = form_key_make(&a, db_tenant(db) + 1);
	ok(works(ask(&q), 403, 0), "%s: a key of another municipality", on);
	q.key = key;
	ok(works(ask(&q), 303, 1), "%s: a form key", on);

	q.route.guard = GUARD_SESSION;
	q.csrf = SESSION_TOKEN;
	ok(works(ask(&q), 403, 0), "%s: a token without a session", on);
	q.session = &desk;
	ok(works(ask(&q), 303, 1), "%s: session, token and key", on);
	q.csrf = "0123456789abcdeF";
	ok(works(ask(&q), 403, 0), "%s: another token", on);
	q.csrf = "0123456789abcde";
	ok(works(ask(&q), 403, 0), "%s: half a token", on);
	q.csrf = NULL;
	ok(works(ask(&q), 403, 0), "%s: no token", on);
	q.csrf = SESSION_TOKEN;
	q.key = NULL;
	ok(works(ask(&q), 403, 0), "%s: no key", on);
}

static void test_repeats(void)
{
	struct ask q = {.route = {.method = "POST",
				  .path = "/x",
				  .handler = does,
				  .effect = WRITE,
				  .guard = GUARD_SESSION},
			.session = &desk,
			.csrf = SESSION_TOKEN,
			.text = "a"};

	new_key();
	q.key = key;
	ran = 40;
	ok(ask(&q) == 303 && ran == 41, "%s: done", on);
	ok(ask(&q) == 303 && ran == 41 &&
		   str_same(header("Location"), "/done/41"),
	   "%s: the same again is answered, not done", on);
	q.text = "b";
	ok(ask(&q) == 303 && ran == 42, "%s: other words are a new act", on);
	q.path = "/y";
	ok(ask(&q) == 303 && ran == 43, "%s: another address is another act",
	   on);
	q.session = &other;
	ok(ask(&q) == 303 && ran == 44, "%s: another person too", on);
	q.route.handler = fails;
	q.text = "c";
	ran = 0;
	ok(works(ask(&q), 409, 1), "%s: a failure", on);
	ok(works(ask(&q), 409, 1), "%s: consumes nothing", on);
	ok(str_same(header("Set-Cookie"), ""), "%s: and sets nothing", on);
	q.route.handler = shows;
	ok(works(ask(&q), 200, 1) && works(ask(&q), 200, 1),
	   "%s: a page that was shown again consumes nothing", on);
	q.route.handler = signs_in;
	ok(works(ask(&q), 303, 1) && works(ask(&q), 303, 1),
	   "%s: signing in twice signs in twice", on);
}

static void test_own_repeat(void)
{
	struct ask q = {.route = {.method = "POST",
				  .path = "/x",
				  .handler = own,
				  .effect = WRITE,
				  .guard = GUARD_FORM,
				  .own_repeat = true},
			.text = "a"};

	q.key = "bad";
	ok(works(ask(&q), 200, 1) && str_same(last.body, "shown"),
	   "%s: a bad key reaches the handler, nothing is lost", on);
	new_key();
	q.key = key;
	ok(works(ask(&q), 303, 1), "%s: new", on);
	ok(works(ask(&q), 303, 0) && str_same(header("Location"), "/same/4711"),
	   "%s: the same", on);
	q.text = "b";
	ok(works(ask(&q), 303, 0) &&
		   str_same(header("Location"), "/other/4711"),
	   "%s: the same key, other words", on);
}

static void test_limit(void)
{
	struct ask q = {.route = {.method = "POST",
				  .path = "/x",
				  .handler = does,
				  .limit = LIMIT_LOGIN}};
	int status = 0;

	for (int i = 0; i < 61; i++)
		status = ask(&q);
	ok(works(status, 429, 60) && str_same(header("Retry-After"), "60"),
	   "%s: the sixty-first in a minute", on);
}

static void test_exhausted(void)
{
	struct ask q = {
		.route = {.method = "GET", .path = "/x", .handler = eats}};

	a.limit = a.used + (1 << 20);
	ok(works(ask(&q), 503, 0), "%s: an exhausted arena is a 503", on);
	a.limit = 0;
	q.route.handler = shows;
	ok(works(ask(&q), 200, 1), "%s: and the next request is served", on);
}

static void suite(const char *engine, const char *url)
{
	struct sql_config c = {.dir = getenv("KAIKU_TEST_DIR"),
			       .url = url,
			       .cache_bytes = 1 << 20};
	struct pool *pool;
	int64_t tenant = 0;

	on = engine;
	if (pool_open(&c, &pool) || pool_create(pool, "dispatch", &tenant) ||
	    pool_get(pool, tenant, &db) || db_write_begin(db)) {
		ok(false, "%s: a database", on);
		return;
	}
	test_access();
	test_sender();
	test_guards();
	test_repeats();
	test_own_repeat();
	test_limit();
	test_exhausted();
	ok(!db_write_commit(db), "%s: committed", on);
	pool_close(pool);
}

int main(void)
{
	const char *pg;

	clock_init();
	if (!getenv("KAIKU_TEST_DIR"))
		setenv("KAIKU_TEST_DIR",
		       mkdtemp((char[]){"/tmp/dispatchXXXXXX"}), 1);
	ok(!seal_load(getenv("KAIKU_TEST_DIR")), "a key");
	shared_make();
	suite("sqlite", NULL);
	pg = pgtest_database("test_dispatch");
	if (pg) {
		shared_make(); /* its own limits */
		suite("postgres", pg);
	} else {
		ok(true, "postgres # SKIP KAIKU_TEST_PG is not set");
	}
	arena_release(&a);
	return tap_done();
}
