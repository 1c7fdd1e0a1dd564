/*
 * html_state.h: where in HTML (or XML) a template stands after each byte, so
 * that the escaping of every value is known when the program is built.
 *
 * It knows less than a browser and refuses what it does not know: attributes
 * are in double quotes, elements are closed, nothing is inline that a strict
 * Content-Security-Policy would block.
 */
#ifndef TOOLS_HTML_STATE_H
#define TOOLS_HTML_STATE_H

#include "tool.h"

enum place {
	IN_TEXT,
	IN_PLAIN,    /* textarea, title: text without tags */
	AFTER_LESS,  /* "<" */
	IN_TAG_NAME, /* "<di", "</di" */
	IN_TAG,      /* "<div " */
	IN_ATTR_NAME,
	AFTER_EQUALS,
	IN_VALUE, /* between double quotes */
	IN_DECLARATION,
	IN_COMMENT
};

/* An open element. Shared by all copies of a state. */
struct element {
	struct element *outer;
	char name[32];
	int line;
	bool post; /* a form that posts */
	bool csrf; /* and has its hidden fields */
	bool any_dir; /* it, or one around it, has dir="auto" */
};

struct html {
	const char *file;
	int line;
	bool xml, mail;
	bool is_end; /* a template that closes what its _begin opened */
	enum place at;
	bool glued;       /* in a tag: white space must come before a name */
	bool closing;     /* </... */
	bool self_closed; /* .../> */
	bool has_src, has_alt, has_type, post;
	bool any_dir; /* of the tag being read */
	struct element *inner; /* the innermost open element */
	char tag[32], attr[40], value[64];
	size_t n; /* bytes in the name or value being read */
	/* of the value of an attribute: */
	bool begun;       /* something stands in it already */
	char last;        /* its last literal byte, 0 after a value */
	bool query;       /* a "?" was seen */
	char comment[3];  /* the last bytes of a comment */
	bool after_slash; /* "/" in a tag */
};

static bool one_of(const char *name, const char *list)
{
	size_t n = strlen(name);

	for (const char *s = list; n && (s = strstr(s, name)); s += n)
		if ((s == list || s[-1] == ' ') && (!s[n] || s[n] == ' '))
			return true;
	return false;
}

static inline bool is_url(const struct html *h)
{
	return one_of(h->attr, "href src srcset action formaction poster cite "
			       "data xlink:href");
}

static inline bool is_void(const char *tag)
{
	return one_of(tag, "area base br col embed hr img input link meta "
			   "source track wbr");
}

static struct element *element_around(const struct html *h, const char *name)
{
	struct element *e = h->inner;

	while (e && strcmp(e->name, name))
		e = e->outer;
	return e;
}

/* White space counts here, so it is kept as written. */
static inline bool is_pre(const struct html *h)
{
	return h->at == IN_PLAIN || element_around(h, "pre");
}

static void element_open(struct html *h)
{
	struct element *e = must(calloc(1, sizeof(*e)));

	memcpy(e->name, h->tag, sizeof(e->name));
	e->line = h->line;
	e->outer = h->inner;
	e->post = h->post;
	e->any_dir = h->any_dir || (e->outer && e->outer->any_dir);
	h->inner = e;
}

static void element_close(struct html *h)
{
	struct element *e = h->inner;

	if (!e) {
		if (!h->is_end)
			complain(h->file, h->line, "</%s> closes nothing",
				 h->tag);
		return;
	}
	if (strcmp(e->name, h->tag))
		complain(h->file, h->line,
			 "</%s> while <%s> of line %d is still open", h->tag,
			 e->name, e->line);
	if (e->post && !e->csrf)
		complain(h->file, e->line, "a form that posts needs {{csrf}}");
	h->inner = e->outer;
}

/* What a strict policy or a screen reader would stumble over. */
static void check_tag(struct html *h)
{
	if (one_of(h->tag, "style base object embed applet frame frameset"))
		complain(h->file, h->line, "<%s> is refused", h->tag);
	if (!strcmp(h->tag, "script") && !h->has_src)
		complain(h->file, h->line,
			 "a script needs src: none is inline");
	if (!strcmp(h->tag, "img") && !h->has_alt)
		complain(h->file, h->line, "<img> needs alt");
	if (!strcmp(h->tag, "button") && !h->has_type)
		complain(h->file, h->line, "<button> needs type");
	if (one_of(h->tag, "a button form label") && element_around(h, h->tag))
		complain(h->file, h->line, "<%s> inside <%s>", h->tag, h->tag);
}

static void tag_end(struct html *h)
{
	bool svg = h->xml || element_around(h, "svg");

	h->at = IN_TEXT;
	if (h->closing) {
		element_close(h);
		return;
	}
	if (!h->xml)
		check_tag(h);
	if (h->self_closed && !svg && !is_void(h->tag))
		complain(h->file, h->line,
			 "<%s/> does not close itself in HTML", h->tag);
	if (h->self_closed || (!h->xml && is_void(h->tag)))
		return;
	element_open(h);
	if (!svg && one_of(h->tag, "textarea title script"))
		h->at = IN_PLAIN;
}

static void tag_start(struct html *h)
{
	h->closing = h->self_closed = h->after_slash = h->glued = false;
	h->has_src = h->has_alt = h->has_type = h->post = h->any_dir = false;
	h->n = 0;
	h->tag[0] = '\0';
}

static void name_add(struct html *h, char *name, size_t size, char c)
{
	if (h->n + 1 < size) {
		name[h->n++] = h->xml ? c : (char)tolower((unsigned char)c);
		name[h->n] = '\0';
	} else {
		complain(h->file, h->line, "a name is too long");
	}
}

static void attr_name_end(struct html *h)
{
	h->has_src |= !strcmp(h->attr, "src");
	h->has_alt |= !strcmp(h->attr, "alt");
	h->has_type |= !strcmp(h->attr, "type");
	if (h->xml)
		return;
	if (!strncmp(h->attr, "on", 2) ||
	    one_of(h->attr, "srcdoc ping http-equiv"))
		complain(h->file, h->line, "the attribute %s is refused",
			 h->attr);
	if (!strcmp(h->attr, "style") && !h->mail)
		complain(h->file, h->line,
			 "style= is refused: classes go into static/kaiku.css");
}

static void attr_end(struct html *h)
{
	if (!strcmp(h->tag, "form") && !strcmp(h->attr, "method") &&
	    !strcasecmp(h->value, "post"))
		h->post = true;
	h->any_dir |= !strcmp(h->attr, "dir") && !strcmp(h->value, "auto");
	h->at = IN_TAG;
	h->glued = true;
}

/* ---- one byte in each place ---- */

static void feed_less(struct html *h, char c)
{
	bool plain = h->inner && !h->xml && !element_around(h, "svg") &&
		     one_of(h->inner->name, "textarea title script");

	if (c == '/') {
		h->closing = true;
		h->at = IN_TAG_NAME;
	} else if (plain) {
		complain(h->file, h->line, "<%s> holds only text",
			 h->inner->name);
	} else if (c == '!' || c == '?') {
		h->at = IN_DECLARATION;
		h->comment[0] = h->comment[1] = 0;
		h->n = 0;
	} else if (isalpha((unsigned char)c)) {
		h->at = IN_TAG_NAME;
		name_add(h, h->tag, sizeof(h->tag), c);
	} else {
		complain(h->file, h->line, "write &lt; for a lone <");
		h->at = IN_TEXT;
	}
}

static void feed_tag(struct html *h, char c)
{
	if (c == '>') {
		h->self_closed = h->after_slash;
		tag_end(h);
	} else if (isspace((unsigned char)c)) {
		h->glued = false;
	} else if (c == '/') {
		h->after_slash = true;
	} else if (h->glued) {
		complain(h->file, h->line, "a space is missing before %c", c);
		h->glued = false;
	} else if (h->closing || h->after_slash ||
		   !(isalpha((unsigned char)c))) {
		complain(h->file, h->line, "%c does not belong in a tag", c);
	} else {
		h->at = IN_ATTR_NAME;
		h->n = 0;
		name_add(h, h->attr, sizeof(h->attr), c);
	}
}

static void feed_name(struct html *h, char c)
{
	bool tag = h->at == IN_TAG_NAME;

	if (isalnum((unsigned char)c) || (h->n && c && strchr("-:_", c))) {
		if (tag)
			name_add(h, h->tag, sizeof(h->tag), c);
		else
			name_add(h, h->attr, sizeof(h->attr), c);
	} else if (!tag && c == '=') {
		attr_name_end(h);
		h->at = AFTER_EQUALS;
	} else {
		if (!tag)
			attr_name_end(h);
		h->at = IN_TAG;
		h->glued = true;
		feed_tag(h, c);
	}
}

static void feed_value(struct html *h, char c)
{
	if (c == '"') {
		attr_end(h);
		return;
	}
	if (c == '<')
		complain(h->file, h->line, "< inside an attribute");
	if (h->n + 1 < sizeof(h->value)) {
		h->value[h->n++] = c;
		h->value[h->n] = '\0';
	}
	h->begun = true;
	h->last = c;
	h->query |= c == '?';
}

/* <!doctype ...>, <?xml ...?>, <!-- ... --> */
static void feed_declaration(struct html *h, char c)
{
	h->n++;
	if (h->at == IN_DECLARATION && h->n == 2 && c == '-' &&
	    h->comment[1] == '-')
		h->at = IN_COMMENT;
	else if (c == '>' && (h->at == IN_DECLARATION ||
			      (h->comment[0] == '-' && h->comment[1] == '-')))
		h->at = IN_TEXT;
	h->comment[0] = h->comment[1];
	h->comment[1] = c;
}

static void html_feed(struct html *h, char c)
{
	switch (h->at) {
	case IN_PLAIN:
		if (c != '<' && h->inner && !strcmp(h->inner->name, "script"))
			complain(h->file, h->line, "no script is inline");
		/* fall through */
	case IN_TEXT:
		if (c == '<') {
			h->at = AFTER_LESS;
			tag_start(h);
		}
		break;
	case AFTER_LESS:
		feed_less(h, c);
		break;
	case IN_TAG:
		feed_tag(h, c);
		break;
	case IN_TAG_NAME:
	case IN_ATTR_NAME:
		feed_name(h, c);
		break;
	case AFTER_EQUALS:
		if (c != '"')
			complain(h->file, h->line,
				 "the value of %s needs double quotes",
				 h->attr);
		h->at = c == '"' ? IN_VALUE : IN_TAG;
		h->begun = h->query = false;
		h->last = 0;
		h->n = 0;
		h->value[0] = '\0';
		break;
	case IN_VALUE:
		feed_value(h, c);
		break;
	case IN_DECLARATION:
	case IN_COMMENT:
		feed_declaration(h, c);
		break;
	}
}

/* A directive stands here: a name that was being read is at its end. */
static void html_pause(struct html *h)
{
	if (h->at == IN_ATTR_NAME)
		attr_name_end(h);
	if (h->at == IN_TAG_NAME || h->at == IN_ATTR_NAME) {
		h->at = IN_TAG;
		h->glued = true;
	}
}

/* Whether two ways to the same line end in the same place. */
static bool html_same(const struct html *a, const struct html *b)
{
	return a->at == b->at && a->inner == b->inner &&
	       (a->at == IN_TEXT || a->at == IN_PLAIN ||
		!strcmp(a->tag, b->tag)) &&
	       (a->at != IN_VALUE || !strcmp(a->attr, b->attr));
}

/* What is true after either way. */
static void html_merge(struct html *h, const struct html *other)
{
	h->glued |= other->glued;
	h->begun |= other->begun;
	h->query |= other->query;
	if (h->last != other->last)
		h->last = 0;
	h->has_src &= other->has_src;
	h->has_alt &= other->has_alt;
	h->has_type &= other->has_type;
	h->any_dir &= other->any_dir;
	h->post |= other->post;
}

static const char *html_where(const struct html *h)
{
	static char text[2][120];
	static int turn;
	char *t = text[turn ^= 1];

	if (h->at == IN_VALUE)
		snprintf(t, sizeof(text[0]), "in the attribute %s", h->attr);
	else if (h->at != IN_TEXT && h->at != IN_PLAIN)
		snprintf(t, sizeof(text[0]), "in the tag <%s>", h->tag);
	else if (h->inner)
		snprintf(t, sizeof(text[0]), "inside <%s> of line %d",
			 h->inner->name, h->inner->line);
	else
		snprintf(t, sizeof(text[0]), "outside of all elements");
	return t;
}

#endif
