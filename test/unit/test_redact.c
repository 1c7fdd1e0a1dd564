/*
 * test_redact.c: personal data in texts. Every row of test/vectors, written
 * by hand or by other programs, then what the vectors do not say: order,
 * overlaps, mail addresses, covering.
 */
#include "tap.h"
#include "vectors.h"

#include "base/str.h"
#include "base/utf8.h"
#include "text/redact.h"

static struct arena arena = ARENA_INIT;

static bool is(const char *got, const char *want, const char *what)
{
	bool pass = ok(str_same(got, want), "%s", what);

	if (!pass)
		printf("# got  %s\n# want %s\n", got, want);
	return pass;
}

/* ---- rules on whole values ---- */

static void check_errors(const char *name, const char *list,
			 const char *(*error)(const char *))
{
	json_t *file = vector_file(name), *row;
	size_t i;

	json_array_foreach(vector_list(file, list), i, row)
	{
		char *what = arena_printf(&arena, "%s %s: %s", name, list,
					  vector_text(row, "in"));

		is(error(vector_text(row, "in")), vector_text(row, "error"),
		   what);
	}
	json_decref(file);
}

static const char *reject_phone(const char *typed)
{
	struct phone phone;

	return phone_read(typed, &phone);
}

static void test_values(void)
{
	check_errors("hetu", "valid", hetu_error);
	check_errors("hetu", "invalid", hetu_error);
	check_errors("business_id", "valid", business_id_error);
	check_errors("business_id", "padded", business_id_error);
	check_errors("business_id", "invalid", business_id_error);
	check_errors("iban", "valid", iban_error);
	check_errors("iban", "invalid", iban_error);
	check_errors("plate", "valid", plate_error);
	check_errors("plate", "invalid", plate_error);
	check_errors("phone", "reject", reject_phone);
}

static void test_value_edges(void)
{
	is(hetu_error("010190\xe2\x80\x93"
		      "900P"),
	   "separator", "en dash");
	is(hetu_error("010190-900\xff"), "alphabet", "a bad byte");
	is(hetu_error("010190-900PP"), "length", "twelve");
	is(hetu_error("0101\xff"), "length", "short and bad");
	is(iban_error("F"), "form", "half a country");
	is(iban_error("FI21"), "form", "no account");
	is(iban_error("fi2112345600000785"), "form", "lower case");
	is(business_id_error(""), "form", "no business id");
	is(business_id_error("0201256-"), "form", "no check digit");
	is(plate_error(""), "form", "no plate");
	is(plate_error("ABC-"), "form", "no number");
	is(plate_error("-1"), "form", "no letters");
	is(plate_error("1-"), "form", "no letters after");
	is(plate_error("ABCD-01"), "form", "four letters and a zero");
	is(plate_error("A\xcc-1"), "form", "half a letter");
}

static void check_phone(json_t *row)
{
	const char *typed = vector_text(row, "in");
	struct phone p;
	bool allowed = json_is_true(json_object_get(row, "callback_allowed"));

	if (!ok(phone_read(typed, &p) == NULL, "phone: %s", typed))
		return;
	is(p.e164, vector_text(row, "e164"), "E.164");
	is(phone_class_names[p.class], vector_text(row, "class"), "class");
	is(p.national, vector_text(row, "national"), "printed at home");
	is(p.international, vector_text(row, "international"), "abroad");
	ok(phone_callback_allowed(p.class) == allowed, "called back or not");
	is(phone_e164(&arena, typed), p.e164, "phone_e164");
	is(phone_key(&arena, typed), p.e164 + 1, "phone_key");
	is(reject_phone(p.national), NULL, "what is printed is understood");
}

static void test_phone_parse(void)
{
	json_t *file = vector_file("phone"), *row;
	size_t i;

	json_array_foreach(vector_list(file, "parse"), i, row) check_phone(row);
	json_decref(file);
	is(phone_e164(&arena, "112"), NULL, "112 is nobody's number");
	is(phone_key(&arena, "310 16 91"), "3101691", "digits of a part");
	is(phone_key(&arena, "x"), "", "no digits");
	is(reject_phone("04012345678901234567890123456789012345678901234"),
	   "too_long", "far too long");
	is(reject_phone("+46123456789012345678901234567890123456789012"),
	   "too_long", "far too long abroad");
	is(reject_phone("+"), "too_short", "a plus");
	is(reject_phone("((( )))"), "characters", "no digit");
	is(reject_phone("040\xff"), "characters", "a bad byte");
	is(reject_phone("1161234"), "no_prefix", "longer than 116xxx");
}

/* ---- the rows of texts ---- */

static const char *const verdicts[] = {"mask", "warn", "keep"};

static bool same_hit(const char *text, const struct hit *hit, json_t *want)
{
	size_t n = hit->to - hit->from;
	const char *match = vector_text(want, "match");

	return (json_int_t)hit->from == vector_int(want, "from") &&
	       (json_int_t)hit->to == vector_int(want, "to") &&
	       strlen(match) == n && !memcmp(text + hit->from, match, n) &&
	       str_same(verdicts[hit->verdict], vector_text(want, "verdict")) &&
	       str_same(hit->canonical, vector_text(want, "canonical"));
}

static const char **directory_of(json_t *row)
{
	json_t *list = json_object_get(row, "directory"), *number;
	const char **own;
	size_t i;

	own = arena_array(&arena, json_array_size(list) + 1, sizeof(*own));
	json_array_foreach(list, i, number) own[i] = json_string_value(number);
	return own;
}

/* One line, whatever the text. */
static const char *vector_name(json_t *row)
{
	char *text = json_dumps(json_object_get(row, "text"), JSON_ENCODE_ANY);
	char *copy = arena_strdup(&arena, text);

	free(text);
	return copy;
}

static void check_detect(enum hit_kind kind, json_t *row)
{
	const char *text = vector_text(row, "text");
	json_t *expect = json_object_get(row, "expect");
	struct hit *hits;
	size_t n = 77, i;
	bool same;

	redact_find_one(&arena, kind, text, directory_of(row), &hits, &n);
	same = n == json_array_size(expect);
	for (i = 0; same && i < n; i++)
		same = hits[i].kind == kind &&
		       same_hit(text, &hits[i], json_array_get(expect, i));
	if (!ok(same, "found in: %s", vector_name(row)))
		vector_print(row);
}

static void test_detect(void)
{
	static const struct {
		const char *name;
		enum hit_kind kind;
	} files[] = {
		{"hetu", HIT_HETU},   {"business_id", HIT_BUSINESS_ID},
		{"iban", HIT_IBAN},   {"phone", HIT_PHONE},
		{"plate", HIT_PLATE},
	};
	size_t i, k;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		json_t *file = vector_file(files[i].name), *row;

		json_array_foreach(vector_list(file, "detect"), k, row)
			check_detect(files[i].kind, row);
		json_decref(file);
	}
}

/* Other spellings of a valid value come to the same canonical form. */
static void check_canonical(enum hit_kind kind, const char *text,
			    const char *want)
{
	struct hit *hits;
	size_t n;

	redact_find_one(&arena, kind, text, NULL, &hits, &n);
	ok(n == 1 && str_same(hits[0].canonical, want), "%s is %s", text, want);
}

static void test_canonical(void)
{
	json_t *file = vector_file("business_id"), *row;
	size_t i;

	json_array_foreach(vector_list(file, "valid"), i, row)
	{
		check_canonical(HIT_BUSINESS_ID, vector_text(row, "vat"),
				vector_text(row, "in"));
	}
	json_array_foreach(vector_list(file, "padded"), i, row)
	{
		check_canonical(HIT_BUSINESS_ID, vector_text(row, "in"),
				vector_text(row, "canonical"));
	}
	json_decref(file);
	file = vector_file("iban");
	json_array_foreach(vector_list(file, "valid"), i, row)
	{
		check_canonical(HIT_IBAN, vector_text(row, "printed"),
				vector_text(row, "in"));
	}
	json_decref(file);
	file = vector_file("hetu");
	json_array_foreach(vector_list(file, "valid"), i, row)
	{
		check_canonical(HIT_HETU,
				str_lower(&arena, vector_text(row, "in")),
				vector_text(row, "in"));
	}
	json_decref(file);
}

/* ---- all detectors together ---- */

/* "mask:iban:0-22 keep:phone:23-33" */
static const char *found(const char *text, const char *const *own)
{
	static const char *const kinds[] = {"hetu",  "business", "iban",
					    "phone", "plate",    "mail"};
	struct hit *hits;
	struct str out;
	size_t n, i;

	redact_find(&arena, text, own, &hits, &n);
	str_init(&out, &arena, 64);
	for (i = 0; i < n; i++)
		str_printf(&out, "%s%s:%s:%zu-%zu", i ? " " : "",
			   verdicts[hits[i].verdict], kinds[hits[i].kind],
			   hits[i].from, hits[i].to);
	return out.ptr;
}

static void test_together(void)
{
	is(found("", NULL), "", "nothing in nothing");
	is(found("Kiitos hyvästä palvelusta!", NULL), "", "nothing in thanks");
	is(found("010190-900P, FI21 1234 5600 0007 85, 040 1234567, ABC-123, "
		 "a@b.fi, 0201256-6",
		 NULL),
	   "mask:hetu:0-11 mask:iban:13-35 mask:phone:37-48 mask:plate:50-57 "
	   "mask:mail:59-65 keep:business:67-76",
	   "in order of place, whatever finds it");
	is(found("Y-tunnus 0201256-6", NULL), "keep:business:9-18",
	   "a business id is no phone number");
	is(found("010190-900A", NULL), "warn:hetu:0-11", "a warning alone");
	is(found("010190-9001", NULL), "mask:phone:0-11",
	   "what must be hidden comes before a warning");
	is(found("020202-1234", NULL), "warn:hetu:0-11",
	   "a warning comes before what is kept");
	is(found("FI21 1234 5600 0007 86", NULL), "warn:iban:0-22",
	   "a wrong account number");
	is(found("AB-1@example.fi", NULL), "mask:plate:0-4",
	   "a plate takes its letters before the mail address does");
}

static void test_own(void)
{
	static const char *const own[] = {"+35893101691", "palaute@kunta.fi",
					  NULL};

	is(found("puh. 09 310 1691", own), "keep:phone:5-16", "own number");
	is(found("puh. 09 310 1692", own), "mask:phone:5-16", "not ours");
	is(found("Palaute@Kunta.FI", own), "keep:mail:0-16", "own address");
	is(found("palaute@kunta.fi.example.com", own), "mask:mail:0-28",
	   "not ours, only alike");
	is(found("spalaute@kunta.fi", own), "mask:mail:0-17", "not ours");
}

/* ---- mail ---- */

static const char *mail_in(const char *text)
{
	struct hit *hits;
	struct str out;
	size_t n, i;

	redact_find_one(&arena, HIT_MAIL, text, NULL, &hits, &n);
	str_init(&out, &arena, 64);
	for (i = 0; i < n; i++)
		str_printf(&out, "%s%.*s=%s", i ? " " : "",
			   (int)(hits[i].to - hits[i].from),
			   text + hits[i].from, hits[i].canonical);
	return out.ptr;
}

static void test_mail(void)
{
	is(mail_in("Osoite: Matti.M@Example.FI."),
	   "Matti.M@Example.FI=matti.m@example.fi", "without the full stop");
	is(mail_in("<a+b_c%d@x-y.example.co.uk>"),
	   "a+b_c%d@x-y.example.co.uk=a+b_c%d@x-y.example.co.uk",
	   "many characters");
	is(mail_in("mailto:a@b.fi,c@d.fi"), "a@b.fi=a@b.fi c@d.fi=c@d.fi",
	   "two");
	is(mail_in("äiti@yhtiö.fi"), "äiti@yhtiö.fi=äiti@yhtiö.fi",
	   "letters of ours");
	is(mail_in("a (at) b.fi, a(at)b.fi a[AT]b.fi"),
	   "a (at) b.fi=a@b.fi a(at)b.fi=a@b.fi a[AT]b.fi=a@b.fi",
	   "hidden from robots");
	is(mail_in("'a@b.fi'"), "a@b.fi=a@b.fi", "in quotation marks");
	is(mail_in("a@b.fi-osoite"), "a@b.fi=a@b.fi",
	   "an ending with a hyphen");
	is(mail_in("a@b.fi:n"), "a@b.fi=a@b.fi", "an ending with a colon");
	is(mail_in("a@b.co-op.fi-x"), "a@b.co-op.fi=a@b.co-op.fi",
	   "a hyphen inside");
	is(mail_in("a@b.fi1"), "", "no top domain with a digit");
	is(mail_in("a@b.1"), "", "no top domain of digits");
	is(mail_in("a@b.fi.1"), "a@b.fi=a@b.fi", "as far as it is a domain");
	is(mail_in("a@b"), "", "no dot");
	is(mail_in("a@b."), "", "nothing after the dot");
	is(mail_in("a@b.x"), "", "one letter is no top domain");
	is(mail_in("@b.fi"), "", "nobody");
	is(mail_in("a@.fi"), "", "nowhere");
	is(mail_in("a@"), "", "end of text");
	is(mail_in("(at)"), "", "a word");
	is(mail_in("kello 5 @ tori.fi"), "", "an at sign between spaces");
	is(mail_in("a@b@c.fi"), "b@c.fi=b@c.fi", "the last at sign counts");
	is(mail_in("a@b.fi@c.fi"), "a@b.fi=a@b.fi", "nothing is found twice");
	is(mail_in("a@@b.fi"), "", "two at signs");
	is(mail_in("-.a@b.fi"), "a@b.fi=a@b.fi", "begins with a letter");
}

/* ---- covering ---- */

static const char *masked(const char *text)
{
	struct hit *hits;
	size_t n;

	redact_find(&arena, text, NULL, &hits, &n);
	return redact_mask(&arena, text, hits, n, "[poistettu]");
}

static void test_mask(void)
{
	is(masked("Olen 010190-900P, äiti 040 123 4567."),
	   "Olen [poistettu], äiti [poistettu].", "hidden");
	is(masked("0201256-6 ja 010190-900A"), "0201256-6 ja 010190-900A",
	   "kept and asked about: left");
	is(masked("010190-900P"), "[poistettu]", "everything");
	is(masked("ABC-123ABC"), "ABC-123ABC", "nothing");
	is(masked(""), "", "no text");
	is(redact_mask(&arena, "abc", NULL, 0, "x"), "abc", "no hits");
}

/* Bytes that are no text and texts made to cost time. */
static void test_hostile(void)
{
	static const char *const pieces[] = {
		"0",     "0 ",   "+",       "0-",   "a@",
		"@",     "(at)", "010190 ", "AB1 ", "auto AB1 ",
		"FI21 ", "\xff", "0(",      "a@b.", "fi",
	};
	struct arena a = ARENA_INIT;
	size_t i, k, n;

	for (i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
		struct hit *hits;
		struct str text;

		str_init(&text, &a, 100000);
		for (k = 0; k < 20000; k++)
			str_puts(&text, pieces[i]);
		redact_find(&a, text.ptr, NULL, &hits, &n);
		for (k = 1; k < n && hits[k - 1].to <= hits[k].from; k++)
			;
		ok(n < 2 || k == n, "20,000 times \"%s\"",
		   utf8_clean(&a, pieces[i]));
		arena_release(&a);
	}
}

int main(void)
{
	test_values();
	test_value_edges();
	test_phone_parse();
	test_detect();
	test_canonical();
	test_together();
	test_own();
	test_mail();
	test_mask();
	test_hostile();
	arena_release(&arena);
	return tap_done();
}
