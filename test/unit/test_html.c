/*
 * Pages without a network: escaping, words, dates, the frame, refusals.
 */
#include "tap.h"

#include "base/clock.h"
#include "base/seal.h"
#include "html/html_tpl.h"
#include "html/page.h"
#include "http/problem.h"

#include <jansson.h>
#include <unistd.h>

static struct arena arena = ARENA_INIT;
static const struct form no_form;

static bool has(const char *text, const char *part)
{
	return text && strstr(text, part);
}

/* A body as a string. */
static const char *body(const struct response *res)
{
	return arena_strndup(&arena, res->body ? res->body : "", res->body_len);
}

static struct request request_for(const char *path)
{
	return (struct request){.arena = &arena,
				.path = path,
				.query = "",
				.form = &no_form,
				.method = METHOD_GET};
}

static const char *page_for(struct request *req, struct response *res,
			    const struct page *p)
{
	struct out *o = page_begin(req, res, p);

	return page_end(o) == OK ? body(res) : "";
}

/* ---- words and numbers ---- */

static void test_words(void)
{
	struct out o;
	char *text;

	ok(!strcmp(word(LANG_FI, W_common_send), "Lähetä"), "a word");
	text = (char *)word_fill(&arena, LANG_FI, W_common_errors,
				 WORDS(WORD_INT("n", 1)));
	ok(!strcmp(text, "Lomakkeessa on 1 kohta korjattavana"), "one: %s",
	   text);
	text = (char *)word_fill(&arena, LANG_SV, W_common_errors,
				 WORDS(WORD_INT("n", 3)));
	ok(!strcmp(text, "Det finns 3 punkter att rätta i blanketten"),
	   "other: %s", text);
	text = (char *)word_fill(&arena, LANG_EN, W_common_errors,
				 WORDS(WORD_INT("n", 0)));
	ok(has(text, "0 things"), "none: %s", text);
	text = (char *)word_fill(&arena, LANG_EN, W_common_errors,
				 WORDS(WORD_INT("n", 1002003)));
	ok(has(text, "1,002,003 things"), "thousands: %s", text);
	text = (char *)word_fill(&arena, LANG_FI, W_common_errors,
				 WORDS(WORD_INT("n", 10050)));
	ok(has(text, " 10\u00a0050 kohtaa"), "thousands in Finnish: %s", text);
	out_init(&o, &arena, LANG_EN);
	out_word(&o, W_error_id, WORDS(WORD_TEXT("id", "<\"&'{n}>")), false);
	ok(has(o.s.ptr, "Reference: &lt;&quot;&amp;&#39;{n}&gt;."),
	   "an argument is escaped and not filled again: %s", o.s.ptr);
	out_init(&o, &arena, LANG_FI);
	out_t(&o, W__NONE);
	ok(o.s.len == 0, "no word is an empty text");
	for (int l = 0; l < LANG__COUNT; l++)
		for (int w = W__NONE + 1; w < W__COUNT; w++)
			if (!word((enum lang)l, (enum word)w)[0])
				ok(false, "word %d is empty in %s", w,
				   lang_codes[l]);
}

static void test_times(void)
{
	const int64_t winter = 1795349100LL * SECOND_US; /* 2026-11-22 12:05Z */
	const int64_t summer = 1782896700LL * SECOND_US; /* 2026-07-01 09:05Z */
	static const struct {
		enum lang lang;
		const char *winter, *summer;
	} rows[] = {
		{LANG_FI, "22.11.2026 klo 14.05", "1.7.2026 klo 12.05"},
		{LANG_SV, "22.11.2026 kl. 14.05", "1.7.2026 kl. 12.05"},
		{LANG_EN, "22 November 2026, 14:05", "1 July 2026, 12:05"},
	};
	struct out o;

	for (int i = 0; i < 3; i++) {
		const char *w = text_datetime(&arena, rows[i].lang, winter);
		const char *s = text_datetime(&arena, rows[i].lang, summer);

		ok(!strcmp(w, rows[i].winter), "%s", w);
		ok(!strcmp(s, rows[i].summer), "%s", s);
	}
	ok(!strcmp(text_date(&arena, LANG_EN, winter), "22 November 2026"),
	   "a date");
	out_init(&o, &arena, LANG_FI);
	out_iso(&o, winter);
	ok(!strcmp(o.s.ptr, "2026-11-22T12:05:00Z"), "%s", o.s.ptr);
}

static void test_sizes(void)
{
	static const struct {
		enum lang lang;
		int64_t bytes;
		const char *want;
	} rows[] = {
		{LANG_FI, 1234567, "1,2 Mt"},    {LANG_SV, 1234567, "1,2 MB"},
		{LANG_EN, 1234567, "1.2 MB"},    {LANG_EN, 3000000, "3 MB"},
		{LANG_FI, 20971520, "21 Mt"},    {LANG_FI, 512, "0,5 kt"},
		{LANG_FI, 1, "0,1 kt"},          {LANG_FI, 0, "0 kt"},
		{LANG_EN, 1500000000, "1.5 GB"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct out o;

		out_init(&o, &arena, rows[i].lang);
		out_size(&o, rows[i].bytes);
		ok(!strcmp(o.s.ptr, rows[i].want), "%lld bytes are %s, %s",
		   (long long)rows[i].bytes, rows[i].want, o.s.ptr);
	}
}

static void test_int(void)
{
	struct out o;

	out_init(&o, &arena, LANG_FI);
	out_int(&o, INT64_MIN);
	ok(!strcmp(o.s.ptr, "-9223372036854775808"), "%s", o.s.ptr);
}

/* ---- paragraphs ---- */

static void test_lines(void)
{
	static const char *const rows[][2] = {
		{"a", "<p>a</p>"},
		{"a\nb", "<p>a<br>b</p>"},
		{"a\r\nb\r\n\r\nc", "<p>a<br>b</p><p>c</p>"},
		{"\n\n a\n \t\n\nb\n", "<p> a</p><p>b</p>"},
		{"<script>\n\n&", "<p>&lt;script&gt;</p><p>&amp;</p>"},
		{"", ""},
		{"\n", ""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct out o;

		out_init(&o, &arena, LANG_FI);
		out_lines(&o, rows[i][0]);
		ok(!strcmp(o.s.ptr, rows[i][1]), "lines: %s", o.s.ptr);
	}
}

static void test_markdown(void)
{
	static const char *const rows[][2] = {
		{"a\nb  \nc", "<p>a\nb<br>c</p>"},
		{"# A\n## B\n### C\n##### D",
		 "<h2>A</h2><h2>B</h2><h3>C</h3><h4>D</h4>"},
		{"- a\n- *b*\n  - c", "<ul><li>a</li><li><em>b</em>\n<ul><li>c"
				      "</li></ul></li></ul>"},
		{"- a\n\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"},
		{"3. a\n4. b", "<ol start=\"3\"><li>a</li><li>b</li></ol>"},
		{"[a & b](https://x.example/?q=\"1\"&r=2)",
		 "<p><a href=\"https://x.example/?q=%221%22&amp;r=2\">a &amp; b"
		 "</a></p>"},
		{"[t](tel:112) [m](mailto:a@b.example) [own](/fi/give)",
		 "<p><a href=\"tel:112\">t</a> <a href=\"mailto:a@b.example\">m"
		 "</a> <a href=\"/fi/give\">own</a></p>"},
		/* what must never become markup */
		{"[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1))",
		 "<p>a b</p>"},
		{"[a](data:text/html,x) [b](//evil.example) [c](vbscript:x)",
		 "<p>a b c</p>"},
		{"[a](&#106;avascript:alert(1)) [b](java\tscript:x)",
		 "<p>a [b](java\tscript:x)</p>"},
		{"a <b onclick=\"x\">c</b>",
		 "<p>a &lt;b onclick=&quot;x&quot;&gt;c&lt;/b&gt;</p>"},
		{"<script>alert(1)</script>",
		 "<p>&lt;script&gt;alert(1)&lt;/script&gt;\n</p>"},
		{"![<i>](https://evil.example/pixel.png \"t\")",
		 "<p>&lt;i&gt;</p>"},
		{"`<b>`", "<p><code>&lt;b&gt;</code></p>"},
		{"<javascript:alert(1)>", "<p>javascript:alert(1)</p>"},
		{"&lt;script&gt;", "<p>&lt;script&gt;</p>"},
		{"", ""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct out o;

		out_init(&o, &arena, LANG_FI);
		out_markdown(&o, rows[i][0]);
		for (char *end = o.s.ptr + o.s.len;
		     end > o.s.ptr && end[-1] == '\n'; end--)
			end[-1] = '\0';
		ok(!strcmp(o.s.ptr, rows[i][1]), "markdown: %s", o.s.ptr);
	}
}

/* An arena that is used up while the library reads leaves nothing behind. */
static void test_markdown_exhausted(void)
{
	static char deep[20001];
	struct arena small = {.limit = 40000};
	jmp_buf out_of_it;
	struct out o;
	volatile bool unwound = false;

	memset(deep, '>', sizeof(deep) - 1);
	out_init(&o, &arena, LANG_FI);
	out_markdown(&o, deep);
	ok(has(o.s.ptr, "<blockquote>"), "markdown: a text of 20,000 quotes");
	small.unwind = &out_of_it;
	if (!setjmp(out_of_it)) {
		struct out p;

		out_init(&p, &small, LANG_FI);
		out_markdown(&p, deep);
	} else {
		unwound = true;
	}
	ok(unwound, "markdown: a small arena unwinds");
	arena_release(&small);
}

/* ---- negotiation ---- */

static void test_negotiation(void)
{
	static const struct {
		const char *header;
		enum lang want;
	} rows[] = {
		{NULL, LANG_FI},
		{"", LANG_FI},
		{"sv", LANG_SV},
		{"SV-fi", LANG_SV},
		{"en-GB,en;q=0.9,fi;q=0.8", LANG_EN},
		{"de,sv;q=0.5", LANG_SV},
		{"de", LANG_FI},
		{"*", LANG_FI},
		{"en;q=0.1, sv ; q=0.2", LANG_SV},
		{"fi;q=0,sv;q=0.1", LANG_SV},
		{"fi;q=0,*;q=0.5", LANG_SV},
		{"fi;q=0", LANG_FI},
		{"sv;q=0.3,*;q=0.7", LANG_FI},
		{"svx", LANG_FI},
		{"en;q=banana,sv;q=0.1", LANG_SV},
		{",,;;q=1,en", LANG_EN},
		{"fi-FI,fi;q=0.9,en;q=1.0", LANG_FI},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum lang got = html_lang_negotiate(rows[i].header, LANG_FI);

		ok(got == rows[i].want, "Accept-Language: %s is %s",
		   rows[i].header ? rows[i].header : "(none)", lang_codes[got]);
	}
	ok(html_lang_negotiate("de, pl;q=0.5", LANG_SV) == LANG_SV &&
		   html_lang_negotiate(NULL, LANG_SV) == LANG_SV &&
		   html_lang_negotiate("*", LANG_SV) == LANG_SV &&
		   html_lang_negotiate("fi;q=0.1", LANG_SV) == LANG_FI,
	   "who asks for none of ours gets the municipality's own");
	ok(html_wants_json("application/json"), "wants JSON");
	ok(html_wants_json("application/problem+json, */*;q=0.1"),
	   "wants problem+json");
	ok(html_wants_json("text/html;q=0.4, application/json;q=0.5"),
	   "wants JSON more than HTML");
	ok(!html_wants_json("text/html,application/xhtml+xml,*/*;q=0.8"),
	   "a browser wants HTML");
	ok(!html_wants_json("*/*") && !html_wants_json(NULL) &&
		   !html_wants_json("application/json;q=0"),
	   "nobody said JSON");
}

/* ---- the frame ---- */

static void test_languages(void)
{
	struct request req = request_for("/fi/matters");
	struct response res = {0};
	const char *html;

	req.query = "type=fault&lang=en&x=%22";
	html = page_for(&req, &res, &(struct page){.title = "T"});
	ok(has(html, "href=\"/sv/matters?type=fault&amp;x=%22\" lang=\"sv\""),
	   "the same page in Swedish, with its query");
	ok(has(html, "<html lang=\"fi\">"), "the page says its language");
	req = request_for("/follow/abc");
	req.lang = LANG_EN;
	html = page_for(&req, &res, &(struct page){.title = "T"});
	ok(has(html, "href=\"/follow/abc?lang=sv\""),
	   "a path without a language keeps it, with lang=");
	req = request_for("/fi/\"><script>/\xC3\xA4/100%?a#b");
	html = page_for(&req, &res, &(struct page){.title = "T"});
	ok(has(html, "/sv/%22%3E%3Cscript%3E/%C3%A4/100%25%3Fa%23b\"") &&
		   !has(html, "\"><script>/"),
	   "a hostile path is encoded again");
	req = request_for("//evil.example/x");
	html = page_for(&req, &res, &(struct page){.title = "T"});
	ok(!has(html, "href=\"//"), "a path never becomes another host");
	req = request_for("/fi/give");
	req.method = METHOD_POST;
	html = page_for(&req, &res, &(struct page){.title = "T"});
	ok(!has(html, "hreflang"), "no switch where it would lose the form");
	html = page_for(
		&req, &res,
		&(struct page){.title = "T", .path_fi_sv_en = "/{lang}/other"});
	ok(has(html, "href=\"/sv/other\""), "a page may name its other forms");
}

static void test_frame(void)
{
	struct brand brand = {.name = {"<Kunta>", "Kommun", "Town"},
			      .contact_mail = "a&b@example.org",
			      .contact_phone = "09 12",
			      .mail_off = true};
	struct session session = {.name = "\"Anna\"", .csrf = "tok<en"};
	struct request req = request_for("/fi");
	struct response res = {0};
	const char *html;

	req.brand = &brand;
	html = page_for(&req, &res,
			&(struct page){.title = "A <b>", .error_count = 2});
	ok(has(html, "<title>2 virhettä – A &lt;b&gt; – &lt;Kunta&gt;</title>"),
	   "the title: errors, page, municipality");
	ok(has(html, "mailto:a%26b@example.org") && has(html, "tel:0912"),
	   "contact links are encoded");
	ok(has(html, "<a class=\"home\" href=\"/fi\" aria-current=\"page\">"),
	   "the front page knows that it is");
	ok(!has(html, "class=\"banner"), "residents see no mail banner");
	ok(!res.secret, "a public page may be compressed");
	req = request_for("/staff/queue/mine");
	req.brand = &brand;
	req.session = &session;
	html = page_for(&req, &res,
			&(struct page){.title = "T", .nav = NAV_MINE});
	ok(has(html, "class=\"banner warning\""), "staff see that mail is off");
	ok(has(html, "name=\"csrf\" value=\"tok&lt;en\"") && res.secret,
	   "signing out carries the token, and the page is secret");
	ok(has(html, "&quot;Anna&quot;") && !has(html, "/staff/admin"),
	   "the person is shown, the administration is not");
	session.rights = 4;
	page_admin_rights = 6;
	html = page_for(&req, &res, &(struct page){.title = "T"});
	ok(has(html, "/staff/admin"), "administrators see the administration");
	ok(has(html, "content=\"noindex\""), "staff pages are not indexed");
}

static const char *form_key_in(const char *html)
{
	const char *at = strstr(html, "name=\"key\" value=\"");

	return at ? arena_strndup(&arena, at + 18, strcspn(at + 18, "\"")) : "";
}

static void test_csrf(void)
{
	struct request req = request_for("/fi/give");
	struct response res = {0};
	struct out o;
	const char *first;

	out_init(&o, &arena, LANG_FI);
	out_csrf(&o);
	ok(o.s.len == 0, "a mail has no form");
	o.req = &req;
	o.res = &res;
	out_csrf(&o);
	first = form_key_in(o.s.ptr);
	ok(form_key_check(first, 0), "a form key of ours");
	ok(!has(o.s.ptr, "name=\"csrf\""), "no session, no token");
	ok(res.secret, "a page with a form is secret");
	o.s.len = 0;
	out_csrf(&o);
	ok(strcmp(first, form_key_in(o.s.ptr)), "each form has its own key");
}

/* ---- fields ---- */

static void test_fields(void)
{
	struct out o;
	struct field f = {.name = "email",
			  .label = "<label>",
			  .value = "\"><script>",
			  .hint = "hint",
			  .error = "wrong",
			  .autocomplete = "email"};
	struct form_error e = {"email", "<wrong>"};

	out_init(&o, &arena, LANG_FI);
	tpl_html_text_field(&o, &f);
	ok(has(o.s.ptr, "value=\"&quot;&gt;&lt;script&gt;\""),
	   "what was typed comes back, escaped");
	ok(has(o.s.ptr, "aria-describedby=\"email-hint email-error\"") &&
		   has(o.s.ptr, "aria-invalid=\"true\"") &&
		   has(o.s.ptr, "id=\"email-hint\"") &&
		   has(o.s.ptr, "id=\"email-error\"") &&
		   has(o.s.ptr, "autocomplete=\"email\""),
	   "hint and error are joined to the field");
	ok(has(o.s.ptr, "(vapaaehtoinen)") && !has(o.s.ptr, " required"),
	   "an optional field says so");
	o.s.len = 0;
	f.value = "\nfirst line";
	f.required = true;
	f.error = f.hint = NULL;
	tpl_html_textarea(&o, &f);
	ok(has(o.s.ptr, ">\n\nfirst line</textarea>"),
	   "a line end at the start of a text survives");
	ok(!has(o.s.ptr, "aria-describedby") && !has(o.s.ptr, "vapaa") &&
		   has(o.s.ptr, " required"),
	   "a required field without words");
	o.s.len = 0;
	o.s.ptr[0] = '\0';
	tpl_html_error_summary(&o, &(struct error_summary){&e, 1});
	ok(has(o.s.ptr, "<a href=\"#email\">&lt;wrong&gt;</a>"),
	   "the summary links to the field");
}

/* ---- refusals ---- */

static const char *header_of(const struct response *res, const char *name)
{
	for (size_t i = 0; i < res->header_count; i++)
		if (str_same_nocase(res->headers[i].name, name))
			return res->headers[i].value;
	return NULL;
}

static void test_problem_pages(void)
{
	static const int statuses[] = {400, 401, 403, 404, 405, 408, 409,
				       410, 411, 413, 414, 415, 417, 422,
				       429, 431, 500, 501, 503, 505};
	struct request req = request_for("/x");

	req.id = "<id>";
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		for (int l = 0; l < LANG__COUNT; l++) {
			struct response res = {0};
			bool wait = statuses[i] == 429 || statuses[i] == 503;
			const char *html;

			req.lang = (enum lang)l;
			page_problem(&req, &res, statuses[i]);
			html = body(&res);
			ok(res.status == statuses[i] && has(html, "<h1>") &&
				   has(html, "&lt;id&gt;") &&
				   !header_of(&res, "Retry-After") == !wait,
			   "%d in %s", statuses[i], lang_codes[l]);
		}
	}
}

static void test_problem_bare(void)
{
	struct request req = {.arena = &arena};
	struct response res = {0};

	page_problem(&req, &res, 400);
	ok(res.status == 400 && has(body(&res), "</html>"),
	   "a refusal needs no path, tenant or database");
	res = (struct response){.status = 200, .secret = true};
	res_header(&res, "Set-Cookie", "x=1");
	req = request_for("/fi");
	page_problem(&req, &res, 500);
	ok(!header_of(&res, "Set-Cookie"),
	   "what the handler began is forgotten");
	page_problem(&req, &res, 418);
	ok(res.status == 418 && has(body(&res), "<h1>"),
	   "an unknown status has words too");
	req = request_for("/staff/matters/1");
	page_problem(&req, &res, 401);
	ok(has(body(&res), "href=\"/staff/login\""),
	   "who is not signed in may sign in");
}

static enum err no_handler(struct request *req, struct response *res)
{
	(void)req;
	(void)res;
	return OK;
}

/* A form of POST /fi/give with these fields, refused with this status. */
static const char *refused_form(const struct pair *fields, size_t n,
				enum guard guard, int status,
				struct response *res)
{
	struct route *route = arena_alloc(&arena, sizeof(*route));
	struct form *form = arena_alloc(&arena, sizeof(*form));
	struct request req = request_for("/fi/give");

	*route = (struct route){
		.handler = no_handler, .guard = guard, .body = BODY_FILES};
	*form = (struct form){.fields = fields, .field_count = n};
	req.method = METHOD_POST;
	req.route = route;
	req.form = form;
	req.query = "lang=sv";
	*res = (struct response){0};
	page_problem(&req, res, status);
	return body(res);
}

static int times(const char *html, const char *piece)
{
	int n = 0;

	for (html = strstr(html, piece); html; html = strstr(html + 1, piece))
		n++;
	return n;
}

static void test_problem_keeps(void)
{
	const struct pair typed[] = {{"key", "K1"},
				     {"text", "\"<b>\r\nkuoppa"},
				     {"kept", "a"},
				     {"kept", "b"}};
	const struct pair secret[] = {{"key", "K1"}, {"password", "s3cret"}};
	static char large[50 * 1024];
	const struct pair much[] = {{"key", "K1"}, {"text", large}};
	struct response res;
	const char *html = refused_form(typed, 4, GUARD_FORM, 503, &res);

	ok(has(html, "<form method=\"post\" action=\"/fi/give?lang=sv\">") &&
		   has(html,
		       "name=\"text\" value=\"&quot;&lt;b&gt;\r\nkuoppa\"") &&
		   has(html, "name=\"kept\" value=\"b\""),
	   "what was typed can be sent again");
	ok(times(html, "name=\"key\" value=\"K1\"") == 2 && res.secret &&
		   times(html, "name=\"key\"") == 2,
	   "under the same key, so that it is stored once");
	ok(has(html, "formaction=\"/sv/give\"") &&
		   times(html, "name=\"kept\" value=\"b\"") == 2,
	   "and in another language too");
	html = refused_form(typed, 4, GUARD_FORM, 403, &res);
	ok(!has(html, "<form method=\"post\"") &&
		   has(html, "kuoppa</textarea>"),
	   "what cannot be sent again can be copied");
	html = refused_form(secret, 2, GUARD_FORM, 503, &res);
	ok(!has(html, "s3cret") && !has(html, "<form method=\"post\""),
	   "a password is not written into a page");
	html = refused_form(typed, 4, GUARD_NONE, 503, &res);
	ok(!has(html, "kuoppa"), "nor is what no form of ours sent");
	memset(large, '&', sizeof(large) - 1);
	html = refused_form(much, 2, GUARD_FORM, 503, &res);
	ok(!has(html, "&amp;&amp;"), "nor what is too much for a page");
	res = (struct response){.status = 429};
	res_header(&res, "Retry-After", "600");
	page_problem(&(struct request){.arena = &arena, .form = &no_form}, &res,
		     429);
	ok(str_same(header_of(&res, "Retry-After"), "600") &&
		   res.header_count == 1,
	   "who knows better when to come back is believed");
}

static void test_problem_json(void)
{
	struct request req = request_for("/api/x");
	struct response res = {0};
	struct pair accept = {"accept", "application/json"};
	json_t *doc;

	req.id = "a\"b";
	page_problem(&req, &res, 503);
	doc = json_loadb(res.body, res.body_len, 0, NULL);
	ok(doc && json_integer_value(json_object_get(doc, "status")) == 503 &&
		   json_string_length(json_object_get(doc, "title")) > 0 &&
		   str_same(json_string_value(
				    json_object_get(doc, "request_id")),
			    "a\"b"),
	   "a program gets problem+json");
	ok(str_same(res.type, "application/problem+json") &&
		   header_of(&res, "Retry-After"),
	   "with its type and Retry-After");
	json_decref(doc);
	req = request_for("/fi");
	req.headers = &accept;
	req.header_count = 1;
	page_problem(&req, &res, 404);
	ok(str_same(res.type, "application/problem+json"),
	   "Accept decides outside of /api/");
}

int main(void)
{
	char made[] = "/tmp/kaiku-html-XXXXXX";
	const char *dir = getenv("KAIKU_TEST_DIR");

	dir = dir ? dir : mkdtemp(made);
	clock_init();
	if (!dir || seal_load(dir) != OK)
		return 1;
	html_init();
	ok(problem_page == page_problem, "refusals are pages");
	test_words();
	test_times();
	test_sizes();
	test_int();
	test_lines();
	test_markdown();
	test_markdown_exhausted();
	test_negotiation();
	test_languages();
	test_frame();
	test_csrf();
	test_fields();
	test_problem_pages();
	test_problem_bare();
	test_problem_keeps();
	test_problem_json();
	arena_release(&arena);
	return tap_done();
}
