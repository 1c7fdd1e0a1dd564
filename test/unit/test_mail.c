/*
 * test_mail.c: addresses, and a mail as it travels: built by our code, parsed
 * back by GMime, and looked at as bytes.
 */
#include "base/clock.h"
#include "base/str.h"
#include "html/mail_frame.h"
#include "mail/mail.h"
#include "tap.h"

#include <gmime/gmime.h>

static struct arena arena = ARENA_INIT;

static const struct mail_from sender = {
	"Esimerkkilän kunta",
	"palaute@esimerkkila.example",
	"neuvonta@esimerkkila.example",
};

/* ---- addresses ---- */

static void test_addresses(void)
{
	static const char *const good[] = {
		"maija@example.fi",
		"maija.meikalainen+kunta@sub.example.co.uk",
		"o'neill@example.fi",
		"a@b.fi",
		"x_y-z@1.example",
		"maija@h\xc3\xa4meenkyl\xc3\xa4.fi",
		"maija@xn--hmeenkyl-0zah.fi",
	};
	static const char *const bad[] = {
		"",
		"maija",
		"maija@",
		"@example.fi",
		"maija@localhost",
		"maija@example..fi",
		"maija@.fi",
		"maija@example.fi.",
		"maija@-example.fi",
		"maija@exam_ple.fi",
		"maija@@example.fi",
		"maija@example.fi@example.fi",
		"maija meikalainen@example.fi",
		"maija@exam ple.fi",
		" maija@example.fi",
		"maija@example.fi ",
		"maija@example.fi\n",
		"maija@example.fi\r\nBcc: kaikki@example.fi",
		"maija\t@example.fi",
		"maija@example.fi\x01",
		"\"maija meikalainen\"@example.fi",
		"<maija@example.fi>",
		"maija@example.fi,matti@example.fi",
		"maija@example.fi>SIZE=1",
		"maija@[127.0.0.1]",
		"maija@exa:mple.fi",
		".maija@example.fi",
		"maija.@example.fi",
		"mai..ja@example.fi",
		"m\xc3\xa4ija@example.fi",
		"maija@h\xc3.fi",
		"maija@ex\xc2\xa0"
		"ample.fi",
		"maija@ex\xe2\x80\x8b"
		"ample.fi",
		"maija@ex\xe3\x80\x80"
		"ample.fi",
	};
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(*good); i++)
		ok(mail_address_ok(good[i]), "an address: %s", good[i]);
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		ok(!mail_address_ok(bad[i]), "no address: number %zu", i);
	ok(!mail_address_ok(NULL), "no address: NULL");
}

static void test_long_addresses(void)
{
	char local[80], whole[400];

	memset(local, 'a', 64);
	snprintf(local + 64, sizeof(local) - 64, "@b.fi");
	ok(mail_address_ok(local), "64 octets before the @");
	memset(local, 'a', 65);
	snprintf(local + 65, sizeof(local) - 65, "@b.fi");
	ok(!mail_address_ok(local), "not 65");
	snprintf(whole, sizeof(whole), "a@%063d.%063d.%063d.%059d.fi", 1, 1, 1,
		 1);
	ok(strlen(whole) > 254 && !mail_address_ok(whole), "not %zu in all",
	   strlen(whole));
	snprintf(whole, sizeof(whole), "a@%063d.%063d.%063d.%057d.fi", 1, 1, 1,
		 1);
	ok(strlen(whole) == 254 && mail_address_ok(whole), "but 254");
}

static void test_ascii(void)
{
	const char *ascii = NULL;

	ok(!mail_address_ascii(&arena, "Maija@Example.fi", &ascii) &&
		   str_same(ascii, "Maija@Example.fi"),
	   "an ASCII address travels as it is");
	ok(!mail_address_ascii(&arena, "maija@h\xc3\xa4meenkyl\xc3\xa4.fi",
			       &ascii) &&
		   str_same(ascii, "maija@xn--hmeenkyl-0zah.fi"),
	   "an international domain goes as punycode: %s", ascii);
	ascii = "untouched";
	ok(mail_address_ascii(&arena, "m\xc3\xa4ija@example.fi", &ascii) ==
			   ERR_INVALID &&
		   str_same(ascii, "untouched"),
	   "an international name before the @ does not");
	ok(mail_address_ascii(&arena, "a@b.fi\r\nRCPT TO:<c@d.fi>", &ascii) ==
		   ERR_INVALID,
	   "nor does a second command");
}

/* ---- messages ---- */

static struct letter build(const struct mail *m, const struct mail_from *from)
{
	struct letter letter = {0};
	enum err err = mail_build(&arena, m, from, 7, &letter);

	ok(!err && letter.len == strlen(letter.message), "it is built (%d)",
	   err);
	return letter;
}

static void unref(void *object)
{
	g_object_unref(object);
}

static GMimeMessage *parse(const struct letter *l)
{
	GMimeStream *stream =
		g_mime_stream_mem_new_with_buffer(l->message, l->len);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

	g_object_unref(parser);
	g_object_unref(stream);
	arena_defer(&arena, unref, message);
	return message;
}

static const char *header(GMimeMessage *m, const char *name)
{
	const char *value = g_mime_object_get_header(GMIME_OBJECT(m), name);

	return value ? value : "(none)";
}

static const char *part_text(GMimeMessage *m, int which)
{
	GMimeObject *both = g_mime_message_get_mime_part(m);
	GMimeObject *part =
		g_mime_multipart_get_part(GMIME_MULTIPART(both), which);
	char *text = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
	const char *kept = arena_strdup(&arena, text ? text : "(none)");

	g_free(text);
	return kept;
}

/* Text without CR, as it went in. */
static const char *without_cr(const char *text)
{
	struct str s;

	str_init(&s, &arena, 64);
	for (; *text; text++)
		if (*text != '\r')
			str_putc(&s, *text);
	return s.ptr;
}

static bool lines_ok(const struct letter *l)
{
	size_t i, start = 0;

	for (i = 0; i < l->len; i++) {
		unsigned char c = (unsigned char)l->message[i];

		if (c >= 0x80 || c == 0)
			return false;
		if (c == '\r' && l->message[i + 1] != '\n')
			return false;
		if (c != '\n')
			continue;
		if (i == 0 || l->message[i - 1] != '\r' || i - start > 79)
			return false;
		start = i + 1;
	}
	return start == l->len;
}

static void test_message(void)
{
	static const char text[] =
		"Hei, Åke!\n\n.alussa piste\nFrom alussa\n"
		"Seuraa asiaasi: https://palaute.esimerkkila.example/follow/"
		"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ\n";
	struct mail m = {
		.id = INT64_C(90000000000000),
		.to = "maija@example.fi",
		.lang = LANG_SV,
		.subject = "Vi har tagit emot ditt meddelande 2026-1234 – tack",
		.body_text = text,
		.body_html = "<p>Hei, Åke &amp; muut!</p>\n",
	};
	struct letter l = build(&m, &sender);
	GMimeMessage *parsed = parse(&l);

	ok(str_same(l.from, sender.from) && str_same(l.to, m.to),
	   "the envelope");
	ok(lines_ok(&l), "lines are short, 7-bit and end with CRLF");
	ok(str_same(g_mime_message_get_subject(parsed), m.subject),
	   "the subject is read back: %s", g_mime_message_get_subject(parsed));
	ok(str_same(g_mime_message_get_message_id(parsed),
		    "m90000000000000.t7@esimerkkila.example"),
	   "the Message-ID is made of the ids");
	ok(str_same(header(parsed, "Auto-Submitted"), "auto-generated"),
	   "RFC 3834 says that no person wrote it");
	ok(strstr(l.message, "\r\nContent-Language: sv\r\n"), "the language");
	ok(str_same(header(parsed, "MIME-Version"), "1.0"), "MIME 1.0");
	ok(str_same(header(parsed, "From"),
		    "Esimerkkilän kunta <palaute@esimerkkila.example>"),
	   "From: %s", header(parsed, "From"));
	ok(str_same(header(parsed, "Reply-To"),
		    "Esimerkkilän kunta <neuvonta@esimerkkila.example>"),
	   "Reply-To: %s", header(parsed, "Reply-To"));
	ok(str_same(header(parsed, "To"), "maija@example.fi"), "To");
	ok(g_date_time_to_unix(g_mime_message_get_date(parsed)) ==
		   id_time_us(m.id) / 1000000,
	   "Date is when it was written into the outbox");
	ok(str_same(without_cr(part_text(parsed, 0)), text), "the text part");
	ok(str_same(without_cr(part_text(parsed, 1)), m.body_html),
	   "the HTML part");
}

static void test_same_bytes(void)
{
	struct mail m = {
		.id = INT64_C(90000000000001),
		.to = "maija@example.fi",
		.subject = "Sama",
		.body_text = "Sama\n",
		.body_html = "<p>Sama</p>",
	};
	struct letter once = build(&m, &sender), twice = build(&m, &sender);

	ok(str_same(once.message, twice.message),
	   "a mail sent twice is the same mail");
}

static void test_plain_only(void)
{
	struct mail m = {.id = 1, .to = "a@b.fi", .subject = "x"};
	struct letter l = build(&m, &sender);
	GMimeObject *both = g_mime_message_get_mime_part(parse(&l));

	ok(g_mime_multipart_get_count(GMIME_MULTIPART(both)) == 1 &&
		   lines_ok(&l),
	   "without HTML there is one part, even an empty one");
}

/* ---- what must not get in ---- */

static void test_injection(void)
{
	struct mail m = {
		.id = 2,
		.to = "a@b.fi",
		.subject = "Hei\r\nBcc: kaikki@example.fi\r\n\r\nRunko\x01\x7f",
		.body_text = "Hei\r\n.\r\nMAIL FROM:<x@y.fi>\rloppu",
	};
	struct mail_from from = sender;
	struct letter l, none = {0};
	GMimeMessage *parsed;

	from.name = "Kunta\r\nX-Evil: 1\n <x@y.fi>";
	l = build(&m, &from);
	parsed = parse(&l);
	ok(str_same(header(parsed, "Bcc"), "(none)") &&
		   str_same(header(parsed, "X-Evil"), "(none)"),
	   "no value begins a header of its own");
	ok(str_starts(g_mime_message_get_subject(parsed),
		      "Hei  Bcc: kaikki@example.fi"),
	   "a line break in the subject becomes a space");
	ok(str_same(header(parsed, "From") + strlen(header(parsed, "From")) -
			    strlen(sender.from) - 2,
		    "<palaute@esimerkkila.example>"),
	   "a name cannot bring an address: %s", header(parsed, "From"));
	ok(lines_ok(&l), "a bare CR in the text does not travel");
	m.to = "a@b.fi\r\nBcc: c@d.fi";
	ok(mail_build(&arena, &m, &sender, 7, &none) == ERR_INVALID,
	   "an address with a line break is refused");
	m.to = "a@b.fi";
	from.from = "kunta@b.fi>\r\nX: <";
	ok(mail_build(&arena, &m, &from, 7, &none) == ERR_INVALID,
	   "also the sender's");
	from = sender;
	from.reply_to = "a@b.fi, c@d.fi";
	ok(mail_build(&arena, &m, &from, 7, &none) == ERR_INVALID,
	   "also the one for replies");
	ok(none.message == NULL, "and nothing was given out");
}

static void test_long_values(void)
{
	char subject[1001], text[5001];
	struct mail m = {
		.id = 3,
		.to = "maija@h\xc3\xa4meenkyl\xc3\xa4.fi",
		.subject = subject,
		.body_text = text,
		.body_html = text,
	};
	struct letter l;
	GMimeMessage *parsed;
	size_t i;

	for (i = 0; i < 990; i += 2)
		memcpy(subject + i, i % 20 == 18 ? "  " : "ä", 2);
	subject[990] = '\0';
	memset(text, 'x', 5000);
	text[5000] = '\0';
	l = build(&m, &sender);
	parsed = parse(&l);
	ok(lines_ok(&l), "a line of 5,000 characters is folded");
	ok(str_same(l.to, "maija@xn--hmeenkyl-0zah.fi"),
	   "the envelope has the ASCII form");
	ok(str_same(g_mime_message_get_subject(parsed), subject),
	   "a long subject comes back whole: %s",
	   g_mime_message_get_subject(parsed));
	ok(str_same(without_cr(part_text(parsed, 0)), text),
	   "so does a long line");
}

/* ---- the frame ---- */

static void test_frame(void)
{
	const struct mail_fact facts[] = {{"Asianumero", "2026-1234"},
					  {"Saapui", "22.11.2026 & <nyt>"}};
	struct mail_frame f = {
		.tenant = "Esimerkkilä",
		.heading = "Kiitos, \"viestisi\" <b>saapui</b>",
		.text = "Ensimmäinen kappale.\n\nToinen & viimeinen.",
		.facts = facts,
		.fact_count = 2,
		.url = "https://palaute.esimerkkila.example/follow/abc",
		.url_label = "Seuraa asiaasi",
		.replies_to = "neuvonta@esimerkkila.example",
	};
	const char *text, *html;

	mail_frame_render(&arena, LANG_FI, &f, &text, &html);
	ok(strstr(text, f.heading) && strstr(text, "Asianumero: 2026-1234\n"),
	   "the text says it plainly");
	ok(strstr(text, "Seuraa asiaasi:\nhttps://palaute.esimerkkila.example/"
			"follow/abc\n"),
	   "the link stands on its own line");
	ok(strstr(text, "\n-- \nEsimerkkilä\n"), "the foot is a signature");
	ok(strstr(html, "&lt;b&gt;saapui") && !strstr(html, "<b>saapui"),
	   "the HTML is escaped");
	ok(strstr(html, "<p>Toinen &amp; viimeinen.</p>"), "in paragraphs");
	ok(strstr(html, "href=\"https://palaute.esimerkkila.example/follow/"
			"abc\""),
	   "with the link");
	ok(!strstr(html, "<img") && !strstr(html, "<link") &&
		   !strstr(html, "url("),
	   "and nothing is loaded from anywhere");
	f.url = "javascript:alert(1)";
	f.replies_to = NULL;
	mail_frame_render(&arena, LANG_SV, &f, &text, &html);
	ok(strstr(html, "<html lang=\"sv\">") && strstr(text, "automatiskt"),
	   "in the reader's language");
	ok(!strstr(html, "href=\"javascript:"), "only links that are links");
}

int main(void)
{
	clock_init();
	g_mime_init();
	test_addresses();
	test_long_addresses();
	test_ascii();
	test_message();
	test_same_bytes();
	test_plain_only();
	test_injection();
	test_long_values();
	test_frame();
	arena_release(&arena);
	return tap_done();
}
