/*
 * test_group.c: which messages are offered as being about the same thing, and
 * which words of an answer to all a sender gets.
 */
#include "base/str.h"
#include "matter/group.h"
#include "tap.h"

static struct arena arena = ARENA_INIT;

enum { LIGHTS = 1, PARKS };

static struct matter one(int64_t topic, const char *text, const char *place)
{
	return (struct matter){.id = 1,
			       .topic_id = topic,
			       .title = "",
			       .text = text,
			       .place = place};
}

static struct group_member other(int64_t topic, const char *text,
				 const char *place)
{
	return (struct group_member){.id = 2,
				     .topic_id = topic,
				     .title = "",
				     .text = text,
				     .place = place};
}

static bool same(struct matter m, struct group_member g)
{
	const struct matter as = group_matter(&g);
	const struct alike x = alike_of(&arena, &m), y = alike_of(&arena, &as);

	return alike(&arena, &x, &y);
}

static void test_words(void)
{
	ok(same(one(LIGHTS, "Katuvalot sammuneet Koulukadulla", ""),
		other(LIGHTS, "Koulukadun katuvalo on sammunut", "")),
	   "three words with other endings");
	ok(!same(one(LIGHTS, "Katuvalot pimeinä Koulukadulla", ""),
		 other(LIGHTS, "Rantatien lamppu vilkkuu koko yön", "")),
	   "the same topic alone is not enough");
	ok(!same(one(LIGHTS, "Katuvalot pimeinä Koulukadulla", ""),
		 other(PARKS, "Katuvalot pimeinä Koulukadulla", "")),
	   "nor the same words about another topic");
	ok(!same(one(LIGHTS, "on se ja ei kun niin", ""),
		 other(LIGHTS, "on se ja ei kun niin", "")),
	   "short words say nothing");
	ok(!same(one(LIGHTS, "Katuvalot katuvalon katuvaloa katuvaloja", ""),
		 other(LIGHTS, "Katuvalo katuvalosta katuvaloon", "")),
	   "one word in many forms is one word");
	ok(!same(one(LIGHTS, "", ""), other(LIGHTS, "", "")), "no words");
}

static void test_place(void)
{
	struct matter m = one(LIGHTS, "Pimeää", "");
	struct group_member g = other(LIGHTS, "Valo sammunut", "");

	ok(same(one(LIGHTS, "Pimeää", "Koulukatu 3"),
		other(LIGHTS, "Valo sammunut", "Koulukatu 12")),
	   "the same street");
	ok(!same(one(LIGHTS, "Pimeää", "Koulukatu 3"),
		 other(LIGHTS, "Valo sammunut", "Rantatie 3")),
	   "another street");
	m.has_point = g.has_point = true;
	m.lat = g.lat = 60.98;
	m.lon = 25.66;
	g.lon = 25.665; /* 270 m */
	ok(same(m, g), "within 500 m");
	g.lon = 25.68; /* 1.1 km */
	ok(!same(m, g), "farther away");
}

static void test_no_topic(void)
{
	ok(same(one(0, "Katuvalot ovat pimeinä", "Koulukatu 3"),
		other(LIGHTS, "Katuvalo sammunut", "Koulukatu 3")),
	   "nobody chose a topic: the place and a word");
	ok(!same(one(0, "Keinu narisee", "Koulukatu 3"),
		 other(LIGHTS, "Katuvalo sammunut", "Koulukatu 3")),
	   "the place alone is not enough then");
	ok(!same(one(0, "Katuvalot sammuneet Koulukadulla", ""),
		 other(LIGHTS, "Koulukadun katuvalo sammunut", "")),
	   "nor three words");
	ok(same(one(0, "Katuvalot sammuneet Koulukadulla, lapset", ""),
		other(LIGHTS, "Koulukadun katuvalo sammunut, lapset", "")),
	   "four words are");
}

static void test_texts(void)
{
	struct group_answer g = {.text = {"Suomeksi", "På svenska", ""}};

	ok(str_same(group_text(&g, LANG_FI), "Suomeksi") &&
		   str_same(group_text(&g, LANG_SV), "På svenska"),
	   "each their own");
	ok(str_same(group_text(&g, LANG_EN), "Suomeksi"),
	   "else as it was written");
	g.text[LANG_FI] = "";
	ok(str_same(group_text(&g, LANG_FI), "På svenska"), "whichever it was");
	g.text[LANG_SV] = "";
	ok(str_same(group_text(&g, LANG_FI), ""), "or nothing");
}

int main(void)
{
	test_words();
	test_place();
	test_no_topic();
	test_texts();
	arena_release(&arena);
	return tap_done();
}
