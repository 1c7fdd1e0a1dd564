/*
 * test_search.c: what everybody finds by words, the same on both engines, and
 * the measure of it: what residents type against the messages that answer it.
 */
#include "jobtest.h"
#include "search/search.h"

#include <jansson.h>

QUERY(Q_lemmas, "SELECT COUNT(*), COALESCE(SUM(docs), 0), "
		"COALESCE(SUM(sure), 0) FROM search_lemma "
		"WHERE tenant_id = $1");
QUERY(Q_forms, "SELECT COUNT(*) FROM search_typo WHERE tenant_id = $1");
QUERY(Q_docs, "SELECT docs FROM search_total WHERE tenant_id = $1");

static struct arena arena = ARENA_INIT;

/* ---- documents ---- */

struct put {
	struct search_doc *docs;
	size_t count;
	int64_t drop;
};

static enum err do_put(struct db *db, struct arena *a, void *arg)
{
	struct put *p = arg;
	struct search_words *w = arena_array(a, p->count + 1, sizeof(*w));

	if (p->drop)
		return search_drop(db, a, p->drop);
	for (size_t i = 0; i < p->count; i++)
		search_words_of(a, &p->docs[i], &w[i]);
	return search_put(db, a, w, p->count);
}

static void write_docs(int64_t which, struct put p)
{
	struct arena a = ARENA_INIT;

	if (db_write(get(which), &a, do_put, &p)) {
		printf("# %s\n", db_error(get(which)));
		bail("not put");
	}
	arena_release(&a);
}

static struct search_doc doc(int64_t id, const char *title, const char *text)
{
	return (struct search_doc){
		.kind = "matter",
		.id = id,
		.shown_at = now,
		.texts = {{title, WEIGHT_TITLE}, {text, WEIGHT_BODY}},
		.text_count = 2,
	};
}

static void put(int64_t id, const char *title, const char *text)
{
	struct search_doc d = doc(id, title, text);

	write_docs(tenant, (struct put){.docs = &d, .count = 1});
}

static void drop(int64_t id)
{
	write_docs(tenant, (struct put){.drop = id});
}

static struct search_found search(int64_t which, const char *query)
{
	struct search_wanted w = {.query = query};
	struct search_found found = {0};

	if (search_find(get(which), &arena, &w, &found))
		printf("# %s\n", db_error(get(which)));
	return found;
}

/* "3,1": the ids, the best first. */
static const char *ids_of(const struct search_found *f)
{
	struct str s;

	str_init(&s, &arena, 64);
	for (size_t i = 0; i < f->count; i++)
		str_printf(&s, "%s%lld", i ? "," : "",
			   (long long)f->hits[i].id);
	return s.ptr;
}

static void expect(const char *query, const char *wanted)
{
	struct search_found f = search(tenant, query);

	ok(str_same(ids_of(&f), wanted), "%s: \"%s\" finds %s", on, query,
	   ids_of(&f));
}

static int64_t figure(const struct sql_query *q, int col)
{
	struct rows *r;

	if (db_rows(get(tenant), &arena, q, NO_ARGS, &r))
		bail(db_error(get(tenant)));
	return rows_next(r) ? rows_int(r, col) : 0;
}

static void test_finding(void)
{
	put(1, "Katuvalo pimeänä", "Lamppu ei pala yöllä Hämeentiellä.");
	put(2, "", "Milloin lumet aurataan? Auraa lumet Koulukadulta!");
	put(3, "Kuoppa", "Tiessä on kuoppa katuvalon kohdalla.");
	put(4, "Leikkipuisto", "Keinu on rikki leikkipuistossa.");
	expect("katuvaloista", "1,3");
	expect("KATUVALOJEN", "1,3");
	expect("lumenauraus", "2");
	expect("auraaminen", "2");
	expect("valo", "1,3");
	expect("puisto keinu", "4");
	expect("miksi katuvalo ei pala", "1");
	expect("hämeentie", "1");
	expect("leikkipu", "4");
	expect("katuvallo", "1,3");
	expect("lekkipuisto kienu", "4");
	expect("hameentie", "1");
	expect("ylösnousukas", "");
	expect("keinu lumi", "2,4");
	expect("", "");
	expect("\"' & | ! ~ ( ) : * \\ %", "");
	expect("katuvalo* AND NOT lamppu", "1");
	put(4, "Leikkipuisto", "Keinu on korjattu.");
	expect("rikki", "");
	expect("korjaus", "4");
	ok(search(other, "katuvalo").count == 0,
	   "%s: another municipality finds nothing of it", on);
}

/* "one [hit] more" */
static void marks(const char *text, size_t max, const struct search_found *f,
		  const char *wanted)
{
	struct search_marked m;
	struct str s;

	str_init(&s, &arena, 64);
	search_mark(&arena, LANG_FI, text, max, f, &m);
	for (size_t i = 0; i < m.count; i++)
		str_printf(&s, m.list[i].hit ? "[%s]" : "%s", m.list[i].text);
	ok(str_same(s.ptr, wanted), "%s: marked: %s", on, s.ptr);
}

static void test_marking(void)
{
	struct search_found f = search(tenant, "katuvaloista");

	marks("Sammuneet <b>katuvalot</b>!", 100, &f,
	      "Sammuneet <b>[katuvalot]</b>!");
	marks("Tämä on hyvin pitkä alku josta ei ole mitään hyötyä mutta joka "
	      "jatkuu vain. Sitten katuvalo. Ja loppu joka on myös hyvin pitkä "
	      "eikä siinäkään ole mitään hyötyä.",
	      80, &f,
	      "\u2026 hyötyä mutta joka jatkuu vain. Sitten [katuvalo]. Ja "
	      "loppu joka on myös hyvin\u2026");
	marks("", 80, &f, "");
	ok(!search_marks(&arena, LANG_FI, "lamppu", &f) &&
		   search_marks(&arena, LANG_FI, "katuvalot", &f),
	   "%s: nothing in another word", on);
	f = search(tenant, "lumenauraus");
	marks("Auraa lumet pois", 80, &f, "[Auraa] [lumet] pois");
}

static void suggests(const char *typed, const char *wanted)
{
	const char *list[SEARCH_SUGGESTIONS];
	struct str s;
	size_t n = 0;

	str_init(&s, &arena, 64);
	if (search_suggest(get(tenant), &arena, typed, list, &n))
		str_puts(&s, db_error(get(tenant)));
	for (size_t i = 0; i < n; i++)
		str_printf(&s, "%s%s", i ? "," : "", list[i]);
	ok(str_same(s.ptr, wanted), "%s: \"%s\" suggests %s", on, typed, s.ptr);
}

static void test_suggesting(void)
{
	suggests("katuv", "katuvalo");
	suggests("Rikki katuv", "Rikki katuvalo");
	suggests("katuvaloista", "katuvalo");
	suggests("katuvalol", "katuvalo");
	suggests("k", "");
	suggests("katu ", "");
	suggests("xyzzyxyz", "");
}

static void narrowed(const struct search_wanted *w, const char *wanted,
		     const char *what)
{
	struct search_found f = {0};

	if (search_find(get(tenant), &arena, w, &f))
		printf("# %s\n", db_error(get(tenant)));
	ok(str_same(ids_of(&f), wanted), "%s: %s: %s", on, what, ids_of(&f));
}

static void test_narrowing(void)
{
	static const char *const one[] = {"t1", NULL};
	static const char *const either[] = {"t1", "t2", NULL};
	struct search_doc d[] = {doc(11, "", "Syreeni kukkii"),
				 doc(12, "", "Syreeni kukkii"),
				 doc(13, "Syreeni", "kukkii")};
	struct search_wanted w = {.query = "syreenit", .facet_count = 1};

	d[0].facets[0] = "t1";
	d[1].facets[0] = "t2";
	d[0].facet_count = d[1].facet_count = 1;
	d[0].has_point = d[1].has_point = true;
	d[0].lat = d[1].lat = 60;
	d[0].lon = 24;
	d[1].lon = 25;
	write_docs(tenant, (struct put){.docs = d, .count = 3});
	w.facets[0] = one;
	narrowed(&w, "11", "narrowed");
	w.facets[0] = either;
	narrowed(&w, "12,11", "to either");
	expect("syreeni", "13,12,11");
	w.has_point = true;
	w.lat = 60;
	w.lon = 24;
	narrowed(&w, "11,12", "the near one first");
	d[2].shown_at = now - 4 * 365 * DAY_US;
	d[2].texts[0].text = "";
	d[2].texts[1].text = "Syreeni kukkii";
	write_docs(tenant, (struct put){.docs = d, .count = 3});
	expect("syreeni", "12,11,13");
	drop(11);
	drop(12);
	drop(13);
}

static void test_gone(void)
{
	int64_t words = figure(&Q_lemmas, 0), forms = figure(&Q_forms, 0);

	put(5, "Salamanteritarha", "Salamanterit viihtyvät.");
	expect("salamanteri", "5");
	suggests("salamanter", "salamanteri,salamanteritarha");
	put(5, "Salamanteritarha", "Salamanterit viihtyvät.");
	ok(figure(&Q_docs, 0) == 5, "%s: the same document is one", on);
	drop(5);
	drop(5);
	expect("salamanteri", "");
	suggests("salamanter", "");
	ok(figure(&Q_lemmas, 0) == words && figure(&Q_forms, 0) == forms,
	   "%s: nothing is left of its words", on);
	for (int64_t id = 1; id < 5; id++)
		drop(id);
	ok(!figure(&Q_lemmas, 0) && !figure(&Q_forms, 0) && !figure(&Q_docs, 0),
	   "%s: nor of any", on);
}

/* A text made to be big costs what a text costs. */
static void test_hostile(void)
{
	struct search_doc d = doc(6, "", "");
	struct search_words w;
	struct str s;

	str_init(&s, &arena, 1 << 20);
	for (int i = 0; i < 50000; i++)
		str_printf(&s, "sana%dyöyöyöyö ", i);
	d.texts[1].text = s.ptr;
	search_words_of(&arena, &d, &w);
	ok(strlen(w.weights) <= 3000, "%s: %zu words of 50,000", on,
	   strlen(w.weights));
	write_docs(tenant, (struct put){.docs = &d, .count = 1});
	ok(search(tenant, s.ptr).count <= 1, "%s: an endless question", on);
	drop(6);
}

/* ---- the measure ---- */

enum { PAGE = 20, CORPUS_MAX = 1000 };
#define RECALL_FLOOR    0.7
#define PRECISION_FLOOR 0.6
#define TOWN_FLOOR      0.9

static void load_corpus(void)
{
	struct search_doc *docs =
		arena_array(&arena, CORPUS_MAX, sizeof(*docs));
	FILE *f = fopen("data/feedback_corpus.jsonl", "r");
	char line[20000];
	size_t n = 0;

	if (!f)
		bail("no corpus");
	while (n < CORPUS_MAX && fgets(line, sizeof(line), f)) {
		json_t *j = json_loads(line, 0, NULL);
		const char *title, *text, *place, *answer, *id, *lang;

		if (json_unpack(j, "{s:s,s:s,s:s,s:s,s:s,s:s}", "id", &id,
				"lang", &lang, "title", &title, "text", &text,
				"place", &place, "answer", &answer))
			bail("not a message");
		docs[n] = doc(atoll(id + 1), arena_strdup(&arena, title),
			      arena_strdup(&arena, text));
		docs[n].texts[2].text = arena_strdup(&arena, place);
		docs[n].texts[2].weight = WEIGHT_PLACE;
		docs[n].texts[3].text = arena_strdup(&arena, answer);
		docs[n].texts[3].weight = WEIGHT_BODY;
		docs[n].text_count = 4;
		for (size_t i = 0; i < docs[n].text_count; i++)
			lang_parse(lang, &docs[n].texts[i].lang);
		n++;
		json_decref(j);
	}
	fclose(f);
	write_docs(tenant, (struct put){.docs = docs, .count = n});
	ok(n == 700, "%s: %zu messages", on, n);
}

struct measure {
	int queries, pairs;
	int found, in_top; /* on the first page; among as many as there are */
	int first;         /* queries whose first hit answers */
	int shown, good;   /* on first pages; and those that answer */
	struct str all;    /* what was found, to compare the engines */
};

static bool is_wanted(const char *ids, int64_t id)
{
	for (char *end; *ids; ids = end)
		if (strtoll(ids, &end, 10) == id)
			return true;
		else if (end == ids)
			return false;
	return false;
}

static int count_ids(const char *ids)
{
	int n = 0;
	char *end;

	for (; strtoll(ids, &end, 10) || end > ids; ids = end)
		n++;
	return n;
}

static void measure_one(struct measure *m, const char *query, const char *ids)
{
	struct search_found f = search(tenant, query);
	int wanted = count_ids(ids), found = 0;

	m->queries++;
	m->pairs += wanted;
	for (size_t i = 0; i < f.count && i < PAGE; i++) {
		bool good = is_wanted(ids, f.hits[i].id);

		m->shown++;
		m->good += good;
		found += good;
		m->in_top += good && (int)i < wanted;
		m->first += good && !i;
	}
	m->found += found;
	if (getenv("KAIKU_MEASURE"))
		printf("# %d/%d of %zu: %s: %s | %s\n", found, wanted, f.count,
		       query, ids_of(&f), ids);
	str_printf(&m->all, "%s: %s\n", query, ids_of(&f));
}

static void test_measure(void)
{
	static struct measure by_engine[2];
	struct measure *m = &by_engine[where.url ? 1 : 0];
	FILE *f = fopen("test/data/search_pairs.tsv", "r");
	char line[1000];

	load_corpus();
	str_init(&m->all, &arena, 10000);
	while (f && fgets(line, sizeof(line), f)) {
		char *tab = strchr(line, '\t');

		if (*line == '#' || !tab)
			continue;
		*tab = '\0';
		measure_one(m, line, tab + 1);
	}
	if (f)
		fclose(f);
	printf("# search measure, %s: %d queries, %d pairs: recall %.3f on the "
	       "first page, precision %.3f among as many as there are, %.3f of "
	       "all shown, first hit right %.3f\n",
	       on, m->queries, m->pairs, (double)m->found / m->pairs,
	       (double)m->in_top / m->pairs, (double)m->good / m->shown,
	       (double)m->first / m->queries);
	ok(m->queries >= 100 && m->pairs >= 100, "%s: enough was asked", on);
	ok(m->found >= RECALL_FLOOR * m->pairs, "%s: recall", on);
	ok(m->in_top >= PRECISION_FLOOR * m->pairs, "%s: precision", on);
	if (where.url)
		ok(str_same(by_engine[0].all.ptr, m->all.ptr),
		   "both engines find the same, in the same order");
}

/* ---- questions, notices and contacts of the demo town ---- */

enum { TOWN_MAX = 64, TOWN_FIRST = 5000 };

/* What each document of the town is called in test/data/search_town.tsv. */
static const char *town_names[TOWN_MAX];

static void add_town(struct search_doc *d, int lang, const char *text,
		     enum search_weight weight)
{
	d->texts[d->text_count].text = arena_strdup(&arena, text);
	d->texts[d->text_count].lang = (enum lang)lang;
	d->texts[d->text_count++].weight = weight;
}

static const char *text_at(json_t *row, const char *key)
{
	const char *s = json_string_value(json_object_get(row, key));

	return s ? arena_strdup(&arena, s) : "";
}

static struct search_doc town_doc(size_t n, const char *kind, const char *name)
{
	town_names[n] = name;
	return (struct search_doc){
		.kind = kind, .id = TOWN_FIRST + (int64_t)n, .shown_at = now};
}

/* As notice/ and contact/ make them, but for the names of topics. */
static struct search_doc notice_doc(size_t n, json_t *row)
{
	struct search_doc d = town_doc(
		n, str_same(text_at(row, "kind"), "faq") ? "faq" : "notice",
		arena_strdup(&arena, json_string_value(json_array_get(
					     json_object_get(row, "en"), 0))));

	for (int l = 0; l < LANG__COUNT; l++) {
		json_t *words = json_object_get(row, lang_codes[l]);

		add_town(&d, l, json_string_value(json_array_get(words, 0)),
			 WEIGHT_TITLE);
		add_town(&d, l, json_string_value(json_array_get(words, 1)),
			 WEIGHT_BODY);
		add_town(&d, l, text_at(row, "words"), WEIGHT_PLACE);
	}
	return d;
}

static struct search_doc contact_doc(size_t n, json_t *row, json_t *units)
{
	static const char *const common[LANG__COUNT] = {
		"Kuka vastaa, yhteystiedot, yhteyshenkilö, puhelinnumero, "
		"osoite, aukioloajat",
		"Vem ansvarar, kontaktuppgifter, telefonnummer, öppettider",
		"Who is responsible, contact, phone number, opening hours"};
	struct search_doc d = town_doc(n, "contact", text_at(row, "unit"));
	json_t *unit;
	size_t i;

	for (int l = 0; l < LANG__COUNT; l++) {
		add_town(&d, l, text_at(row, lang_codes[l]), WEIGHT_TITLE);
		add_town(&d, l, common[l], WEIGHT_BODY);
		json_array_foreach(units, i, unit)
		{
			if (str_same(text_at(unit, "code"), town_names[n]))
				add_town(&d, l, text_at(unit, lang_codes[l]),
					 WEIGHT_TITLE);
		}
	}
	return d;
}

static void load_town(void)
{
	struct search_doc *docs = arena_array(&arena, TOWN_MAX, sizeof(*docs));
	json_t *town = json_load_file("data/demo.json", 0, NULL), *row;
	size_t n = 0, i;

	if (!town)
		bail("no demo town");
	json_array_foreach(json_object_get(town, "notices"), i, row)
	{
		docs[n] = notice_doc(n, row);
		n++;
	}
	json_array_foreach(json_object_get(town, "contacts"), i, row)
	{
		docs[n] = contact_doc(n, row, json_object_get(town, "units"));
		n++;
	}
	write_docs(tenant, (struct put){.docs = docs, .count = n});
	json_decref(town);
}

static bool is_first(const struct search_found *found, size_t kinds,
		     const char *wanted)
{
	for (size_t i = 0; i < kinds; i++)
		if (found[i].count &&
		    str_same(town_names[found[i].hits[0].id - TOWN_FIRST],
			     wanted))
			return true;
	return false;
}

/* Beside the 700 messages of the corpus. */
static void test_town(void)
{
	static const char *const kinds[] = {"faq", "notice", "contact"};
	static struct str by_engine[2];
	struct str *all = &by_engine[where.url ? 1 : 0];
	FILE *f = fopen("test/data/search_town.tsv", "r");
	int asked = 0, right = 0;
	char line[300];

	load_town();
	str_init(all, &arena, 4000);
	while (f && fgets(line, sizeof(line), f)) {
		char *tab = strchr(line, '\t');
		struct search_found found[3];
		struct search_wanted w = {.query = line};

		if (*line == '#' || !tab)
			continue;
		*tab = '\0';
		tab[1 + strcspn(tab + 1, "\n")] = '\0';
		if (search_find_kinds(get(tenant), &arena, &w, kinds, 3, found))
			bail("not found");
		asked++;
		if (is_first(found, 3, tab + 1))
			right++;
		else
			printf("# %s: not %s first\n", line, tab + 1);
		for (int i = 0; i < 3; i++)
			str_printf(all, "%s: %s\n", line, ids_of(&found[i]));
	}
	if (f)
		fclose(f);
	printf("# search measure of questions, notices and contacts, %s: %d "
	       "queries, first hit right %.3f\n",
	       on, asked, (double)right / asked);
	ok(asked >= 40, "%s: enough was asked of the town", on);
	ok(right >= TOWN_FLOOR * asked, "%s: the town answers", on);
	if (where.url)
		ok(str_same(by_engine[0].ptr, by_engine[1].ptr),
		   "both engines answer the same of the town");
}

static void test_all(void)
{
	test_finding();
	test_marking();
	test_suggesting();
	test_narrowing();
	test_gone();
	test_hostile();
	test_measure();
	test_town();
}

int main(void)
{
	int failed = on_both_engines("test_search", test_all);

	arena_release(&arena);
	return failed;
}
