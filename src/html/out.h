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
	struct request *req;  /* for csrf, lang, form keys; NULL in mails */
	struct response *res;
	const char *form_key; /* made once a page, on first use */
};

/* Literal template text. */
void out_raw(struct out *o, const char *html, size_t n);
/* Text between tags; NULL writes nothing. */
void out_text(struct out *o, const char *text);
/* Inside a double-quoted attribute. */
void out_attr(struct out *o, const char *text);
/* href, src, action: "/...", "#...", "?...", https:, http:, mailto:, tel:
 * pass, anything else becomes "#". */
void out_url(struct out *o, const char *url);
void out_int(struct out *o, int64_t value); /* plain digits */
/* Text with line breaks kept: blank lines make paragraphs, others <br>. */
void out_lines(struct out *o, const char *text);
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
/* The hidden fields csrf and key; marks the page secret. */
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
#define WORDS(...)                           \
 (const struct word_arg[]){__VA_ARGS__},     \
	 sizeof((struct word_arg[]){__VA_ARGS__}) / sizeof(struct word_arg)

#endif
