/*
 * danger.c: the patterns (text/phrase.h) and how they are looked for.
 */
#include "text/danger.h"

#include "base/str.h"
#include "text/phrase.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { WORDS_MAX = 600, REACH_WORDS = 8 };

static const struct sign {
	unsigned about;
	const char *thing;
	const char
		*state; /* near it in the same sentence; NULL: it is enough */
} signs[] = {
	/* ---- Finnish ---- */
	{DANGER_LIFE, "~hengenvaara|~hengenhätä", NULL},
	{DANGER_LIFE, "tulipalo|suurpalo|maastopalo|metsäpalo", NULL},
	{DANGER_LIFE,
	 "talo|rakennus|auto|bussi|katos|metsä|roskis|roskakatos|jätekatos|"
	 "kontti|varasto|vaja|huoneisto|asunto|kerrostalo|maasto|ruohikko|"
	 "parveke|katto|koulu|vene",
	 "palaa|tulessa|roihuaa|liekeissä"},
	{DANGER_LIFE, "~savu",
	 "~ikkuna|~katto|~talo|~rakennus|~asunto|~porraskäytävä|~kellari"},
	{DANGER_LIFE, "kaasuvuo*|kaasunhaj*", NULL},
	{DANGER_LIFE, "~kaasu", "~vuotaa|~vuoto|~haju|~haista"},
	{DANGER_LIFE,
	 "~loukkaantua|loukkaantunu*|loukkaantunei*|~tajuton|tajuttom*|~elvyttää",
	 NULL},
	{DANGER_LIFE, "ei hengitä|reagoi", NULL},
	{DANGER_LIFE, "~verta|~veri", "~vuotaa|~valua"},
	{DANGER_LIFE, "makaa",
	 "maassa|tiellä|kadulla|hangessa|ojassa|liikkumatta|raiteilla"},
	{DANGER_LIFE, "hukkuu|hukkumassa|hukkunu*", NULL},
	{DANGER_LIFE, "putosi|pudonnut|putoaa|vajosi|vajonnut",
	 "jäihin|avantoon|veteen|järveen|jokeen|kaivoon|kuiluun|raiteille"},
	{DANGER_LIFE,
	 "~sähköjohto|~sähkölinja|~sähkökaapeli|~sähköpiuha|~voimajohto|"
	 "~voimalinja|~ilmajohto|sähköjoh*|sähkölinj*",
	 "~poikki|~katketa|katkennu*|katkesi|~roikkua|maassa|maahan|tiellä|"
	 "tielle|kadulla|~paljas|paljaa*|irti|irronnut|~kipinöidä|kipinöi"},
	{DANGER_LIFE, "~sähköisku", "~saada|sai|saanut|antaa|antoi"},
	{DANGER_LIFE, "uhkaa|uhkaili|uhkailee|heiluu|riehuu",
	 "puukon|puukolla|~puukko|~veitsi|veitsen|veitsellä|~ase|aseen|aseella|"
	 "~kirves|kirveen|kirveellä"},
	{DANGER_LIFE, "puukotet*|puukotti|ammuttiin|ampuu|ampuvat", NULL},
	{DANGER_LIFE, "jäi|jäänyt|jäänyttä|jäivät|jumissa|loukussa",
	 "loukkuun|puristuksiin|alle|sortuman"},
	{DANGER_LIFE, "~katto|~silta|~seinä|~rakennus|~talo|~parveke|~katsomo",
	 "romahti|romahtanut|romahtamassa|sortui|sortunut|sortumassa"},
	{DANGER_LIFE, "~kolari|~onnettomuus|~liikenneonnettomuus|~yliajo",
	 "juuri|nyt|äsken|parhaillaan|paikalla"},

	{DANGER_FAULT,
	 "~putki|~vesiputki|~vesijohto|~runkoputki|~runkovesijohto|"
	 "~kaukolämpöputki|~kaukolämpö|~viemäri|~paloposti",
	 "~vuotaa|vuotaa|vuoti|~vuoto|rikki|poikki|haljennut|halkesi|~tulvia|"
	 "tulvii|räjähti|puhkesi"},
	{DANGER_FAULT, "vesivuo*|putkiriko*|putkirikko", NULL},
	{DANGER_FAULT, "vesi|vettä|jätevettä|jätevesi",
	 "tulvii|suihkuaa|pulppuaa|ryöppyää|syöksyy|tursuaa"},
	{DANGER_FAULT, "~katu|~tie|~kellari|~alikulku|~piha|~tunneli|~risteys",
	 "tulvii|~tulvia"},
	{DANGER_FAULT, "kaivonkan*|viemärinkan*|kaivokan*",
	 "~puuttua|puuttuu|puuttuva|pois|poissa|auki|irti|rikki|paikaltaan|"
	 "varastettu|kadonnut|murtunut|haljennut"},
	{DANGER_FAULT, "kaivon|viemärin|kaivosta|viemäristä kansi",
	 "~puuttua|puuttuu|pois|poissa|auki|irti|rikki|paikaltaan"},
	{DANGER_FAULT, "avonainen|avoin kaivo|viemäri|kuilu", NULL},
	{DANGER_FAULT, "~liikennevalo|liikennevalo*",
	 "pimeänä|pimeinä|pimeät|pimeä|rikki|epäkunnossa|sammuksissa|"
	 "sammuneet|sammuivat"},
	{DANGER_FAULT, "~liikennevalo|liikennevalo*",
	 "ei|eivät toimi|pala|vaihdu"},
	{DANGER_FAULT,
	 "~puu|puut|~koivu|~mänty|~kuusi|~haapa|~lehmus|~oksa|~puunrunko|"
	 "~runko|~pylväs|~valaisinpylväs|~lyhtypylväs",
	 "kaatunut _ tielle|tien|tiellä|kadulle|kadun|kadulla|pyörätielle|"
	 "pyörätien|ajoradalle|auton|talon|linjan|johtojen|raiteille"},
	{DANGER_FAULT,
	 "~puu|puut|~koivu|~mänty|~kuusi|~haapa|~lehmus|~oksa|~puunrunko|"
	 "~pylväs|~valaisinpylväs|~lyhtypylväs",
	 "kaatui _ tielle|tien|kadulle|kadun|pyörätielle|ajoradalle|auton|"
	 "talon|linjan|johtojen|raiteille"},
	{DANGER_FAULT, "~puu|~koivu|~mänty|~kuusi|~pylväs|~lyhtypylväs",
	 "kaatumassa|kaatumaisillaan|tukkii"},
	{DANGER_FAULT, "~tie|~katu|~ajorata|~asfaltti|~penger|~jalkakäytävä",
	 "sortunut|sortui|vajonnut|vajosi|romahtanut|romahti|pettänyt|petti"},
	{DANGER_FAULT,
	 "~sähkökaappi|~jakokaappi|~sähkökeskus|sähkökaap*|jakokaap*",
	 "auki|avoinna|avoin|rikki|murrettu"},
	{DANGER_FAULT,
	 "öljyä|bensaa|bensiiniä|dieseliä|polttoainetta|kemikaalia|"
	 "kemikaaleja|jätevettä",
	 "valuu|vuotaa|vuotanut|valunut|leviää|levinnyt|kaatunut"},
	{DANGER_FAULT, "hississä|hissiin", "jumissa|jumiin|loukussa|jäi"},

	/* ---- Swedish ---- */
	{DANGER_LIFE, "livsfara", NULL},
	{DANGER_LIFE, "eldsvåda|storbrand|skogsbrand", NULL},
	{DANGER_LIFE, "det brinner i|på", NULL},
	{DANGER_LIFE,
	 "huset|hus|bilen|bil|bussen|skogen|taket|skjulet|skjul|byggnaden|"
	 "byggnad|lägenheten|skolan|containern|soptunnan|balkongen|båten|gräset",
	 "brinner|lågor"},
	{DANGER_LIFE, "står|stod i brand|lågor", NULL},
	{DANGER_LIFE, "rök",
	 "fönster|fönstret|fönstren|taket|huset|byggnaden|trapphuset|källaren"},
	{DANGER_LIFE, "gaslukt|gasläck*", NULL},
	{DANGER_LIFE, "gas", "luktar|läcker|läckt"},
	{DANGER_LIFE,
	 "någon|person|personen|personer|barn|barnet|man|mannen|kvinna|kvinnan|"
	 "flicka|flickan|pojke|pojken|människa|människor|cyklist|cyklisten",
	 "skadad|skadade|skadats|skadat|skadades|blöder"},
	{DANGER_LIFE, "medvetslös*|livlös*", NULL},
	{DANGER_LIFE, "andas inte", NULL},
	{DANGER_LIFE, "drunknar|drunknat", NULL},
	{DANGER_LIFE, "fallit|föll|gått|gick|ramlat|ramlade",
	 "genom|i|på isen|vattnet|vaken|brunnen|ån|spåret"},
	{DANGER_LIFE,
	 "elledning*|kraftledning*|elkabel*|elkabeln|elkablar|elkablarna|"
	 "elsladd*|luftledning*",
	 "hänger|nere|av|avslitna|avsliten|ligger|fallit|rasat|lös|bar|bara|"
	 "blottad|gnistrar|ner"},
	{DANGER_LIFE, "elstöt|elchock", "fick|fått|får|ger|gav"},
	{DANGER_LIFE, "hotar|hotade|viftar|springer",
	 "kniv|kniven|vapen|yxa|pistol|gevär"},
	{DANGER_LIFE, "knivhugg*|skottlossning*|skjuter", NULL},
	{DANGER_LIFE, "fastklämd|fastklämt|fastklämda", NULL},
	{DANGER_LIFE, "taket|tak|bron|väggen|byggnaden|balkongen|läktaren",
	 "rasat|rasade|rasar|störtat|störtade"},
	{DANGER_LIFE, "olycka|trafikolycka|krock|bilolycka",
	 "nyss|nu|just|precis"},

	{DANGER_FAULT, "vattenläck*|översvämning*|översvämma*|rörbrott", NULL},
	{DANGER_FAULT,
	 "vattenledning*|vattenrör*|rör|röret|avlopp|avloppet|fjärrvärme*|"
	 "brandpost*",
	 "läcker|läckt|brustit|sprungit|sprack|sönder|svämmar|exploderat"},
	{DANGER_FAULT, "vatten|vattnet",
	 "forsar|svämmar|sprutar|väller|strömmar"},
	{DANGER_FAULT, "brunnslock*",
	 "saknas|borta|öppet|öppen|löst|lös|sönder|stulet|stulits|fattas"},
	{DANGER_FAULT, "lock|locket", "brunn|brunnen"},
	{DANGER_FAULT, "öppen|öppet brunn|schakt", NULL},
	{DANGER_FAULT, "trafikljus*|trafiksignal*",
	 "släckta|slocknat|mörka|svarta|sönder|nere"},
	{DANGER_FAULT, "trafikljus*|trafiksignal*",
	 "fungerar|ur inte|funktion"},
	{DANGER_FAULT,
	 "träd|trädet|träden|björk|björken|tall|tallen|gran|granen|gren|"
	 "grenen|stolpe|stolpen|lyktstolpe|lyktstolpen",
	 "fallit|fallet|ramlat|blåst|välter|vält|fallen _ "
	 "över|på vägen|gatan|bilen|ledningen|huset|cykelvägen|körbanan|spåret"},
	{DANGER_FAULT, "vägen|gatan|asfalten|trottoaren|vägbanken",
	 "rasat|rasade|kollapsat|sjunkit"},
	{DANGER_FAULT, "slukhål*", NULL},
	{DANGER_FAULT, "elskåp*|elcentral*|kopplingsskåp*",
	 "öppet|öppen|öppna|sönder|uppbrutet"},
	{DANGER_FAULT,
	 "olja|oljan|bensin|diesel|kemikalier|avloppsvatten|bränsle",
	 "läcker|rinner|läckt|runnit|sprider|spridit"},
	{DANGER_FAULT, "hissen", "fast|instängd|sitter"},

	/* ---- English ---- */
	{DANGER_LIFE, "life threatening", NULL},
	{DANGER_LIFE, "danger|risk|threat to life", NULL},
	{DANGER_LIFE, "mortal danger", NULL},
	{DANGER_LIFE, "life|lives in|at danger|risk", NULL},
	{DANGER_LIFE, "on fire", NULL},
	{DANGER_LIFE, "there is|s _ fire", NULL},
	{DANGER_LIFE,
	 "house|building|car|bus|forest|bin|shed|roof|flat|apartment|grass|"
	 "school|balcony|boat|container",
	 "burning|flames|ablaze"},
	{DANGER_LIFE, "smoke",
	 "window|windows|roof|building|house|flat|basement|stairwell"},
	{DANGER_LIFE, "gas", "leak|leaking|leaks|smell|smells"},
	{DANGER_LIFE,
	 "someone|somebody|person|man|woman|child|children|people|girl|boy|"
	 "cyclist|pedestrian|passenger",
	 "injured|hurt|unconscious|bleeding|wounded"},
	{DANGER_LIFE, "unconscious|drowning|drowned", NULL},
	{DANGER_LIFE, "not breathing", NULL},
	{DANGER_LIFE, "fell|fallen",
	 "through|into|on|in _ ice|water|well|river|lake|tracks"},
	{DANGER_LIFE,
	 "power|electric|electricity|electrical|overhead "
	 "line|lines|cable|cables|wire|wires",
	 "down|hanging|broken|snapped|fallen|exposed|loose|ground|sparking|"
	 "bare"},
	{DANGER_LIFE, "live wire|wires|cable|cables", NULL},
	{DANGER_LIFE, "electric shock", NULL},
	{DANGER_LIFE, "electrocuted", NULL},
	{DANGER_LIFE, "threatening|attacking|waving",
	 "knife|gun|axe|weapon|machete"},
	{DANGER_LIFE, "stabbed|stabbing|shooting|gunshots", NULL},
	{DANGER_LIFE, "trapped under|beneath|inside", NULL},
	{DANGER_LIFE, "roof|bridge|wall|ceiling|balcony|building",
	 "collapsed|collapsing"},
	{DANGER_LIFE, "accident|crash|collision", "just|now|right"},

	{DANGER_FAULT, "burst pipe|main|water", NULL},
	{DANGER_FAULT, "pipe|pipes|main|mains|sewer|hydrant",
	 "burst|leaking|leaks|broken|broke|overflowing"},
	{DANGER_FAULT, "water", "gushing|pouring|flooding|spraying|bubbling"},
	{DANGER_FAULT,
	 "street|road|basement|cellar|underpass|yard|tunnel|crossing",
	 "flooded|flooding"},
	{DANGER_FAULT, "street|road|basement|cellar|underpass",
	 "is|are under water"},
	{DANGER_FAULT, "manhole|drain|well cover|lid",
	 "missing|gone|open|broken|stolen|loose|off"},
	{DANGER_FAULT, "manhole", "missing|open|uncovered"},
	{DANGER_FAULT, "traffic light|lights|signal|signals",
	 "out|dark|broken|off|dead"},
	{DANGER_FAULT, "traffic light|lights|signal|signals",
	 "not|t working|work"},
	{DANGER_FAULT, "tree|trees|branch|pole|lamppost",
	 "fallen|fell|down|blocking|blocks|toppled _ "
	 "road|street|path|lane|car|lines|house|tracks"},
	{DANGER_FAULT, "road|street|pavement|embankment",
	 "collapsed|collapsing|caved|subsided"},
	{DANGER_FAULT, "sinkhole", NULL},
	{DANGER_FAULT,
	 "electrical|electric|electricity|power|distribution "
	 "cabinet|box|panel",
	 "open|broken|smashed"},
	{DANGER_FAULT, "oil|petrol|diesel|fuel|chemicals|sewage",
	 "leaking|spilled|spilling|spill|leak|running|spreading"},
	{DANGER_FAULT, "lift|elevator", "stuck|trapped"},
};

/* A sentence with one of these is about another time, or only about the
 * matter: then the call would come too late or too early. */
static const char *const calm[] = {
	"viime vuonna|vuoden|viikolla|viikon|kesänä|kesän|talvena|talven|"
	"syksynä|syksyn|keväänä|kevään|kuussa",
	"vuonna",
	"vuosia|vuotta|kuukausi|kuukautta|viikko|viikkoa sitten",
	"jälkeen|aikoinaan|jäljiltä",
	"harjoitu*|harjoitel*|kurssi*|ensiapukurssi*|koulutu*|luento*|opetet*",
	"~paloharjoitus|~tulipaloharjoitus|~poistumisharjoitus",
	"~ohje|ohjei*|varalta|varalle|~näyttely|historia*|~elokuva|~kirja",
	"~suunnitelma|suunnitelm*|tilasto*",
	"korjattiin|korjasitte|korjasivat|korjattu|sammutettiin|sammutettu",
	"förra|fjol",
	"år|veckor|månader sedan",
	"övning*|utrymningsövning*|brandövning*|kurs|kursen|kurser|utbildning*|utställning*|anvisning*|"
	"statistik*|historia|boken",
	"efter branden|olyckan|översvämningen",
	"lagades|lagade|reparerades|reparerats|släcktes",
	"last year|week|month|summer|winter|spring|autumn",
	"years|months|weeks ago",
	"drill|exercise|course|courses|training|exhibition|instructions|"
	"statistics|history|book",
	"was|were|been fixed|repaired|extinguished",
};

enum {
	SIGNS = sizeof(signs) / sizeof(*signs),
	CALMS = sizeof(calm) / sizeof(*calm),
};

struct look {
	struct phrase_text t;
	int *sentence; /* of each word */
};

static bool ends_sentence(const char *from, const char *to)
{
	for (; from < to; from++)
		if (strchr(".!?\n", *from))
			return true;
	return false;
}

static void look_begin(struct arena *a, const char *text, struct look *l)
{
	struct word_span *spans = arena_array(a, WORDS_MAX, sizeof(*spans));
	const char *whole;
	const size_t n = words_spans(a, text, &whole, spans, WORDS_MAX);

	words_init(&l->t.words, a);
	l->sentence = arena_array(a, n + 1, sizeof(*l->sentence));
	l->t.lemmas = arena_array(a, n + 1, sizeof(struct lemmas *));
	l->t.lang = LANG_FI; /* the only one whose words have so many forms */
	for (size_t i = 0; i < n; i++) {
		words_put(&l->t.words, spans[i].word);
		if (i)
			l->sentence[i] =
				l->sentence[i - 1] +
				ends_sentence(spans[i - 1].end, spans[i].begin);
	}
}

/* Where it ends within its sentence; 0 = not here. */
static size_t at(struct look *l, const char *pattern, size_t from)
{
	const size_t end = phrase_at(pattern, &l->t, from);

	return end && l->sentence[end - 1] == l->sentence[from] ? end : 0;
}

static bool near(struct look *l, const char *pattern, size_t from, size_t to)
{
	size_t first = from > REACH_WORDS ? from - REACH_WORDS : 0;
	size_t last = to + REACH_WORDS;

	if (last > l->t.words.count)
		last = l->t.words.count;
	for (size_t i = first; i < last; i++)
		if ((i < from || i >= to) &&
		    l->sentence[i] == l->sentence[from] && at(l, pattern, i))
			return true;
	return false;
}

static bool is_calm(struct look *l, size_t word)
{
	for (size_t i = 0; i < l->t.words.count; i++) {
		if (l->sentence[i] != l->sentence[word])
			continue;
		for (size_t c = 0; c < CALMS; c++)
			if (at(l, calm[c], i))
				return true;
	}
	return false;
}

/* ---- which signs may begin with a word: nearly always none ---- */

enum { KEYS = 1024, SIGN_WORDS = (SIGNS + 63) / 64 };
static uint64_t begins[KEYS][SIGN_WORDS];

/* By its first two bytes, which no ending changes. */
static unsigned key_of(const char *word)
{
	const unsigned char *c = (const unsigned char *)word;

	return (c[0] * 31u + (c[0] ? c[1] : 0u)) % KEYS;
}

static void learn(size_t sign)
{
	const char *at = signs[sign].thing;

	while (*at && *at != ' ') {
		at += *at == '~';
		begins[key_of(at)][sign / 64] |= (uint64_t)1 << sign % 64;
		at += strcspn(at, "| ");
		at += *at == '|';
	}
}

static void learn_all(void)
{
	static bool learned;

	for (size_t i = 0; i < SIGNS && !learned; i++)
		learn(i);
	learned = true;
}

static bool shows(struct look *l, const struct sign *s, size_t word)
{
	const size_t end = at(l, s->thing, word);

	return end && (!s->state || near(l, s->state, word, end)) &&
	       !is_calm(l, word);
}

unsigned danger_find(struct arena *a, const char *text)
{
	struct look l;
	unsigned found = 0;

	if (str_empty(text))
		return 0;
	learn_all();
	look_begin(a, text, &l);
	for (size_t w = 0; w < l.t.words.count; w++) {
		const uint64_t *may = begins[key_of(l.t.words.word[w])];

		for (size_t i = 0; i < SIGNS; i++)
			if (may[i / 64] >> i % 64 & 1 &&
			    !(found & signs[i].about) &&
			    shows(&l, &signs[i], w))
				found |= signs[i].about;
	}
	return found;
}
