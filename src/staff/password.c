/*
 * password.c: what a password must be, and Argon2id (RFC 9106) over it.
 *
 * 64 MiB and 2 passes take some 100 ms on purpose: hashing runs in a helper
 * process or a command, never in a worker.
 */
#include "staff/staff.h"

#include "base/str.h"
#include "base/utf8.h"

#include <sodium.h>

enum { ARGON_PASSES = crypto_pwhash_OPSLIMIT_INTERACTIVE };
#define ARGON_BYTES crypto_pwhash_MEMLIMIT_INTERACTIVE

/* The hash of 32 random bytes that nobody kept. */
const char password_dummy[] =
	"$argon2id$v=19$m=65536,t=2,p=1$qTNv9e1xM5W31VkzMstouA$JBFMbcXXrMdcsEoXXc2eEy0UngdPJLsBG68vRuNiZHc";

enum err password_hash(struct arena *a, const char *password,
		       const char **ret_hash)
{
	char hash[crypto_pwhash_STRBYTES];

	if (sodium_init() < 0)
		return ERR_INTERNAL;
	if (crypto_pwhash_str_alg(hash, password, strlen(password),
				  ARGON_PASSES, ARGON_BYTES,
				  crypto_pwhash_ALG_ARGON2ID13))
		return ERR_UNAVAILABLE; /* no memory for it just now */
	*ret_hash = arena_strdup(a, hash);
	return OK;
}

bool password_verify(const char *hash, const char *password)
{
	if (str_empty(hash) || sodium_init() < 0)
		return false;
	return !crypto_pwhash_str_verify(hash, password, strlen(password));
}

/*
 * What guessers try first in Finland, all lower case; repeated or counted-up
 * endings are stripped before the comparison, so each stands for many.
 */
static const char *const common[] = {
	"password",
	"passw0rd",
	"qwerty",
	"qwertyuiop",
	"qwertyuio",
	"asdfghjkl",
	"asdfghjkl\xC3\xB6\xC3\xA4",
	"zxcvbnm",
	"zxcvbnm,.-",
	"1q2w3e4r5t",
	"1q2w3e4r5t6y",
	"1qaz2wsx3edc",
	"qazwsxedc",
	"q1w2e3r4t5",
	"iloveyou",
	"sunshine",
	"princess",
	"football",
	"baseball",
	"superman",
	"batman",
	"starwars",
	"whatever",
	"welcome",
	"letmein",
	"trustno",
	"changeme",
	"default",
	"secret",
	"dragon",
	"monkey",
	"master",
	"shadow",
	"michael",
	"jennifer",
	"internet",
	"computer",
	"samsung",
	"pokemon",
	"minecraft",
	"liverpool",
	"chelsea",
	"arsenal",
	"administrator",
	"admin",
	"adminadmin",
	"testitesti",
	"testtest",
	"test",
	"testi",
	"temporary",
	"salasana",
	"salasanasana",
	"passu",
	"passuuni",
	"p\xC3\xA4\xC3\xA4k\xC3\xA4ytt\xC3\xA4j\xC3\xA4",
	"paakayttaja",
	"k\xC3\xA4ytt\xC3\xA4j\xC3\xA4",
	"kayttaja",
	"tunnussana",
	"salainen",
	"salaisuus",
	"aurinko",
	"aurinkoinen",
	"kesa",
	"kes\xC3\xA4",
	"kesakuu",
	"kes\xC3\xA4kuu",
	"hein\xC3\xA4kuu",
	"heinakuu",
	"elokuu",
	"syyskuu",
	"lokakuu",
	"marraskuu",
	"joulukuu",
	"tammikuu",
	"helmikuu",
	"maaliskuu",
	"huhtikuu",
	"toukokuu",
	"joulupukki",
	"juhannus",
	"talvi",
	"kev\xC3\xA4t",
	"syksy",
	"suomi",
	"suomifinland",
	"finland",
	"perkele",
	"saatana",
	"vittu",
	"vittuperkele",
	"paska",
	"kakka",
	"mansikka",
	"mustikka",
	"puolukka",
	"kissa",
	"kissanpentu",
	"koira",
	"hevonen",
	"prinsessa",
	"rakkaus",
	"rakastan",
	"minarakastansinua",
	"hiihto",
	"j\xC3\xA4\xC3\xA4kiekko",
	"jaakiekko",
	"jokerit",
	"k\xC3\xA4rp\xC3\xA4t",
	"tappara",
	"ilves",
	"jalkapallo",
	"palloilu",
	"helsinki",
	"tampere",
	"turku",
	"espoo",
	"vantaa",
	"oulu",
	"jyv\xC3\xA4skyl\xC3\xA4",
	"kuopio",
	"lahti",
	"l\xC3\xB6senord",
	"losenord",
	"sommar",
	"hemligt",
	"hejsan",
	"kaupunki",
	"kunta",
	"kaiku",
	"palaute",
	"respons",
	"tervetuloa",
	"abcdefghij",
	"abcd",
	"abc",
	"aaaa",
};

static bool is_count_up(const char *s)
{
	int up = 0, down = 0, same = 0;
	size_t n = strlen(s);

	for (size_t i = 1; i < n; i++) {
		up += s[i] == s[i - 1] + 1 || (s[i] == '0' && s[i - 1] == '9');
		down += s[i] == s[i - 1] - 1 ||
			(s[i] == '9' && s[i - 1] == '0');
		same += s[i] == s[i - 1];
	}
	return up + 1 >= (int)n || down + 1 >= (int)n || same + 1 >= (int)n;
}

/* "salasana2026!" is "salasana"; "kissakissa" is "kissa". */
static char *stem(struct arena *a, const char *password)
{
	char *s = str_lower(a, password);
	size_t n = strlen(s), half;

	while (n && strchr("0123456789!?.,-_ #*+", s[n - 1]))
		n--;
	s[n] = 0;
	for (half = 1; half <= n / 2; half++)
		if (n % half == 0 && !memcmp(s, s + half, n - half))
			break;
	if (half <= n / 2)
		s[half] = 0;
	return s;
}

static bool is_common(struct arena *a, const char *password)
{
	char *s = stem(a, password);

	if (!*s || is_count_up(password) || strlen(s) < 4)
		return true;
	for (size_t i = 0; i < sizeof(common) / sizeof(*common); i++)
		if (!strcmp(common[i], s))
			return true;
	return false;
}

/* The address, or what stands before its @. */
static bool is_own_mail(const char *password, const char *mail)
{
	size_t n = strcspn(mail, "@");

	return str_same_nocase(password, mail) ||
	       (n == strlen(password) && !strncasecmp(password, mail, n));
}

bool password_good(const char *password, const char *mail)
{
	struct arena a = ARENA_INIT;
	size_t n = utf8_length(password);
	bool good = n >= PASSWORD_MIN && n <= PASSWORD_MAX &&
		    !is_own_mail(password, mail) && !is_common(&a, password);

	arena_release(&a);
	return good;
}
