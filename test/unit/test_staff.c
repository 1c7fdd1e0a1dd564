/*
 * test_staff.c: municipalities, units, topics, people: their rules on both
 * engines, tables in and out, passwords. KAIKU_TEST_PG is a PostgreSQL's
 * address (test/pg.sh); without it that half is skipped.
 */
#include "base/csv.h"
#include "staff/staff_import.h"
#include "tenant/audit.h"
#include "tenant/setting.h"
#include "topic/topic.h"
#include "town.h"
#include "unit/unit_import.h"

#include <inttypes.h>

/* Monday 9 November 2026, 10.00 in Helsinki. */
#define MONDAY (INT64_C(1794211200) * SECOND_US)

static int64_t town;
static struct str log_of_use;
static int64_t let_go, let_go_by;

static enum err note(struct db *d, struct arena *ar, const char *kind,
		     int64_t staff_id, const char *payload)
{
	(void)d;
	(void)ar;
	(void)staff_id;
	(void)payload;
	str_printf(&log_of_use, "%s ", kind);
	return OK;
}

static enum err release(struct db *d, struct arena *ar,
			const struct session *by, int64_t staff_id,
			int64_t *ret_count)
{
	(void)d;
	(void)ar;
	let_go = staff_id;
	let_go_by = by ? by->staff_id : 0;
	*ret_count = 0;
	return OK;
}

static bool is(const char *got, const char *want, const char *what)
{
	bool same = str_same(got, want);

	if (!same)
		fprintf(stderr, "%s: got \"%s\", not \"%s\"\n", what, got,
			want);
	return ok(same, "%s: %s", on, what);
}

static bool gives(enum err got, enum err want, const char *what)
{
	return ok(got == want, "%s: %s gives %d (%d)", on, what, want, got);
}

/* ---- tables: no database ---- */

static const char *cells(const char *text)
{
	struct csv csv;
	struct str s;
	enum err err = csv_parse(a, text, strlen(text), &csv);

	str_init(&s, a, 64);
	if (err)
		str_printf(&s, "error %d line %d", err, csv.bad_line);
	for (size_t i = 0; i < csv.count; i++) {
		str_printf(&s, "%d:", csv.rows[i].line);
		for (size_t k = 0; k < csv.rows[i].count; k++)
			str_printf(&s, "[%s]", csv.rows[i].cells[k]);
	}
	return s.ptr;
}

static void test_csv(void)
{
	struct str s;

	on = "csv";
	is(cells("a;b\nc;d\n"), "1:[a][b]2:[c][d]", "semicolons");
	is(cells("a,b\r\nc,d"), "1:[a][b]2:[c][d]", "commas, CRLF, no end");
	is(cells("a\tb\rc\td\r"), "1:[a][b]2:[c][d]", "tabs, CR");
	is(cells("\xEF\xBB\xBF"
		 "a;b\n"),
	   "1:[a][b]", "a byte order mark");
	is(cells("a;\"b;c\"\"d\"\n"), "1:[a][b;c\"d]", "quotes");
	is(cells("\"a,b,c\";d\n1;2\n"), "1:[a,b,c][d]2:[1][2]",
	   "a quoted part does not choose the separator");
	is(cells("a;b\n\n;\n\"x\ny\";z\n q ;'r\n"),
	   "1:[a][b]4:[x\ny][z]6:[q]['r]", "empty rows go, lines are counted");
	is(cells("a;'=1+1\n'-x;''y\n"), "1:[a][=1+1]2:[-x][''y]",
	   "the mark before a formula goes");
	is(cells("a;b\nc;\"d\ne\n"), "error 1 line 2", "an open quote");
	is(cells("a;b\xFF\n"), "error 1 line 0", "not UTF-8");
	is(cells(""), "", "nothing");
	str_init(&s, a, 16);
	csv_begin(&s);
	csv_put(&s, "=cmd|'x'!A1");
	csv_put(&s, "a;\"b\"\n");
	csv_put(&s, "@x");
	csv_end(&s);
	csv_put(&s, "");
	csv_put(&s, "-1");
	csv_end(&s);
	is(s.ptr,
	   "\xEF\xBB\xBF'=cmd|'x'!A1;\"a;\"\"b\"\"\n\";'@x\r\n\"\";'-1\r\n",
	   "written");
	is(cells(s.ptr), "1:[=cmd|'x'!A1][a;\"b\"][@x]3:[][-1]",
	   "and read again");
}

static void test_csv_size(void)
{
	struct str s;

	str_init(&s, a, 1 << 16);
	for (int i = 0; i <= CSV_ROWS_MAX; i++)
		str_puts(&s, "a;b\n");
	ok(!strncmp(cells(s.ptr), "1:", 2), "csv: the most rows");
	str_puts(&s, "a;b\n");
	is(cells(s.ptr), "error 6 line 0", "one row more");
	str_init(&s, a, 256);
	for (int i = 0; i <= CSV_CELLS_MAX; i++)
		str_puts(&s, "x;");
	is(cells(s.ptr), "error 6 line 1", "too many cells");
}

/* ---- passwords: no database ---- */

static void test_password(void)
{
	static const struct {
		const char *password;
		bool good;
	} rows[] = {
		{"kolme punaista omenaa", true},
		{"korrekt h\xC3\xA4st batteri", true},
		{"xK9#mQ2$vL", true},
		{"lyhyt1!", false},
		{"salasana12", false},
		{"Salasana2026!", false},
		{"SALASANASANA", false},
		{"qwertyuiop", false},
		{"1234567890", false},
		{"0987654321", false},
		{"aaaaaaaaaaaa", false},
		{"abcabcabcabc", false},
		{"kissakissakissa", false},
		{"K\xC3\xA4ytt\xC3\xA4j\xC3\xA4"
		 "123",
		 false},
		{"20262027202820", false},
		{"aino.virtanen@x.example", false},
		{"AINO.Virtanen", false},
		{"aino.virtanen ja kissa", true},
	};
	const char *hash;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		ok(password_good(rows[i].password, "aino.virtanen@x.example") ==
			   rows[i].good,
		   "password: %s is %s", rows[i].password,
		   rows[i].good ? "good" : "refused");
	ok(!password_hash(a, "kolme punaista omenaa", &hash) &&
		   !strncmp(hash, "$argon2id$v=19$m=65536,t=2,p=1$", 31),
	   "password: hashed by Argon2id, 64 MiB, 2 passes");
	ok(password_verify(hash, "kolme punaista omenaa"), "and verified");
	ok(!password_verify(hash, "kolme punaista omena"), "another is not");
	ok(!password_verify("", ""), "no hash verifies nothing");
	ok(!password_verify(password_dummy, "-") &&
		   !strncmp(password_dummy, hash, 31),
	   "the dummy costs the same and never verifies");
}

/* ---- municipalities ---- */

static void test_directory(void)
{
	static const struct config config = {.listen = "127.0.0.1:8099"};
	const char *const hosts[] = {"kunta.example", "kunta2.example", NULL};
	struct tenant_new n = {
		.slug = "kunta",
		.name = {"Kunta", "", ""},
		.hosts = hosts,
	};
	struct tenant_directory *d;
	const struct tenant *t, *t2;
	int64_t id, id2;

	gives(tenant_create(pool, a, &n, &id), OK, "a municipality");
	n.slug = "toinen";
	gives(tenant_create(pool, a, &n, &id2), ERR_CONFLICT, "the same host");
	n.hosts = (const char *const[]){"bad host", NULL};
	gives(tenant_create(pool, a, &n, &id2), ERR_INVALID, "a bad host");
	n.hosts = NULL;
	n.loopback = true;
	gives(tenant_create(pool, a, &n, &id2), OK, "another one");
	if (!ok(!tenants_open(pool, &config, &d), "%s: the directory", on))
		return;
	t = tenant_by_host(d, "kunta2.example");
	ok(t && t->id == id, "%s: by its second host", on);
	is(t->brand.name[LANG_SV], "Kunta", "a name for every language");
	is(t->base_url, "https://kunta.example", "its address");
	is(t->mail_from, "noreply@kunta.example", "its sender");
	ok(t->reaction_workdays == 2 && t->answer_workdays == 5,
	   "%s: the promise before anybody set it", on);
	ok(t->brand.mail_off, "%s: no relay", on);
	t2 = tenant_by_host(d, "localhost");
	ok(t2 && t2->id == id2, "%s: loopback", on);
	is(t2->base_url, "http://localhost:8099", "its address");
	ok(tenant_by_host(d, "127.0.0.53") == t2, "%s: 127.x", on);
	ok(tenant_by_host(d, "[::1]") == t2, "%s: ::1", on);
	ok(tenant_by_host(d, "a.localhost") == t2, "%s: *.localhost", on);
	ok(!tenant_by_host(d, "127.0.0.1.evil.example"), "%s: not 127.x", on);
	ok(!tenant_by_host(d, "notlocalhost"), "%s: not localhost", on);
	ok(!tenant_by_host(d, "Kunta.example"), "%s: exact", on);
	ok(tenant_by_id(d, id) == t, "%s: by id", on);
	ok(!tenant_by_id(d, 987654), "%s: no such id", on);
	tenants_close(d);
	gives(pool_get(pool, town, &db), OK, "back to the town");
}

static enum err add_host(struct db *d, struct arena *ar, void *arg)
{
	(void)ar;
	return tenant_host_add(d, arg);
}

/* A host added by another process is found; what was handed out stays. */
static void test_directory_changes(void)
{
	static const struct config config = {.public_base =
						     "https://uusi.example/"};
	char host[] = "uusi.example";
	struct tenant_directory *d;
	const struct tenant *before, *after;

	if (!ok(!tenants_open(pool, &config, &d), "%s: the directory", on))
		return;
	before = tenant_by_id(d, town);
	gives(pool_get(pool, town, &db), OK, "the town");
	gives(db_write(db, a, add_host, host), OK, "a host");
	usleep(2100 * 1000);
	after = tenant_by_host(d, host);
	ok(after && after->id == town, "%s: the new host is found", on);
	is(before->slug, "town", "the old one is still there to read");
	ok(!before->hosts[0] && before != after, "%s: and as it was", on);
	is(after->base_url, "https://uusi.example", "the configured address");
	tenants_close(d);
	gives(pool_get(pool, town, &db), OK, "back to the town");
}

static void test_settings(void)
{
	struct setting list[] = {{"reaction_workdays", "3"},
				 {"contact_phone", "09 310 1691"},
				 {"contact_mail", ""}};
	struct setting_change c = {
		.name = {"Kaupunki", "Staden", "Town"},
		.list = list,
		.count = 3,
	};
	struct setting_change now;
	const char *was;

	begin();
	gives(settings_read(db, a, &now), OK, "settings");
	was = settings_version(a, &now);
	gives(settings_change(db, a, 1, &c), OK, "saved");
	gives(settings_read(db, a, &now), OK, "settings");
	is(now.name[LANG_SV], "Staden", "the name");
	is(setting_of(now.list, now.count, "reaction_workdays"), "3", "days");
	is(setting_of(now.list, now.count, "answer_workdays"), "5", "default");
	ok(!str_same(was, settings_version(a, &now)), "%s: a new version", on);
	for (size_t i = 0; i < 4; i++) {
		static const struct setting bad[] = {
			{"reaction_workdays", "0"},
			{"reaction_workdays", "2.5"},
			{"contact_mail", "nobody"},
			{"slug", "x"}};

		list[0] = bad[i];
		gives(settings_change(db, a, 1, &c), ERR_INVALID, bad[i].name);
	}
	commit();
}

/* ---- units and topics ---- */

static int64_t unit(const char *code, int64_t parent)
{
	struct unit u = {.code = code,
			 .name = {code, "", ""},
			 .parent_id = parent,
			 .active = true};
	int64_t id = 0;

	gives(unit_save(db, a, &u, &id), OK, code);
	return id;
}

static int64_t division, streets, winter, parks;

static void test_units(void)
{
	struct unit u;
	int64_t id;

	begin();
	division = unit("tekniikka", 0);
	streets = unit("kadut", division);
	winter = unit("talvi", streets);
	parks = unit("puistot", division);
	gives(unit_get(db, a, streets, &u), OK, "a unit");
	is(u.code, "kadut", "its code");
	u.parent_id = winter;
	gives(unit_save(db, a, &u, &id), ERR_INVALID, "a ring");
	u.parent_id = u.id;
	gives(unit_save(db, a, &u, &id), ERR_INVALID, "below itself");
	u.parent_id = 12345;
	gives(unit_save(db, a, &u, &id), ERR_INVALID, "below nothing");
	u.parent_id = division;
	u.code = "puistot";
	gives(unit_save(db, a, &u, &id), ERR_CONFLICT, "a code taken");
	u.code = "bad code";
	gives(unit_save(db, a, &u, &id), ERR_INVALID, "a bad code");
	u.code = "kadut";
	u.name[LANG_SV] = "Gator";
	gives(unit_save(db, a, &u, &id), OK, "saved");
	gives(unit_save(db, a, &u, &id), ERR_CONFLICT, "saved twice");
	gives(unit_get(db, a, 999, &u), ERR_NOT_FOUND, "another unit");
	commit();
}

static void test_tree(void)
{
	struct unit_node *tree;
	struct unit *list;
	size_t count;

	begin();
	gives(unit_list(db, a, &list, &count), OK, "the list");
	tree = unit_tree(a, list, count);
	ok(count == 4 && tree[0].unit->id == division && !tree[0].depth &&
		   tree[1].unit->id == streets && tree[1].depth == 1 &&
		   tree[2].unit->id == winter && tree[2].depth == 2 &&
		   tree[3].unit->id == parks && tree[3].depth == 1,
	   "%s: children under their parent", on);
	commit();
}

static void test_topics(void)
{
	struct topic t = {.code = "kadut",
			  .name = {"Kadut", "Gator", "Streets"},
			  .default_unit_id = streets,
			  .active = true};
	struct topic *list;
	size_t count;
	int64_t id, id2;

	begin();
	gives(topic_save(db, a, &t, &id), OK, "a topic");
	gives(topic_save(db, a, &t, &id2), ERR_CONFLICT, "its code again");
	t.code = "hidden";
	t.active = false;
	gives(topic_save(db, a, &t, &id2), OK, "one not in use");
	gives(topic_by_code(db, a, "hidden", &t), ERR_NOT_FOUND, "by code");
	gives(topic_by_code(db, a, "kadut", &t), OK, "by code");
	gives(topic_list(db, a, true, &list, &count), OK, "the list");
	ok(count == 1, "%s: only what residents may choose", on);
	t.name[LANG_SV] = "";
	gives(topic_save(db, a, &t, &id), ERR_INVALID, "no Swedish name");
	t.name[LANG_SV] = "Gator";
	t.parent_id = id;
	gives(topic_save(db, a, &t, &id), ERR_INVALID, "below itself");
	t.parent_id = 0;
	t.default_unit_id = 777;
	gives(topic_save(db, a, &t, &id), ERR_INVALID, "no such unit");
	t.default_unit_id = 0;
	gives(topic_save(db, a, &t, &id), OK, "without a unit");
	commit();
}

/* ---- people ---- */

static int64_t boss, worker;
static struct session by_boss;

static void test_people(void)
{
	static const struct grant all[] = {{"admin_staff", 0}, {"triage", 0}};
	struct grant some[] = {{"handle", streets}, {"publish", parks}};
	struct staff s = {.mail = "Pomo@Town.Example",
			  .name = "Pomo",
			  .active = true,
			  .grants = all,
			  .grant_count = 2};
	struct staff w = {.mail = "ty\xC3\xB6@town.example", .name = "Tekijä"};
	int64_t id;

	begin();
	gives(staff_save(db, a, &s, &boss), OK, "the boss");
	gives(staff_save(db, a, &s, &id), ERR_CONFLICT, "the same address");
	gives(staff_save(db, a, &w, &id), ERR_INVALID, "no address at all");
	w = (struct staff){.mail = "tekija@town.example",
			   .name = "Tekija",
			   .active = true,
			   .unit_id = streets,
			   .grants = some,
			   .grant_count = 2};
	gives(staff_save(db, a, &w, &worker), OK, "a worker");
	some[0] = (struct grant){"rule", 0};
	w.mail = "x@town.example";
	gives(staff_save(db, a, &w, &id), ERR_INVALID, "no such permission");
	some[0] = (struct grant){"admin_staff", streets};
	gives(staff_save(db, a, &w, &id), ERR_INVALID, "not by unit");
	some[0] = (struct grant){"handle", 4242};
	gives(staff_save(db, a, &w, &id), ERR_INVALID, "no such unit");
	gives(staff_by_mail(db, a, "POMO@town.example", &s), OK, "by mail");
	ok(s.id == boss && s.grant_count == 2 && !s.has_password,
	   "%s: the boss with grants, without a password", on);
	by_boss = (struct session){.staff_id = boss,
				   .rights = PERM_ADMIN_STAFF | PERM_TRIAGE};
	commit();
}

static void test_rights(void)
{
	struct session s = {.staff_id = worker,
			    .rights = PERM_HANDLE | PERM_PUBLISH};
	struct staff *list;
	struct unit_set set;
	size_t count;

	begin();
	ok(staff_may(db, a, &s, PERM_HANDLE, streets), "%s: own unit", on);
	ok(staff_may(db, a, &s, PERM_HANDLE, winter), "%s: below it", on);
	ok(!staff_may(db, a, &s, PERM_HANDLE, division), "%s: not above", on);
	ok(!staff_may(db, a, &s, PERM_HANDLE, parks), "%s: not beside", on);
	ok(!staff_may(db, a, &s, PERM_HANDLE, 0), "%s: not without one", on);
	ok(!staff_may(db, a, &s, PERM_TRIAGE, streets), "%s: not triage", on);
	ok(staff_may(db, a, &s, PERM_HANDLE | PERM_PUBLISH, parks),
	   "%s: any of two", on);
	ok(staff_may(db, a, &by_boss, PERM_TRIAGE, 0), "%s: all units", on);
	ok(!staff_may(db, a, NULL, PERM_TRIAGE, 0), "%s: nobody", on);
	gives(staff_units(db, a, &s, PERM_HANDLE, &set), OK, "the units");
	ok(set.count == 2 && !set.all, "%s: streets and winter", on);
	gives(staff_units(db, a, &by_boss, PERM_TRIAGE, &set), OK, "units");
	ok(set.all, "%s: all", on);
	gives(staff_handlers(db, a, streets, 9, &list, &count), OK, "members");
	ok(count == 1 && list[0].id == worker, "%s: the worker", on);
	gives(staff_handlers(db, a, parks, 9, &list, &count), OK, "members");
	ok(count == 0, "%s: nobody of the parks", on);
	commit();
}

static void test_lock_out(void)
{
	struct staff s, other;
	int64_t id;

	begin();
	gives(staff_get(db, a, boss, &s), OK, "the boss");
	s.grant_count = 0;
	gives(staff_change(db, a, &by_boss, &s, &id), ERR_INVALID,
	      "taking one's own right");
	gives(staff_set_active(db, a, &by_boss, boss, false), ERR_INVALID,
	      "switching oneself off");
	gives(staff_set_active(db, a, NULL, boss, false), ERR_INVALID,
	      "switching the last one off");
	gives(staff_get(db, a, worker, &other), OK, "the worker");
	other.grants =
		(const struct grant[]){{"admin_staff", 0}, {"handle", streets}};
	other.grant_count = 2;
	gives(staff_change(db, a, &by_boss, &other, &id), OK, "a second one");
	gives(staff_get(db, a, boss, &s), OK, "the boss");
	gives(staff_set_active(db, a, &by_boss, boss, false), ERR_INVALID,
	      "switching oneself off still");
	gives(staff_change(db, a, &by_boss, &other, &id), ERR_CONFLICT,
	      "an old version");
	commit();
}

/* ---- sessions and links ---- */

static void test_sessions(void)
{
	const struct session *s;
	const char *one, *two;

	begin();
	gives(session_open(db, a, worker, &one), OK, "a session");
	gives(session_open(db, a, worker, &two), OK, "another");
	ok(!str_same(one, two) && strlen(one) == 43, "%s: two tokens", on);
	gives(session_find(db, a, one, &s), OK, "found");
	ok(s->staff_id == worker &&
		   s->rights == (PERM_ADMIN_STAFF | PERM_HANDLE) &&
		   strlen(s->csrf) == 43 && !strstr(s->token_hash, one),
	   "%s: with rights and a token for forms", on);
	gives(session_find(db, a, "nonsense", &s), ERR_LOGIN, "nonsense");
	gives(session_find(db, a, two, &s), OK, "the other");
	gives(session_close(db, s->token_hash), OK, "closed");
	gives(session_find(db, a, two, &s), ERR_LOGIN, "after closing");
	gives(session_find(db, a, one, &s), OK, "the first stays");
	clock_set(MONDAY + SESSION_S * (int64_t)SECOND_US - 1);
	gives(session_find(db, a, one, &s), OK, "just before 12 hours");
	clock_set(MONDAY + SESSION_S * (int64_t)SECOND_US);
	gives(session_find(db, a, one, &s), ERR_LOGIN, "after 12 hours");
	clock_set(MONDAY);
	commit();
}

static void test_deactivate(void)
{
	const struct session *s;
	const char *token, *link;
	int64_t id;

	begin();
	gives(session_open(db, a, worker, &token), OK, "a session");
	gives(staff_link_make(db, a, worker, "reset", &link), OK, "a link");
	staff_on_deactivate = NULL;
	gives(db_save(db), OK, "a savepoint");
	gives(staff_set_active(db, a, &by_boss, worker, false), ERR_INTERNAL,
	      "nobody takes the matters");
	gives(db_save_undo(db), OK, "undone");
	staff_on_deactivate = release;
	let_go = 0;
	gives(staff_set_active(db, a, &by_boss, worker, false), OK, "let go");
	ok(let_go == worker && let_go_by == boss, "%s: matters handed over",
	   on);
	gives(session_find(db, a, token, &s), ERR_LOGIN, "the session");
	gives(staff_link_find(db, a, link, &id), ERR_NOT_FOUND, "the link");
	gives(staff_set_active(db, a, &by_boss, worker, true), OK, "back");
	gives(session_find(db, a, token, &s), ERR_LOGIN, "it stays closed");
	commit();
}

static void test_links(void)
{
	const char *link, *second, *invite, *session, *hash;
	const struct session *s;
	int64_t id;

	begin();
	gives(staff_link_make(db, a, worker, "invite", &invite), OK, "invite");
	gives(staff_link_make(db, a, worker, "reset", &link), OK, "a link");
	gives(staff_link_make(db, a, worker, "reset", &second), OK, "second");
	gives(staff_link_find(db, a, link, &id), ERR_NOT_FOUND, "the older");
	gives(staff_link_find(db, a, second, &id), OK, "the newer");
	gives(staff_link_find(db, a, invite, &id), OK, "the invitation");
	ok(id == worker, "%s: of the worker", on);
	gives(staff_link_find(db, a, "", &id), ERR_NOT_FOUND, "none");
	gives(session_open(db, a, worker, &session), OK, "a session");
	gives(staff_password(db, a, "tekija@town.example", &id, &hash),
	      ERR_NOT_FOUND, "no password yet");
	gives(staff_link_use(db, second), OK, "used");
	gives(staff_link_use(db, second), ERR_NOT_FOUND, "used twice");
	gives(staff_set_password(db, worker, "$argon2id$x"), OK, "chosen");
	gives(staff_password(db, a, "Tekija@town.example", &id, &hash), OK,
	      "a password");
	gives(session_find(db, a, session, &s), ERR_LOGIN, "old sessions");
	gives(staff_link_find(db, a, invite, &id), ERR_NOT_FOUND,
	      "the other links");
	gives(staff_link_make(db, a, worker, "reset", &link), OK, "a link");
	clock_set(MONDAY + 2 * HOUR_US);
	gives(staff_link_find(db, a, link, &id), ERR_NOT_FOUND, "too old");
	gives(staff_link_use(db, link), ERR_NOT_FOUND, "too old to use");
	clock_set(MONDAY);
	commit();
}

static void test_reset_limit(void)
{
	const char *link;
	bool allowed;

	begin();
	clock_set(MONDAY + 10 * HOUR_US);
	for (int i = 0; i < RESETS_PER_HOUR; i++) {
		gives(staff_reset_allowed(db, a, boss, &allowed), OK, "asked");
		ok(allowed, "%s: reset %d of the hour", on, i + 1);
		gives(staff_link_make(db, a, boss, "reset", &link), OK,
		      "a link");
	}
	gives(staff_reset_allowed(db, a, boss, &allowed), OK, "asked");
	ok(!allowed, "%s: no more this hour", on);
	clock_set(MONDAY + 11 * HOUR_US + 1);
	gives(staff_reset_allowed(db, a, boss, &allowed), OK, "asked");
	ok(allowed, "%s: again the next hour", on);
	clock_set(MONDAY);
	commit();
}

/* ---- tables in and out ---- */

static struct import_source source(const char *text)
{
	return (struct import_source){.text = text,
				      .bytes = text,
				      .size = strlen(text),
				      .given = *text};
}

static const char *outcome(const struct import_plan *p)
{
	static const char letters[] = "NCRSE";
	struct str s;

	str_init(&s, a, 16);
	if (p->problem)
		str_puts(&s, "problem");
	for (size_t i = 0; i < p->count; i++)
		str_putc(&s, letters[p->lines[i].result]);
	return s.ptr;
}

static const char *units_plan(const char *text, struct unit_import *ret)
{
	struct import_source from = source(text);

	gives(unit_import_plan(db, a, LANG_EN, &from, ret), OK, "a plan");
	return outcome(&ret->plan);
}

static void test_unit_import(void)
{
	struct unit_import i;
	const char *csv;
	size_t len;
	int64_t id;
	struct unit u;

	begin();
	is(units_plan("code;name_fi;parent\nnew2;Uusi 2;new1\n"
		      "new1;Uusi 1;tekniikka\nkadut;kadut;tekniikka\n"
		      "talvi;Talvihoito;kadut\n",
		      &i),
	   "NNSC", "new ones, a parent later in the table");
	gives(unit_import_apply(db, a, boss, &i), OK, "applied");
	gives(unit_by_code(db, a, "new2", &id), OK, "the lower one");
	gives(unit_get(db, a, id, &u), OK, "read");
	gives(unit_by_code(db, a, "new1", &id), OK, "the upper one");
	ok(u.parent_id == id, "%s: in its place", on);
	is(units_plan("code;name_fi;parent\nnew1;Uusi 1;new2\n"
		      "new2;Uusi 2;\n",
		      &i),
	   "CC", "the two swapped");
	gives(unit_import_apply(db, a, boss, &i), OK, "applied");
	is(units_plan("code;name_fi;parent\nnew1;a;new2\nnew2;b;new1\n"
		      "x;;\nbad code;c;\ny;d;nowhere\nz;e;\nz;f;\n",
		      &i),
	   "EEEEENE", "rings, no name, bad code, no parent, twice");
	is(units_plan("code;name_fi;active\nnew1;a;maybe\n", &i), "E",
	   "neither 1 nor 0");
	is(units_plan("", &i), "problem", "nothing");
	is(units_plan("code;name_fi\n", &i), "problem", "only a head");
	is(units_plan("code\nx\n", &i), "problem", "a column missing");
	is(units_plan("code;name_fi;nmae\nx;y;z\n", &i), "problem", "unknown");
	is(units_plan("code;name_fi;code\nx;y;z\n", &i), "problem", "twice");
	gives(unit_export(db, a, &csv, &len), OK, "written");
	is(units_plan(csv, &i), "SSSSSS", "read again: nothing changes");
	commit();
}

static const char *staff_plan(const char *text, struct request *req,
			      struct staff_import *ret)
{
	struct import_source from = source(text);

	gives(staff_import_plan(req, &from, ret), OK, "a plan");
	return outcome(&ret->plan);
}

static void test_staff_import(void)
{
	struct request req = {
		.arena = a, .db = db, .lang = LANG_EN, .session = &by_boss};
	struct staff_import i;
	const char *csv;
	struct staff s;
	size_t len;

	begin();
	is(staff_plan("mail,name,unit,lang,permissions\n"
		      "Uusi@town.example,=Uusi,kadut,sv,handle@kadut triage\n"
		      "tekija@town.example,Tekija,kadut,fi,handle@kadut\n"
		      "pomo@town.example,Pomo,,,triage admin_staff\n",
		      &req, &i),
	   "NCS", "new, changed, unchanged");
	gives(staff_import_apply(&req, &i, false), OK, "applied");
	gives(staff_by_mail(db, a, "uusi@town.example", &s), OK, "the new one");
	ok(s.lang == LANG_SV && s.unit_id == streets && s.grant_count == 2 &&
		   !s.has_password,
	   "%s: as in the table", on);
	is(staff_plan("mail,name,permissions\n"
		      "pomo@town.example,Pomo,triage\n"
		      "a@town.example,A,rule\nb@town.example,B,triage@kadut\n"
		      "c@town.example,C,handle@nowhere\nnoaddress,D,\n"
		      "e@town.example,,\nf@town.example,F,\n"
		      "F@town.example,F,\n",
		      &req, &i),
	   "EEEEEENE", "what cannot be");
	is(staff_plan("mail;name;active\npomo@town.example;Pomo;0\n", &req, &i),
	   "E", "switching oneself off");
	gives(staff_export(db, a, &csv, &len), OK, "written");
	ok(strstr(csv, "uusi@town.example;'=Uusi;"), "%s: no formula", on);
	is(staff_plan(csv, &req, &i), "SSS", "read again: nothing changes");
	commit();
}

static void test_audit(void)
{
	struct unit u = {
		.code = "audit", .name = {"A", "", ""}, .active = true};
	int64_t id;

	begin();
	ok(strstr(log_of_use.ptr, "staff_deactivated ") &&
		   strstr(log_of_use.ptr, "permissions_changed ") &&
		   strstr(log_of_use.ptr, "unit_created ") &&
		   strstr(log_of_use.ptr, "settings_changed "),
	   "%s: what was done is in the log of use: %s", on, log_of_use.ptr);
	audit_writer = NULL;
	gives(unit_change(db, a, boss, &u, &id), ERR_INTERNAL,
	      "a change that would not be logged");
	audit_writer = note;
	db_write_abort(db);
}

static void suite(const char *engine, const char *url)
{
	static void (*const tests[])(void) = {
		test_directory,    test_directory_changes,
		test_settings,     test_units,
		test_tree,         test_topics,
		test_people,       test_rights,
		test_lock_out,     test_sessions,
		test_deactivate,   test_links,
		test_reset_limit,  test_unit_import,
		test_staff_import, test_audit,
	};
	struct sql_config c = {.url = url, .cache_bytes = 1 << 20};
	static char dir[1000];

	on = engine;
	str_init(&log_of_use, a, 1024);
	snprintf(dir, sizeof(dir), "%s/%s", getenv("KAIKU_TEST_DIR"), engine);
	c.dir = dir;
	if (!ok(!pool_open(&c, &pool), "%s: open", on) ||
	    !ok(!pool_create(pool, "town", &town) && !pool_get(pool, town, &db),
		"%s: a town: %s", on, pool_error(pool)))
		return;
	clock_set(MONDAY);
	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		tests[i]();
	clock_set(0);
	pool_close(pool);
	arena_release(a);
}

int main(void)
{
	make_folder();
	audit_writer = note;
	staff_on_deactivate = release;
	test_csv();
	test_csv_size();
	test_password();
	return on_each_engine("test_staff", suite);
}
