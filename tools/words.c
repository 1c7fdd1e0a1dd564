/*
 * words.c: the words of people, po/LANG.*.po, to C tables.
 *
 *	words FOLDER po/fi.html.po po/sv.html.po ...
 *
 * writes words.h (enum word) and words.c (a table per language, with every
 * text also escaped for HTML). A word that one language lacks, that stands
 * twice, is empty, or has other {placeholders} in one language than in the
 * others fails the build with the file and line.
 */
#include "tool.h"

enum { FORMS_MAX = 6, LANGS_MAX = 16, ARGS_MAX = 12 };

struct text {
	const char *file;
	int line;
	int form_count; /* 0: this language has no such word */
	char *form[FORMS_MAX];
};

struct word {
	char *id;
	bool plural;
	struct text text[LANGS_MAX];
	char *arg[ARGS_MAX];
	int arg_count;
};

struct lang {
	char *code;
	char *plural; /* C expression over n */
	int forms;
};

static struct lang langs[LANGS_MAX];
static int lang_count;
static struct word *words;
static size_t word_count, word_cap;

/* Where the reader of a po file stands. */
struct po {
	const char *file;
	int line;
	int lang;
	/* the entry being read */
	int entry_line;
	bool open, plural, fuzzy;
	struct buf id, str[FORMS_MAX];
	int form_count;
	struct buf *into; /* what a bare "..." line continues */
};

static int lang_of(const char *path)
{
	const char *name = base_name(path);
	size_t n = strcspn(name, ".");

	for (int i = 0; i < lang_count; i++)
		if (strlen(langs[i].code) == n &&
		    !strncmp(langs[i].code, name, n))
			return i;
	if (lang_count == LANGS_MAX)
		exit(2);
	langs[lang_count].code = copy(name, n);
	return lang_count++;
}

static struct word *word_find(const char *id)
{
	for (size_t i = 0; i < word_count; i++)
		if (!strcmp(words[i].id, id))
			return &words[i];
	if (word_count == word_cap) {
		word_cap = word_cap ? word_cap * 2 : 512;
		words = must(realloc(words, word_cap * sizeof(*words)));
	}
	words[word_count] = (struct word){.id = copy(id, strlen(id))};
	return &words[word_count++];
}

/* "nplurals=2; plural=(n != 1);" */
static void plural_rule(struct po *p, const char *header)
{
	const char *at = strstr(header, "Plural-Forms:");
	const char *rule = at ? strstr(at, "plural=(") : NULL;
	const char *count = at ? strstr(at, "nplurals=") : NULL;
	struct lang *l = &langs[p->lang];
	size_t n;

	if (!at)
		return;
	n = rule ? strcspn(rule + 7, ";\n") : 0;
	if (!rule || !count ||
	    strspn(rule + 7, "n0123456789 ()=!<>&|%?:") < n) {
		complain(p->file, p->line, "Plural-Forms is not understood");
		return;
	}
	rule = copy(rule + 7, n);
	if (l->plural && strcmp(l->plural, rule))
		complain(p->file, p->line,
			 "Plural-Forms differs from the other files of %s",
			 l->code);
	l->plural = (char *)rule;
	l->forms = atoi(count + 9);
}

static void entry_keep(struct po *p)
{
	struct word *w = word_find(p->id.ptr);
	struct text *t = &w->text[p->lang];

	if (strspn(w->id, "abcdefghijklmnopqrstuvwxyz0123456789_") !=
		    strlen(w->id) ||
	    !islower((unsigned char)w->id[0]))
		complain(p->file, p->entry_line,
			 "\"%s\": a msgid is [a-z][a-z0-9_]*", w->id);
	if (t->form_count) {
		complain(p->file, p->entry_line,
			 "\"%s\" stands already in %s:%d", w->id, t->file,
			 t->line);
		return;
	}
	t->file = p->file;
	t->line = p->entry_line;
	t->form_count = p->form_count;
	for (int i = 0; i < p->form_count; i++) {
		t->form[i] = copy(p->str[i].ptr, p->str[i].len);
		if (!p->str[i].len)
			complain(p->file, p->entry_line, "\"%s\" is empty",
				 w->id);
	}
	w->plural |= p->plural;
	if (!p->form_count)
		complain(p->file, p->entry_line, "\"%s\" has no msgstr", w->id);
	if (p->fuzzy)
		complain(p->file, p->entry_line,
			 "\"%s\" is fuzzy: check it and take the mark away",
			 w->id);
}

static void entry_end(struct po *p)
{
	if (p->open && !p->id.len)
		plural_rule(p, p->str[0].ptr);
	else if (p->open)
		entry_keep(p);
	p->open = p->plural = p->fuzzy = false;
	p->form_count = 0;
	p->into = NULL;
	p->id.len = 0;
	for (int i = 0; i < FORMS_MAX; i++)
		p->str[i].len = 0;
}

/* Adds the "quoted" text of a line. */
static void quoted(struct po *p, const char *s)
{
	const char *from = "ntr\"\\", *to = "\n\t\r\"\\";

	s += strspn(s, " \t");
	if (*s++ != '"' || !p->into) {
		complain(p->file, p->line, "this line is not understood");
		return;
	}
	for (; *s && *s != '"'; s++) {
		const char *c = *s == '\\' && s[1] ? strchr(from, s[1]) : NULL;

		buf_putc(p->into, c ? to[c - from] : *s);
		s += c != NULL;
	}
	if (*s != '"')
		complain(p->file, p->line, "the text has no closing quote");
}

static bool starts(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}

static void msgstr(struct po *p, const char *s)
{
	int form = 0;

	if (*s == '[') {
		form = atoi(s + 1);
		s += strcspn(s, "]");
		s += *s == ']';
	}
	if (form != p->form_count || form >= FORMS_MAX) {
		complain(p->file, p->line, "msgstr[%d] is out of order", form);
		return;
	}
	p->form_count++;
	p->into = &p->str[form];
	buf_puts(p->into, "");
	quoted(p, s);
}

static void po_line(struct po *p, const char *s)
{
	static struct buf dropped;

	s += strspn(s, " \t");
	if (*s == '#' || !*s) {
		if (p->form_count)
			entry_end(p);
		if (starts(s, "#,") && strstr(s, "fuzzy"))
			p->fuzzy = true;
	} else if (starts(s, "msgid_plural")) {
		p->plural = true;
		p->into = &dropped;
		quoted(p, s + 12);
	} else if (starts(s, "msgid")) {
		bool fuzzy = p->fuzzy && !p->open;

		if (p->open)
			entry_end(p);
		p->fuzzy = fuzzy;
		p->open = true;
		p->entry_line = p->line;
		p->into = &p->id;
		buf_puts(p->into, "");
		quoted(p, s + 5);
	} else if (starts(s, "msgstr")) {
		msgstr(p, s + 6);
	} else {
		quoted(p, s);
	}
}

static void po_read(const char *path)
{
	struct po p = {.file = path, .lang = lang_of(path)};
	char *text = read_file(path, NULL);

	while (text && *text) {
		size_t n = strcspn(text, "\n");
		char *line = copy(text, n);

		p.line++;
		if (n && line[n - 1] == '\r')
			line[n - 1] = '\0';
		po_line(&p, line);
		text += n + (text[n] == '\n');
	}
	entry_end(&p);
}

/* ---- placeholders ---- */

static int arg_index(const struct word *w, const char *name, size_t n)
{
	for (int i = 0; i < w->arg_count; i++)
		if (strlen(w->arg[i]) == n && !strncmp(w->arg[i], name, n))
			return i;
	return -1;
}

/* The set of {placeholders} of one form, as bits; adds unknown ones to the
 * word when `grow`. */
static unsigned args_of(struct word *w, const struct text *t, const char *form,
			bool grow)
{
	unsigned set = 0;

	for (const char *s = form; (s = strpbrk(s, "{}")); s++) {
		size_t n = strspn(s + 1, "abcdefghijklmnopqrstuvwxyz_");
		int i;

		if (*s == '}' || !n || s[1 + n] != '}') {
			complain(t->file, t->line,
				 "\"%s\": a placeholder is {name}", w->id);
			return set;
		}
		i = arg_index(w, s + 1, n);
		if (i < 0 && grow && w->arg_count < ARGS_MAX) {
			i = w->arg_count;
			w->arg[w->arg_count++] = copy(s + 1, n);
		}
		if (i < 0)
			complain(t->file, t->line,
				 "\"%s\": {%.*s} is not in the other languages",
				 w->id, (int)n, s + 1);
		else
			set |= 1u << i;
		s += n + 1;
	}
	return set;
}

static void check_args(struct word *w, const struct text *t, bool first)
{
	unsigned want, set;

	for (int f = 0; f < t->form_count; f++)
		args_of(w, t, t->form[f], first);
	if (first && w->plural && arg_index(w, "n", 1) < 0)
		w->arg[w->arg_count++] = copy("n", 1);
	want = (1u << w->arg_count) - 1;
	for (int f = 0; f < t->form_count; f++) {
		set = args_of(w, t, t->form[f], false);
		/* "one" may leave its number out */
		if (w->plural)
			set |= 1u << arg_index(w, "n", 1);
		for (int i = 0; i < w->arg_count; i++)
			if ((want & ~set) >> i & 1)
				complain(t->file, t->line,
					 "\"%s\": {%s} is missing", w->id,
					 w->arg[i]);
	}
}

static void check(struct word *w)
{
	const struct text *first = NULL;

	for (int l = 0; l < lang_count; l++)
		if (w->text[l].form_count && !first)
			first = &w->text[l];
	for (int l = 0; l < lang_count; l++) {
		const struct text *t = &w->text[l];
		int forms = w->plural ? langs[l].forms : 1;

		if (!first)
			return;
		if (!t->form_count) {
			complain(first->file, first->line,
				 "\"%s\" is missing in %s", w->id,
				 langs[l].code);
			continue;
		}
		if (t->form_count != forms)
			complain(t->file, t->line,
				 "\"%s\" has %d forms, %s wants %d%s", w->id,
				 t->form_count, langs[l].code, forms,
				 forms ? "" : " (no Plural-Forms in any file)");
		check_args(w, t, t == first);
	}
}

/* ---- output ---- */

static void put_html(struct buf *b, const char *text)
{
	struct buf h = {0};

	buf_puts(&h, "");
	for (; *text; text++) {
		switch (*text) {
		case '&':
			buf_puts(&h, "&amp;");
			break;
		case '<':
			buf_puts(&h, "&lt;");
			break;
		case '>':
			buf_puts(&h, "&gt;");
			break;
		case '"':
			buf_puts(&h, "&quot;");
			break;
		case '\'':
			buf_puts(&h, "&#39;");
			break;
		default:
			buf_putc(&h, *text);
		}
	}
	buf_printf(b, "%zu, ", h.len);
	put_literal(b, h.ptr, h.len);
}

static void header(struct buf *b)
{
	buf_puts(b, "/* Made by tools/words.c from po/. */\n"
		    "#ifndef HTML_WORDS_H\n#define HTML_WORDS_H\n\n"
		    "enum word {\n\tW__NONE, /* an empty text */\n");
	for (size_t i = 0; i < word_count; i++)
		buf_printf(b, "\tW_%s,\n", words[i].id);
	buf_puts(b,
		 "\tW__COUNT\n};\n\n"
		 "/* How many {placeholders} a word has, and which: templates\n"
		 " * that fill others do not compile. */\nenum {\n");
	for (size_t i = 0; i < word_count; i++) {
		const struct word *w = &words[i];

		buf_printf(b, "\tWORD_ARGS_%s = %d,\n", w->id, w->arg_count);
		for (int k = 0; k < w->arg_count; k++)
			buf_printf(b, "\tWORD_ARG_%s__%s = %d,\n", w->id,
				   w->arg[k], k);
	}
	buf_puts(b, "};\n\n#endif\n");
}

static void table(struct buf *b, int l)
{
	for (size_t i = 0; i < word_count; i++) {
		const struct text *t = &words[i].text[l];

		buf_printf(b, "static const struct word_form %s_%s[] = {\n",
			   langs[l].code, words[i].id);
		for (int f = 0; f < t->form_count; f++) {
			buf_puts(b, "\t{");
			put_literal(b, t->form[f], strlen(t->form[f]));
			buf_puts(b, ", ");
			put_html(b, t->form[f]);
			buf_puts(b, "},\n");
		}
		buf_puts(b, "};\n");
	}
	buf_printf(b,
		   "\nstatic const struct word_entry %s_table[W__COUNT] = {\n"
		   "\t[W__NONE] = {no_word, 1},\n",
		   langs[l].code);
	for (size_t i = 0; i < word_count; i++)
		buf_printf(b, "\t[W_%s] = {%s_%s, %d},\n", words[i].id,
			   langs[l].code, words[i].id,
			   words[i].text[l].form_count);
	buf_printf(b,
		   "};\n\nstatic unsigned %s_plural(uint64_t n)\n{\n"
		   "\treturn (unsigned)(%s);\n}\n\n",
		   langs[l].code, langs[l].plural ? langs[l].plural : "n * 0");
}

static void source(struct buf *b)
{
	buf_puts(b, "/* Made by tools/words.c from po/. */\n"
		    "#include \"html/words_table.h\"\n\n"
		    "static const struct word_form no_word[] = "
		    "{{\"\", 0, \"\"}};\n\n");
	for (int l = 0; l < lang_count; l++)
		table(b, l);
	buf_puts(b, "const struct word_table word_tables[LANG__COUNT] = {\n");
	for (int l = 0; l < lang_count; l++) {
		buf_puts(b, "\t[LANG_");
		for (const char *c = langs[l].code; *c; c++)
			buf_putc(b, (char)toupper((unsigned char)*c));
		buf_printf(b, "] = {%s_table, %s_plural},\n", langs[l].code,
			   langs[l].code);
	}
	buf_puts(b, "};\n");
}

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct word *)a)->id,
		      ((const struct word *)b)->id);
}

int main(int argc, char **argv)
{
	struct buf h = {0}, c = {0}, path = {0};

	if (argc < 3) {
		fputs("usage: words FOLDER FILE.po...\n", stderr);
		return 2;
	}
	for (int i = 2; i < argc; i++)
		po_read(argv[i]);
	qsort(words, word_count, sizeof(*words), by_id);
	for (size_t i = 0; i < word_count; i++)
		check(&words[i]);
	if (tool_errors)
		return 1;
	header(&h);
	source(&c);
	buf_printf(&path, "%s/words.h", argv[1]);
	write_file(path.ptr, &h);
	path.len = 0;
	buf_printf(&path, "%s/words.c", argv[1]);
	write_file(path.ptr, &c);
	return 0;
}
