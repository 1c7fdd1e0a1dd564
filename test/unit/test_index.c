/*
 * test_index.c: words of texts, and the search by words on both engines: the
 * same questions must find the same matters, for the right municipality, by
 * the index also behind row-level security.
 */
#include "event/event.h"
#include "jobtest.h"
#include "matter/matter_index.h"
#include "text/words.h"

QUERY(Q_matter, "INSERT INTO matter (tenant_id, id, number_year, number, kind, "
		"lang, title, text, place, received_at) VALUES ($1, $2, 2026, "
		"$2, 'feedback', 'fi', $3, $4, $5, 1)");
QUERY(Q_entry, "INSERT INTO entry (tenant_id, id, matter_id, kind, visibility, "
	       "author, text) VALUES ($1, $2, $3, 'note', 'internal', "
	       "'system', $4)");
QUERY(Q_gone, "DELETE FROM matter WHERE tenant_id = $1 AND id = $2");

static const struct job_kind index_kinds[] = {
	{.kind = "index",
	 .run = index_job_run,
	 .every_s = 5,
	 .attempts_max = 3,
	 .backoff_s = 5,
	 .lease_s = 60,
	 .wanted = index_job_wanted},
	{.kind = NULL},
};

/* ---- words ---- */

static const char *words_of(struct arena *a, const char *text)
{
	struct word_list w;

	words_init(&w, a);
	words_add(&w, text);
	words_unite(&w);
	return words_join(&w);
}

static void test_words(void)
{
	static const struct {
		const char *text, *words;
	} rows[] = {
		{"", ""},
		{" ,.- !", ""},
		{"Katuvalo EI pala, ei.", "ei katuvalo pala"},
		{"ÄITI Öljy Åbo", "äiti åbo öljy"},
		{"a\xcc\x88iti A\xcc\x8a"
		 "bo",
		 "äiti åbo"},
		{"caf\xc3\xa9 CAFE\xcc\x81 \xc5\xa0"
		 "akki",
		 "cafe sakki"},
		{"Etu-T\xc3\xb6\xc3\xb6l\xc3\xb6n 12 B-rappu",
		 "12 b etu rappu töölön"},
		{"vaa'an 2026-1234 <b>http://a.fi/x?y=1</b>",
		 "1 1234 2026 a an b fi http vaa x y"},
		{"pitk\xc2\xad\xc3\xa4vokaali", "pitkävokaali"},
		{"Улица УЛИЦА 街道 ١٢", "улица ١٢ 街道"},
		{"a\xf0\x9f\x98\x80"
		 "b \xf0\x9f\x98\x80",
		 "a b"},
		{"OR and NOT \"x*\" NEAR(1)", "1 and near not or x"},
	};
	struct arena a = ARENA_INIT;
	char many[400];
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *words = words_of(&a, rows[i].text);

		ok(str_same(words, rows[i].words), "words %zu: %s", i, words);
	}
	memset(many, 'x', sizeof(many) - 1);
	many[sizeof(many) - 1] = '\0';
	ok(strlen(words_of(&a, many)) == WORD_LETTERS_MAX,
	   "a word without end is cut");
	arena_release(&a);
}

static void test_enormous(void)
{
	struct arena a = ARENA_INIT;
	struct word_list w;
	char word[40];
	int i;

	words_init(&w, &a);
	for (i = 0; i < 100000; i++) {
		snprintf(word, sizeof(word), "sana%08dloppu", i);
		words_add(&w, word);
	}
	words_unite(&w);
	ok(strlen(words_join(&w)) < WORDS_BYTES_MAX + 100,
	   "an enormous text has an end");
	arena_release(&a);
}

/* ---- matters and their events ---- */

struct say {
	int64_t matter_id;
	const char *title, *text, *place; /* title NULL: an entry */
	bool gone;
};

static enum err do_say(struct db *db, struct arena *a, void *arg)
{
	struct say *s = arg;
	struct event event = {
		.kind = "matter_created", .actor = "system", .payload = "{}"};
	enum err err;

	if (!s->matter_id)
		s->matter_id = db_new_id(db);
	event.matter_id = s->matter_id;
	if (s->gone)
		err = db_exec(db, &Q_gone, ARGS(ARG_INT(s->matter_id)));
	else if (s->title)
		err = db_exec(db, &Q_matter,
			      ARGS(ARG_INT(s->matter_id), ARG_TEXT(s->title),
				   ARG_TEXT(s->text),
				   ARG_TEXT(s->place ? s->place : "")));
	else
		err = db_exec(db, &Q_entry,
			      ARGS(ARG_INT(db_new_id(db)),
				   ARG_INT(s->matter_id), ARG_TEXT(s->text)));
	return err ? err : event_add(db, a, &event);
}

static int64_t say(int64_t which, struct say s)
{
	struct arena a = ARENA_INIT;

	if (db_write(get(which), &a, do_say, &s)) {
		printf("# %s\n", db_error(get(which)));
		bail("not said");
	}
	arena_release(&a);
	return s.matter_id;
}

/* What the question finds, as "1,3": by the order of making, newest first. */
static const char *find(int64_t which, const char *query, const int64_t *ids,
			size_t count)
{
	static char found[200];
	struct words_wanted w = {.query = query, .limit = 100};
	struct arena a = ARENA_INIT;
	int64_t *list;
	size_t i, k, n = 0;

	found[0] = '\0';
	if (matter_words_find(get(which), &a, &w, &list, &n)) {
		printf("# %s\n", db_error(get(which)));
		return "(error)";
	}
	for (i = 0; i < n; i++)
		for (k = 0; k < count; k++)
			if (list[i] == ids[k])
				snprintf(found + strlen(found), 24, "%s%zu",
					 *found ? "," : "", k);
	arena_release(&a);
	return found;
}

static void expect(const char *query, const int64_t *ids, const char *wanted)
{
	const char *found = find(tenant, query, ids, 4);

	ok(str_same(found, wanted), "%s: \"%s\" finds %s", on, query, found);
}

static void test_search(void)
{
	int64_t ids[4] = {0}, others[1];

	fresh();
	ids[0] = say(tenant, (struct say){.title = "Katuvalo pimeänä",
					  .text = "Lamppu ei pala yöllä.",
					  .place = "Hämeentie 12"});
	ids[1] = say(tenant, (struct say){.title = "Kuoppa",
					  .text = "Kadulla on kuoppa",
					  .place = "Häme"});
	ids[2] = say(tenant, (struct say){.title = "", .text = "Katu on hyvä"});
	others[0] =
		say(other, (struct say){.title = "Katuvalo", .text = "Toinen"});
	expect("katuvalo", ids, "");
	turn_with(index_kinds);
	expect("katuvalo", ids, "0");
	expect("KATU", ids, "2,1,0");
	expect("katu valo", ids, "0");
	expect("valot kadulla", ids, "0");
	expect("lampuissa", ids, "0");
	expect("kuoppia", ids, "1");
	expect("pala lamppu", ids, "0");
	expect("häme", ids, "1,0");
	expect("hame", ids, "");
	expect("ha\xcc\x88meentie", ids, "0");
	expect("12", ids, "0");
	expect("1", ids, "");
	expect("on", ids, "2,1");
	expect("o", ids, "");
	expect("katu* AND lamppu", ids, "");
	expect("katu OR lamppu", ids, "");
	expect("katu NOT valo", ids, "");
	expect("\"", ids, "");
	expect("' | 'katu", ids, "2,1,0");
	expect("katu:* & !lamppu", ids, "0");
	expect("", ids, "");
	ok(str_same(find(other, "katu", others, 1), "0"),
	   "%s: another municipality finds its own", on);
}

static void test_later(void)
{
	struct arena a = ARENA_INIT;
	struct words_wanted w = {.query = "syreeni", .limit = 2};
	int64_t ids[5], *found;
	size_t n = 0;
	int i;

	for (i = 0; i < 5; i++)
		ids[i] = say(tenant, (struct say){.title = "",
						  .text = "Syreenit kukkivat"});
	turn_with(index_kinds);
	ok(!matter_words_find(get(tenant), &a, &w, &found, &n) && n == 2 &&
		   found[0] == ids[4] && found[1] == ids[3],
	   "%s: newest first, as many as asked for", on);
	w.before_id = ids[3];
	ok(!matter_words_find(get(tenant), &a, &w, &found, &n) && n == 2 &&
		   found[0] == ids[2],
	   "%s: and on from there", on);
	say(tenant,
	    (struct say){.matter_id = ids[0], .text = "Puutarhuri on nähnyt"});
	turn_with(index_kinds);
	expect("puutarhuri kukki", ids, "0");
	say(tenant, (struct say){.matter_id = ids[1], .gone = true});
	turn_with(index_kinds);
	expect("syreeni", ids, "3,2,0");
	arena_release(&a);
}

static void test_many_batches(void)
{
	enum { N = 450 }; /* more than two batches */
	struct arena a = ARENA_INIT;
	struct words_wanted w = {.query = "erä", .limit = N + 1};
	int64_t *found;
	size_t n = 0;
	bool wanted = false;
	int i;

	for (i = 0; i < N; i++)
		say(tenant, (struct say){.title = "", .text = "Erä"});
	ok(!index_job_wanted(get(tenant), &a, &wanted) && wanted,
	   "%s: there is work", on);
	turn_with(index_kinds);
	ok(!matter_words_find(get(tenant), &a, &w, &found, &n) && n == N,
	   "%s: all batches in one run (%zu)", on, n);
	ok(!index_job_wanted(get(tenant), &a, &wanted) && !wanted,
	   "%s: then there is none", on);
	arena_release(&a);
}

static enum err bulk(struct db *db, struct arena *a, void *arg)
{
	const int64_t *id = arg;
	enum err err = matter_words_add(db, a, *id, LANG_FI, "Irtotavaraa");

	return err ? err : matter_words_done(db, a);
}

static void test_bulk(void)
{
	struct arena a = ARENA_INIT;
	bool wanted = true;
	int64_t ids[4] = {0};

	ids[1] = say(tenant, (struct say){.title = "", .text = "Ei indeksiin"});
	ok(!db_write(get(tenant), &a, bulk, &ids[1]) &&
		   !index_job_wanted(get(tenant), &a, &wanted) && !wanted,
	   "%s: what a bulk load indexed needs no job", on);
	expect("irtotavara", ids, "1");
	turn_with(index_kinds);
	expect("indeksiin", ids, "");
	arena_release(&a);
}

/* ---- behind row-level security ---- */

static bool line_with(PGresult *r, const char *text)
{
	int i;

	for (i = 0; i < PQntuples(r); i++)
		if (strstr(PQgetvalue(r, i, 0), text))
			return true;
	return false;
}

static void test_postgres_plan(void)
{
	PGconn *c = PQconnectdb(where.url);
	PGresult *r;
	char set[160];

	snprintf(set, sizeof(set),
		 "SELECT set_config('kaiku.tenant', '%lld', "
		 "false), set_config('enable_seqscan', 'off', false)",
		 (long long)tenant);
	PQclear(PQexec(c, set));
	r = PQexec(c, "SELECT 1 FROM pg_roles WHERE rolname = current_user "
		      "AND (rolsuper OR rolbypassrls)");
	ok(PQntuples(r) == 0, "postgres: we are nobody special");
	PQclear(r);
	r = PQexec(c, "EXPLAIN SELECT matter_id FROM matter_word WHERE "
		      "words @@ CAST('1tkatu:*' AS TSQUERY)");
	ok(line_with(r, "Bitmap Index Scan on matter_word_words"),
	   "postgres: the index of words is used behind the wall");
	PQclear(r);
	r = PQexec(c, "INSERT INTO matter_word (tenant_id, matter_id, words) "
		      "VALUES (-5, 1, '')");
	ok(PQresultStatus(r) == PGRES_FATAL_ERROR,
	   "postgres: nobody writes words of another municipality");
	PQclear(r);
	PQfinish(c);
}

static void test_all(void)
{
	test_search();
	test_later();
	test_many_batches();
	test_bulk();
	if (where.url)
		test_postgres_plan();
}

int main(void)
{
	test_words();
	test_enormous();
	return on_both_engines("test_index", test_all);
}
