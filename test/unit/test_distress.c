/*
 * test_distress.c: who is to see help first, and who is not.
 */
#include "base/str.h"
#include "tap.h"
#include "text/distress.h"

enum { S = DISTRESS_SELF, C = DISTRESS_CHILD };

static const struct {
	unsigned about;
	const char *text;
} rows[] = {
	{S, "En jaksa enää elää."},
	{S, "HALUAN VAIN KUOLLA"},
	{S, "Olen miettinyt itsemurhaa monta kertaa."},
	{S, "Tapan itseni, jos te ette auta."},
	{S, "viiltelen"},
	{C, "Naapurin mies lyö lapsiaan joka ilta."},
	{C, "Isä hakkaa minua ja siskoa."},
	{C, "Äitini lyö usein minua"},
	{C, "ÄITI LYÖ MUA"},
	{C, "Miten teen lastensuojeluilmoituksen?"},
	{S, "Jag vill inte längre leva."},
	{S, "jag tänker ta livet av mig"},
	{C, "Grannen slår sina barn."},
	{C, "Jag tror att barnen far illa där."},
	{S, "I don't want to live anymore"},
	{S, "I am going to kill myself."},
	{C, "Our neighbour beats his little daughter."},
	{C, "My dad hits me"},
	{S | C, "Isä lyö minua. En halua elää."},
	/* a city's everyday */
	{0, ""},
	{0, "Kadunvarren valot eivät pala, lapset ovat vaarassa suojatiellä."},
	{0, "I hurt myself on the icy pavement and cut myself on glass."},
	{0, "Satutin itseni, kun liukastuin jalkakäytävällä."},
	{0, "Haluan kiittää kirjastoa, siellä on hyvä elää."},
	{0, "Lapset leikkivät, ja pallo lyö ikkunaan. Äiti soitti meille."},
	{0, "Koirat tappavat lintuja, halutaanko rannan kuolla?"},
	{0, "Barnen vill leka. Klockan slår tolv."},
	{0, "Parken håller på att dö ut, jag vill döpa om den."},
	{0, "The trees want water, they will die. Kids hit the bell."},
	{0, "Päättäjät lopettavat bussilinjan, elämäni vaikeutuu."},
	{0, "Milloin liikuntasali avataan? En jaksa odottaa."},
};

int main(void)
{
	struct arena a = ARENA_INIT;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unsigned found = distress_find(&a, rows[i].text);

		ok(found == rows[i].about, "%u, found %u: %s", rows[i].about,
		   found, rows[i].text);
	}
	ok(distress_find(&a, NULL) == 0, "no text");
	arena_release(&a);
	return tap_done();
}
