/*
 * test_earlier.c: which earlier answers are near, and that nothing of their
 * senders comes along.
 */
#include "base/clock.h"
#include "base/str.h"
#include "matter/earlier.h"
#include "tap.h"

#include <math.h>

static struct arena arena = ARENA_INIT;
static struct arena *const a = &arena;

static void suite_places(void)
{
	static const struct {
		const char *one, *other;
		bool same;
	} cases[] = {
		{"Torikatu 5", "torikatu 12", true},
		{"Torikatu 5, puiston kulma", "Torikatu", true},
		{"Torikatu", "Torikatu 5, puiston kulma", true},
		{"Torikatu 5", "Rantatie 5", false},
		{"5", "5", false},
		{"", "", false},
		{"", "Torikatu", false},
		{"Koulun piha", "Puiston piha", false},
		{"Itäinen Rantakatu", "Läntinen Rantakatu", false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		ok(earlier_same_place(a, cases[i].one, cases[i].other) ==
			   cases[i].same,
		   "\"%s\" and \"%s\"", cases[i].one, cases[i].other);
}

static void suite_distance(void)
{
	ok(distance_m(60.17, 24.94, 60.17, 24.94) < 0.001, "no distance");
	ok(fabs(distance_m(60, 25, 61, 25) - 111195) < 100,
	   "a degree of latitude");
	ok(fabs(distance_m(60, 25, 60, 26) - 55597) < 100,
	   "a degree of longitude at 60 degrees is half of one");
	ok(distance_m(60.17, 24.94, 60.1744, 24.94) < NEAR_M &&
		   distance_m(60.17, 24.94, 60.1746, 24.94) > NEAR_M,
	   "500 metres");
}

static void suite_names(void)
{
	static const struct {
		const char *text, *name, *cleaned;
	} cases[] = {
		{"Hei Maija!", "Maija Mallinen", "Hei {x}!"},
		{"Hei MAIJA, Mallisen asia", "Maija Mallinen",
		 "Hei {x}, {x} asia"},
		{"Maijalle ja Maijan talolle", "Maija", "{x} ja {x} talolle"},
		{"Äijä odottaa Äijälässä", "Äijälä", "Äijä odottaa {x}"},
		{"Virtasen, Virtaselle, virtausta", "Virtanen",
		 "{x}, {x}, virtausta"},
		{"Kolmaija ei ole Maija", "Maija", "Kolmaija ei ole {x}"},
		{"Bo asuu Borgåssa", "Bo", "Bo asuu Borgåssa"},
		{"Ei mitään", "", "Ei mitään"},
		{"Anna-Liisa tuli", "Anna-Liisa Aho", "{x}-{x} tuli"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *is = earlier_hide_name(a, cases[i].text,
						   cases[i].name, "{x}");

		ok(str_same(is, cases[i].cleaned), "%s without %s: %s",
		   cases[i].text, cases[i].name, is);
	}
}

int main(void)
{
	clock_init();
	suite_places();
	suite_distance();
	suite_names();
	arena_release(&arena);
	return tap_done();
}
