/*
 * test_danger.c: who is to be shown a number to call first, and who is not.
 */
#include "base/str.h"
#include "tap.h"
#include "text/danger.h"

enum { L = DANGER_LIFE, F = DANGER_FAULT };

static const struct {
	unsigned about;
	const char *text;
} rows[] = {
	/* Finnish */
	{L, "Joku on hengenvaarassa uimarannalla."},
	{L, "Kerrostalossa on tulipalo!"},
	{L, "Jätekatos palaa koulun takana"},
	{L, "AUTO ON TULESSA PARKKIPAIKALLA"},
	{L, "Naapurin ikkunasta tulee mustaa savua."},
	{L, "Porraskäytävässä haisee kaasu."},
	{L, "Pyöräilijä on loukkaantunut, tarvitaan apua."},
	{L, "Mies makaa hangessa liikkumatta pysäkin vieressä."},
	{L, "Lapsi vajosi jäihin kotirannassa."},
	{L, "Sähköjohto roikkuu Rantatiellä."},
	{L, "Myrsky katkaisi puita, sähkölinjat ovat poikki ja johdot maassa."},
	{L, "Mies heiluu puukon kanssa torilla."},
	{L, "Suojatiellä tapahtui äsken kolari."},
	{F, "Putki vuotaa ja katu tulvii."},
	{F, "Vesijohto on haljennut Kirkkokadulla, vettä on joka paikassa."},
	{F, "Vesi pulppuaa asfaltin läpi."},
	{F, "Kaivonkansi puuttuu Koulukadun ja Torikadun kulmasta."},
	{F, "Ajotiellä on kaivonkansi irti, kuoppaan voi pudota."},
	{F, "Liikennevalot ovat pimeänä keskustan risteyksessä"},
	{F, "Liikennevalot eivät toimi."},
	{F, "Iso koivu on kaatunut pyörätielle."},
	{F, "Mänty kaatui myrskyssä tien poikki."},
	{F, "Katu on sortunut tunnelin kohdalta."},
	{F, "Jakokaappi on auki ja lapset leikkivät vieressä."},
	{F, "Ojaan valuu öljyä huoltoaseman pihasta."},
	{L | F, "Puu kaatui linjan päälle ja sähköjohto on maassa."},
	{0, "Milloin palovaroittimen paristo pitää vaihtaa?"},
	{0, "Kuka vastaa palovaroittimista vuokra-asunnoissa?"},
	{0, "Missä järjestetään tulipaloharjoitus?"},
	{0, "Viime vuonna koulussa oli tulipalo, milloin se avataan?"},
	{0, "Tulipalon jälkeen tontti on siivoamatta."},
	{0, "Katuvalo palaa päivälläkin."},
	{0, "Katuvalo ei pala talomme edessä."},
	{0, "Kiitos, kun putki korjattiin niin nopeasti!"},
	{0, "Hana vuotaa uimahallin pukuhuoneessa."},
	{0, "Palautin kirjan ja se palaa autoon unohtuneena."},
	{0, "Risteys on vaarallinen, tähän pitäisi saada liikennevalot."},
	{0, "Liikennevalojen vihreä on liian lyhyt."},
	{0, "Voisiko puita kaataa rannan tieltä, ne varjostavat pihaa?"},
	{0, "Puun oksat roikkuvat jalkakäytävän yllä."},
	{0, "Keinu on rikki leikkipuistossa."},
	{0, "Ensiapukurssilla opetettiin, mitä tehdä, kun joku on tajuton."},
	{0, "Sähköauton latauspaikka puuttuu torilta."},
	{0, "Vesi on kylmää uimahallin altaassa."},
	{0, "Kaivon vesi kannattaa tutkia, mistä saan pullot?"},
	{0, "Tiellä on pieni kuoppa."},
	/* Swedish */
	{L, "Det brinner i skogen bakom skolan"},
	{L, "Huset står i brand!"},
	{L, "En cyklist är skadad vid övergångsstället."},
	{L, "Någon ligger medvetslös på torget."},
	{L, "Ett barn har gått genom isen."},
	{L, "Elledningen hänger över vägen."},
	{L, "Det luktar gas i trapphuset."},
	{L, "En man viftar med kniv vid stationen."},
	{F, "Vattenläcka på Strandvägen"},
	{F, "Röret har brustit och vattnet forsar ut."},
	{F, "Brunnslocket saknas vid hörnet av Skolgatan."},
	{F, "Trafikljusen är släckta i korsningen."},
	{F, "Ett stort träd har fallit över vägen."},
	{F, "Gatan är översvämmad"},
	{F, "Elskåpet står öppet vid lekparken."},
	{F, "Olja rinner ut i ån."},
	{0, "När ska batteriet i brandvarnaren bytas?"},
	{0, "Gatlampan brinner mitt på dagen."},
	{0, "Lampan vid porten brinner inte."},
	{0, "Förra året var det en eldsvåda i lagret."},
	{0, "Var ordnas nästa utrymningsövning för eldsvåda?"},
	{0, "Trafikljusen är gröna alldeles för kort."},
	{0, "Kan ni plantera ett träd vid vägen?"},
	{0, "Vattnet i simhallen är kallt."},
	{0, "Tack för att röret lagades så snabbt, det läckte."},
	{0, "Gungan är sönder i lekparken."},
	/* English */
	{L, "A car is on fire in the parking lot."},
	{L, "There is a big fire in the shed"},
	{L, "Smoke is coming from the roof of the school."},
	{L, "A cyclist is injured and bleeding."},
	{L, "Somebody has fallen through the ice."},
	{L, "A power line is hanging over the footpath."},
	{L, "I can smell a gas leak in the basement."},
	{L, "A man is waving a knife at the bus stop."},
	{F, "Burst pipe on Church Street"},
	{F, "The street is flooded and water keeps gushing out."},
	{F, "The manhole cover is missing at the corner."},
	{F, "Traffic lights are not working at the crossing."},
	{F, "A tree has fallen across the road."},
	{F, "The road has collapsed next to the tunnel."},
	{F, "The electrical cabinet is open."},
	{F, "Oil is leaking into the river."},
	{0, "How do I test my smoke alarm?"},
	{0, "When is the next fire drill at the school?"},
	{0, "Last year a tree fell on the road, thanks for clearing it."},
	{0, "The street light is out in front of our house."},
	{0, "The traffic lights stay green for too short a time."},
	{0, "Could you plant a tree next to the road?"},
	{0, "Where can I have a camp fire?"},
	{0, "The water in the pool is cold."},
	{0, "The swing is broken."},
	{0, "I would like to take a first aid course."},
	{0, ""},
};

int main(void)
{
	struct arena a = ARENA_INIT;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unsigned found = danger_find(&a, rows[i].text);

		ok(found == rows[i].about, "%u, found %u: %s", rows[i].about,
		   found, rows[i].text);
	}
	ok(danger_find(&a, NULL) == 0, "no text");
	arena_release(&a);
	return tap_done();
}
