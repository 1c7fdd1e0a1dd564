/*
 * template.h: a template being read: its literal text, and C from its
 * expressions.
 */
#ifndef TOOLS_TEMPLATE_H
#define TOOLS_TEMPLATE_H

#include "html_state.h"

enum { DEPTH_MAX = 16, LITERAL_MAX = 4000 };

/* An open {{if}} or {{for}}. */
struct block {
	bool loop, has_else;
	int line;
	char *var;          /* of a loop */
	struct html before; /* where it began */
	struct html after;  /* where its first branch ended */
	bool has_after;
};

struct tpl {
	const char *slice, *file;
	char *name; /* of the template */
	char *view; /* "struct x", or NULL: none */
	const char *s;
	struct buf *c;
	struct buf lit; /* literal text not yet written */
	struct html h;
	struct block block[DEPTH_MAX];
	int depth;
	bool had_view;
	bool new_line; /* a line of its own was taken out before this */
};

#define COMPLAIN(t, ...) complain((t)->file, (t)->h.line, __VA_ARGS__)

/* ---- literal text ---- */

static void flush(struct tpl *t)
{
	for (size_t at = 0; at < t->lit.len;) {
		size_t n = t->lit.len - at;

		n = n > LITERAL_MAX ? LITERAL_MAX : n;
		buf_puts(t->c, "\tout_raw(out_, ");
		put_literal(t->c, t->lit.ptr + at, n);
		buf_printf(t->c, ", %zu);\n", n);
		at += n;
	}
	t->lit.len = 0;
}

static char lit_last(const struct tpl *t)
{
	return t->lit.len ? t->lit.ptr[t->lit.len - 1] : '\0';
}

/* White space is one space or line end where HTML says it makes no
 * difference. */
static void literal_byte(struct tpl *t, char c)
{
	bool space = isspace((unsigned char)c);
	bool was_tag = t->h.at == IN_TAG || t->h.at == IN_TAG_NAME;

	if (c == '>' && was_tag && lit_last(t) == ' ')
		t->lit.ptr[--t->lit.len] = '\0';
	if (space && !is_pre(&t->h) && t->h.at != IN_DECLARATION) {
		char last = t->new_line ? '\n' : lit_last(t);

		if (last != ' ' && last != '\n')
			buf_putc(&t->lit, t->h.at == IN_TEXT ? c : ' ');
		else if (c == '\n' && last == ' ' && t->h.at == IN_TEXT)
			t->lit.ptr[t->lit.len - 1] = '\n';
	} else {
		buf_putc(&t->lit, c);
		t->new_line = false;
	}
	html_feed(&t->h, c);
	t->h.line += c == '\n';
}

/* ---- expressions ---- */

static bool is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool word_is(const char *s, size_t n, const char *word)
{
	return strlen(word) == n && !strncmp(s, word, n);
}

/* v, a loop variable, or the number of one: 'v', 'e', 'i', 0 = none of them. */
static char root_of(const struct tpl *t, const char *s, size_t n)
{
	if (word_is(s, n, "v"))
		return 'v';
	for (int i = 0; i < t->depth; i++) {
		const char *var = t->block[i].loop ? t->block[i].var : NULL;

		if (var && word_is(s, n, var))
			return 'e';
		if (var && n == strlen(var) + 2 && !strncmp(s, var, n - 2) &&
		    !strncmp(s + n - 2, "_i", 2))
			return 'i';
	}
	return 0;
}

static bool is_constant(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (islower((unsigned char)s[i]))
			return word_is(s, n, "true") || word_is(s, n, "false");
	return true;
}

static char *expression(struct tpl *t, const char *s, size_t n, bool truth);

/* The members after a root: .x, ->x, [expression]. Returns their length. */
static size_t members(struct tpl *t, const char *s, size_t n, struct buf *b,
		      bool arrow)
{
	size_t i = 0;

	while (i < n) {
		size_t k = 0;

		if (s[i] == '[') {
			int deep = 0;

			do {
				deep += (s[i + k] == '[') - (s[i + k] == ']');
				k++;
			} while (deep && i + k < n);
			buf_printf(b, "[%s]",
				   expression(t, s + i + 1, k - 2, false));
		} else if (s[i] == '.' || !strncmp(s + i, "->", 2)) {
			i += s[i] == '.' ? 1 : 2;
			while (i + k < n && is_name(s[i + k]))
				k++;
			if (!k)
				COMPLAIN(t, "a name is missing after . or ->");
			buf_printf(b, "%s%.*s",
				   arrow || s[i - 1] == '>' ? "->" : ".",
				   (int)k, s + i);
		} else {
			break;
		}
		arrow = false;
		i += k;
	}
	return i;
}

/* v.a.b[2].c as C; a bare v or loop variable is the thing it points to. */
static size_t path(struct tpl *t, const char *s, size_t n, struct buf *b)
{
	size_t k = 0, more;
	struct buf m = {0};
	char root;

	while (k < n && is_name(s[k]))
		k++;
	root = root_of(t, s, k);
	if (!root) {
		if (!is_constant(s, k))
			COMPLAIN(t, "%.*s is neither v. nor a loop variable",
				 (int)k, s);
		buf_add(b, s, k);
		return k;
	}
	if (root == 'v' && !t->view)
		COMPLAIN(t, "this template has no view");
	buf_puts(&m, "");
	more = members(t, s + k, n - k, &m, root != 'i');
	if (root == 'i' || (more && m.ptr[0] == '-'))
		buf_printf(b, "%.*s%s", (int)k, s, m.ptr);
	else
		buf_printf(b, "(*%.*s)%s", (int)k, s, m.ptr);
	return k + more;
}

static bool truth_before(const struct buf *b)
{
	size_t n = b->len;

	while (n && b->ptr[n - 1] == ' ')
		n--;
	return !n || strchr("(!&|", b->ptr[n - 1]);
}

static bool truth_after(const char *s, size_t n)
{
	while (n && isspace((unsigned char)*s))
		s++, n--;
	return !n || *s == ')' || *s == '?' || !strncmp(s, "&&", 2) ||
	       !strncmp(s, "||", 2);
}

/* Length of the operator at s, 0 when none of ours. */
static size_t operator_at(const char *s, size_t n)
{
	static const char *const two[] = {"==", "!=", "<=", ">=", "&&", "||"};

	for (size_t i = 0; n > 1 && i < sizeof(two) / sizeof(two[0]); i++)
		if (!strncmp(s, two[i], 2))
			return 2;
	return strchr("<>!()+-*/%&|?:", *s) ? 1 : 0;
}

/* C from a template's expression. With `truth`, a lone path counts as true
 * when it is a string that is not empty, a number that is not 0, a pointer. */
static char *expression(struct tpl *t, const char *s, size_t n, bool truth)
{
	struct buf b = {0};

	buf_puts(&b, "");
	for (size_t i = 0; i < n;) {
		struct buf p = {0};
		size_t k;

		if (isspace((unsigned char)s[i])) {
			buf_putc(&b, ' ');
			i++;
		} else if (isdigit((unsigned char)s[i])) {
			buf_putc(&b, s[i++]);
		} else if (is_name(s[i])) {
			k = path(t, s + i, n - i, &p);
			if (truth && truth_before(&b) &&
			    truth_after(s + i + k, n - i - k))
				buf_printf(&b, "TPL_TRUE(%s)", p.ptr);
			else
				buf_puts(&b, p.ptr);
			i += k;
		} else if ((k = operator_at(s + i, n - i))) {
			buf_add(&b, s + i, k);
			i += k;
		} else {
			COMPLAIN(t, "%c has no place in an expression", s[i]);
			return b.ptr;
		}
	}
	if (!b.len)
		COMPLAIN(t, "an expression is missing");
	return b.ptr;
}

static char *value_of(struct tpl *t, const char *s)
{
	return expression(t, s, strlen(s), false);
}

/* ---- statements ---- */

static void statement(struct tpl *t, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* One C statement, of the template's line. */
static void statement(struct tpl *t, const char *fmt, ...)
{
	va_list ap;
	char *text;

	flush(t);
	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		exit(2);
	va_end(ap);
	buf_printf(t->c, "#line %d \"%s\"\n\t%s\n", t->h.line, t->file, text);
	free(text);
}

#endif
