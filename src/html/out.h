/*
 * out.h: what generated template code writes with. Each function escapes for
 * one place in HTML; tools/templates.c chooses it from where the value stands.
 */
#ifndef HTML_OUT_H
#define HTML_OUT_H

#include "base/lang.h"
#include "base/str.h"
#include "html/words.h" /* generated from po/: enum word { W_..., } */
#include "http/http.h"

struct out {
	struct str s;
	enum lang lang;
	struct request *req; /* for csrf, lang, form keys; NULL in mails */
	struct response *res;
	const char *form_key; /* of the last form: each has its own */
	bool same_key; /* forms carry the keys this request came with: it is
			  to be sent again */
};

/* Before the first out_...; req and res stay NULL, as in mails. Pages get
 * theirs from page_begin(). */
void out_init(struct out *o, struct arena *a, enum lang lang);

/* Literal template text. */
void out_raw(struct out *o, const char *html, size_t n);
/* Text between tags; NULL writes nothing. */
void out_text(struct out *o, const char *text);
/* Inside a double-quoted attribute. */
void out_attr(struct out *o, const char *text);
/* href, src, action: "/...", "#...", "?...", https:, http:, mailto:, tel:
 * pass, anything else ("//host" too) becomes "#". The address is already
 * percent-encoded; bytes that may not stand in one are encoded here. */
void out_url(struct out *o, const char *url);
/* Is it one of those? */
bool out_url_ok(const char *url);
/* One segment of an address after literal text, percent-encoded; after a "?"
 * one value of its query. */
void out_url_part(struct out *o, const char *text);
void out_url_query(struct out *o, const char *text);
/* After "tel:": digits and +. */
void out_tel(struct out *o, const char *phone);
/* Text and attributes of XML: characters XML 1.0 forbids are dropped. */
void out_xml(struct out *o, const char *text);
/* Text that needs no escaping: codes and addresses of ours. */
void out_puts(struct out *o, const char *safe);
void out_int(struct out *o, int64_t value); /* plain digits */
/* Text with line breaks kept: blank lines make paragraphs, others <br>. */
void out_lines(struct out *o, const char *text);
/* What the administration wrote as Markdown: headings from h2 down, paragraphs,
 * lists, links, emphasis. Never raw HTML, images or strange links. */
void out_markdown(struct out *o, const char *text);
/* Local time in the reader's language: fi "22.11.2026 klo 14.05", sv
 * "22.11.2026 kl. 14.05", en "22 November 2026, 14:05". */
void out_datetime(struct out *o, int64_t us);
void out_date(struct out *o, int64_t us);
/* For <time datetime="">. */
void out_iso(struct out *o, int64_t us);
/* "1,2 Mt" / "1,2 MB" / "1.2 MB" */
void out_size(struct out *o, int64_t bytes);
/* A translated word with its {placeholders} filled; all escaped as text. */
struct word_arg {
	const char *name;
	const char *text;
	int64_t num;
	bool is_num;
};
void out_word(struct out *o, enum word w, const struct word_arg *argv,
	      size_t argc, bool in_attr);
/* A word without placeholders. */
void out_t(struct out *o, enum word w);
/* The hidden fields csrf and key; marks the page secret when it carries a
 * session's token. Writes nothing in mails. */
void out_csrf(struct out *o);

/* ---- words outside of templates (mails, errors) ---- */
const char *word(enum lang lang, enum word w);
/* With {n}, {name} ... filled; plural chosen by the argument named n. */
const char *word_fill(struct arena *a, enum lang lang, enum word w,
		      const struct word_arg *argv, size_t argc);
const char *text_datetime(struct arena *a, enum lang lang, int64_t us);
const char *text_date(struct arena *a, enum lang lang, int64_t us);
#define WORD_TEXT(n, t) ((struct word_arg){.name = (n), .text = (t)})
#define WORD_INT(n, v) \
 ((struct word_arg){.name = (n), .num = (v), .is_num = true})
#define WORDS(...)                       \
 (const struct word_arg[]){__VA_ARGS__}, \
	 sizeof((struct word_arg[]){__VA_ARGS__}) / sizeof(struct word_arg)

#endif
