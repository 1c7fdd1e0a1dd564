/*
 * templates.c: page templates to C functions (docs/adding-a-page.md).
 *
 *	templates SLICE FOLDER src/SLICE/pages/show.html ...
 *
 * writes FOLDER/SLICE_tpl.h and FOLDER/SLICE_tpl.c. Escaping is chosen here,
 * from where a value stands (html_state.h), so no page can forget it; what
 * cannot be escaped safely is refused with file:line. Fields are checked by
 * the C compiler, which is told the template's lines.
 */
#include "blocks.h"

#include <unistd.h>

static char **own_names; /* the templates of this slice */
static int own_count;
static struct buf out_c, out_h, includes;

/* ---- values ---- */

enum context {
	FOR_TEXT,
	FOR_ATTR,
	FOR_URL,
	FOR_PART,
	FOR_QUERY,
	FOR_TEL,
	FOR_NOTHING
};

/* Where a value stands decides how it is written; or it is refused. */
static enum context context(struct tpl *t)
{
	struct html *h = &t->h;
	bool begun = h->begun;
	char last = h->last;

	html_pause(h);
	if (h->at == IN_TEXT || h->at == IN_PLAIN) {
		if (!h->inner || strcmp(h->inner->name, "script"))
			return FOR_TEXT;
		COMPLAIN(t, "a value inside <script> is refused");
		return FOR_NOTHING;
	}
	if (h->at != IN_VALUE) {
		COMPLAIN(t, h->at == IN_COMMENT
				    ? "a value inside a comment is refused"
				    : "a value as a tag, attribute name or "
				      "unquoted attribute is refused");
		return FOR_NOTHING;
	}
	h->begun = true;
	h->last = 0;
	if (!strcmp(h->attr, "style"))
		COMPLAIN(t, "a value inside style= is refused");
	if (!is_url(h))
		return FOR_ATTR;
	if (!begun)
		return FOR_URL;
	if (!last)
		COMPLAIN(t, "in a URL a value needs / ? = & or # before it");
	if (!strcmp(h->value, "tel:"))
		return FOR_TEL;
	return h->query ? FOR_QUERY : FOR_PART;
}

/*
 * What residents wrote may run from right to left: an element around it says
 * dir="auto". Known by the name of the member, in the slices that show it.
 */
static void check_said(struct tpl *t, const char *expr)
{
	const char *member = strrchr(expr, '.');

	if (!member || t->h.at != IN_TEXT || t->h.xml || t->h.mail ||
	    !one_of(t->slice, "matter search") ||
	    !one_of(member + 1,
		    "title excerpt nickname original subject place said"))
		return;
	if (!t->h.inner || !t->h.inner->any_dir)
		COMPLAIN(t,
			 "residents' words need dir=\"auto\" around them: %s",
			 expr);
}

static void put_value(struct tpl *t, const char *expr)
{
	static const char *const html[] = {
		"out_text",      "out_attr", "out_url", "out_url_part",
		"out_url_query", "out_tel",  "out_text"};
	enum context c = context(t);
	const char *fn = html[c];

	if (t->h.xml && (c == FOR_TEXT || c == FOR_ATTR))
		fn = "out_xml";
	check_said(t, expr);
	statement(t, "TPL_VALUE(out_, %s, %s);", value_of(t, expr), fn);
}

/* Values that are escaped the same in text and attributes. */
static bool plain_place(struct tpl *t)
{
	enum context c = context(t);

	if (c == FOR_TEXT || c == FOR_ATTR)
		return true;
	if (c != FOR_NOTHING)
		COMPLAIN(t, "this has no place in a URL");
	return false;
}

static void put_call(struct tpl *t, const char *fn, const char *expr)
{
	if (plain_place(t))
		statement(t, "%s(out_, %s);", fn, value_of(t, expr));
}

/* name=expression pairs of {{t}}: the C arguments, and what the compiler
 * checks of them. */
static int word_args(struct tpl *t, const char *s, const char *word,
		     struct buf *args, struct buf *checks)
{
	int n = 0;

	while (*(s += strspn(s, " \t\n"))) {
		size_t name = strcspn(s, "= \t\n"), len = 0;
		int deep = 0;

		if (s[name] != '=') {
			COMPLAIN(t, "name=value is wanted after the word");
			return n;
		}
		while (s[name + 1 + len] &&
		       (deep || !isspace((unsigned char)s[name + 1 + len]))) {
			deep += (s[name + 1 + len] == '(') -
				(s[name + 1 + len] == ')');
			len++;
		}
		buf_printf(args, "%sTPL_ARG(\"%.*s\", %s)", n ? ", " : "",
			   (int)name, s,
			   expression(t, s + name + 1, len, false));
		if (word)
			buf_printf(checks, " (void)WORD_ARG_%s__%.*s;", word,
				   (int)name, s);
		s += name + 1 + len;
		n++;
	}
	return n;
}

/* {{t word name=value}} and {{tv expression name=value}} */
static void put_word(struct tpl *t, const char *s, bool fixed)
{
	size_t n = strcspn(s, " \t\n");
	struct buf args = {0}, checks = {0};
	char *name = copy(s, n);
	int argc;

	if (!plain_place(t))
		return;
	buf_puts(&checks, "");
	argc = word_args(t, s + n, fixed ? name : NULL, &args, &checks);
	if (fixed)
		buf_printf(&checks,
			   " _Static_assert(WORD_ARGS_%s == %d, \"the word %s "
			   "has other placeholders\");",
			   name, argc, name);
	name = fixed ? copy(name, n) : value_of(t, name);
	if (argc)
		statement(t, "out_word(out_, %s%s, WORDS(%s), %s);%s",
			  fixed ? "W_" : "", name, args.ptr,
			  t->h.at == IN_VALUE ? "true" : "false", checks.ptr);
	else
		statement(t, "out_t(out_, %s%s);%s", fixed ? "W_" : "", name,
			  checks.ptr);
}

/* Where the build puts what others made and we embed, beside FOLDER. */
static const char *made_folder;

static bool asset_there(const char *name)
{
	struct buf ours = {0}, made = {0};

	buf_printf(&ours, "static/%s", name);
	buf_printf(&made, "%s/../static/%s", made_folder, name);
	return !access(ours.ptr, R_OK) || !access(made.ptr, R_OK);
}

static void put_asset(struct tpl *t, const char *name)
{
	enum context c = context(t);
	char *id = copy(name, strlen(name));

	if (!asset_there(name))
		COMPLAIN(t, "there is no static/%s", name);
	if (c != FOR_URL)
		COMPLAIN(t,
			 "an asset is a whole address: href=\"{{asset x}}\"");
	for (char *p = id; *p; p++)
		if (!isalnum((unsigned char)*p))
			*p = '_';
	statement(t,
		  "{ extern const char asset_%s[]; out_puts(out_, asset_%s); }",
		  id, id);
}

static bool is_own(const char *name)
{
	for (int i = 0; i < own_count; i++)
		if (!strcmp(own_names[i], name))
			return true;
	return false;
}

/* Another slice's template: "html_field" is field of html. */
static bool is_foreign(const char *name)
{
	size_t n = strcspn(name, "_");
	struct buf file = {0}, line = {0};

	if (!name[n])
		return false;
	buf_printf(&file, "src/%.*s/pages/%s.html", (int)n, name, name + n + 1);
	if (access(file.ptr, R_OK))
		return false;
	buf_printf(&line, "#include \"%.*s/%.*s_tpl.h\"\n", (int)n, name,
		   (int)n, name);
	if (!includes.ptr || !strstr(includes.ptr, line.ptr))
		buf_puts(&includes, line.ptr);
	return true;
}

static void put_include(struct tpl *t, const char *s)
{
	size_t n = strcspn(s, " \t\n");
	char *name = copy(s, n);
	struct buf full = {0};

	s += n + strspn(s + n, " \t\n");
	if (is_own(name))
		buf_printf(&full, "%s_%s", t->slice, name);
	else if (is_foreign(name))
		buf_puts(&full, name);
	else
		COMPLAIN(t, "there is no template %s", name);
	if (t->h.at != IN_TEXT)
		COMPLAIN(t, "a template is included only between tags");
	if (!full.ptr)
		return;
	if (*s)
		statement(t, "tpl_%s_of(out_, %s);", full.ptr, value_of(t, s));
	else
		statement(t, "tpl_%s(out_);", full.ptr);
}

static void put_csrf(struct tpl *t)
{
	struct element *form = element_around(&t->h, "form");

	if (t->h.at != IN_TEXT || (form && !form->post))
		COMPLAIN(t, "{{csrf}} belongs in a form that posts");
	if (form)
		form->csrf = true;
	statement(t, "out_csrf(out_);");
}

/* What makes paragraphs: lines, markdown. */
static void put_blocks(struct tpl *t, const char *what, const char *expr)
{
	if (t->h.at != IN_TEXT || t->h.xml ||
	    (t->h.inner && one_of(t->h.inner->name,
				  "p span a b i em strong label h1 h2 h3 h4 "
				  "pre dt button")))
		COMPLAIN(t, "{{%s}} makes paragraphs: put it in a <div>", what);
	else if (!strcmp(what, "lines") && !t->h.mail &&
		 (!t->h.inner || !t->h.inner->any_dir))
		COMPLAIN(t, "{{lines}} needs dir=\"auto\" around it: people "
			    "wrote it");
	else
		statement(t, "out_%s(out_, %s);", what, value_of(t, expr));
}

/* ---- all directives ---- */

/* {{view struct x "x/x_views.h"}}, {{view none}} */
static void put_view(struct tpl *t, const char *s)
{
	const char *quote = strchr(s, '"');
	struct buf line = {0};
	size_t n = quote ? (size_t)(quote - s) : 0;

	t->had_view = true;
	if (!strcmp(s, "none"))
		return;
	while (n && isspace((unsigned char)s[n - 1]))
		n--;
	if (strncmp(s, "struct ", 7) || !quote || !strchr(quote + 1, '"')) {
		COMPLAIN(t,
			 "{{view struct x \"slice/slice_views.h\"}} is wanted");
		return;
	}
	t->view = copy(s, n);
	buf_printf(&line, "#include %s\n", quote);
	if (!strstr(out_h.ptr, line.ptr))
		buf_puts(&out_h, line.ptr);
}

/* Directives that print nothing where they stand. */
static bool is_silent(const char *word, size_t n)
{
	return *word == '#' || word_is(word, n, "if") ||
	       word_is(word, n, "elif") || word_is(word, n, "else") ||
	       word_is(word, n, "end") || word_is(word, n, "for") ||
	       word_is(word, n, "view") || word_is(word, n, "include") ||
	       word_is(word, n, "csrf");
}

static void put_lang(struct tpl *t)
{
	if (context(t) != FOR_NOTHING)
		statement(t, "out_puts(out_, lang_codes[out_->lang]);");
}

/* Values with a name of their own. */
static bool named_value(struct tpl *t, const char *word, size_t n,
			const char *rest)
{
	static const char *const calls[][2] = {{"date", "out_date"},
					       {"datetime", "out_datetime"},
					       {"iso", "out_iso"},
					       {"size", "out_size"}};

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		if (word_is(word, n, calls[i][0])) {
			put_call(t, calls[i][1], rest);
			return true;
		}
	}
	if (word_is(word, n, "t") || word_is(word, n, "tv"))
		put_word(t, rest, n == 1);
	else if (word_is(word, n, "lines"))
		put_blocks(t, "lines", rest);
	else if (word_is(word, n, "markdown"))
		put_blocks(t, "markdown", rest);
	else if (word_is(word, n, "lang"))
		put_lang(t);
	else if (word_is(word, n, "asset"))
		put_asset(t, rest);
	else if (word_is(word, n, "csrf"))
		put_csrf(t);
	else if (word_is(word, n, "include"))
		put_include(t, rest);
	else
		return false;
	return true;
}

static void directive(struct tpl *t, char *s)
{
	size_t n = strcspn(s, " \t\n");
	char *rest = s + n + strspn(s + n, " \t\n");

	if (*s == '#')
		return;
	if (!t->had_view && !word_is(s, n, "view")) {
		COMPLAIN(t, "a template begins with {{view ...}}");
		t->had_view = true;
	}
	if (word_is(s, n, "view"))
		put_view(t, rest);
	else if (word_is(s, n, "if"))
		open_if(t, rest);
	else if (word_is(s, n, "elif"))
		branch(t, rest, false);
	else if (word_is(s, n, "else"))
		branch(t, rest, true);
	else if (word_is(s, n, "for"))
		open_for(t, rest);
	else if (word_is(s, n, "end"))
		block_end(t);
	else if (!named_value(t, s, n, rest))
		put_value(t, s);
}

/* ---- a file ---- */

/* Only white space stands between s and the line's end; *ret_next is after
 * it. */
static bool blank_after(const char *s, const char **ret_next)
{
	s += strspn(s, " \t\r");
	if (*s && *s != '\n')
		return false;
	*ret_next = s + (*s == '\n');
	return true;
}

static bool blank_before(const char *start, const char *s)
{
	while (s > start && (s[-1] == ' ' || s[-1] == '\t'))
		s--;
	return s == start || s[-1] == '\n';
}

/* From "{{" at s to behind "}}"; a silent directive alone on its line takes
 * the line with it. */
static const char *directive_at(struct tpl *t, const char *start, const char *s)
{
	const char *end = strstr(s, "}}"), *next;
	const char *first = s + 2 + strspn(s + 2, " \t\n");
	bool alone;
	char *text;
	size_t n;

	if (!end) {
		COMPLAIN(t, "{{ without }}");
		return s + strlen(s);
	}
	n = (size_t)(end - first);
	while (n && isspace((unsigned char)first[n - 1]))
		n--;
	text = copy(first, first < end ? n : 0);
	alone = is_silent(text, strcspn(text, " \t\n")) && !is_pre(&t->h) &&
		blank_before(start, s) && blank_after(end + 2, &next);
	if (!*text)
		COMPLAIN(t, "{{}} holds nothing");
	else
		directive(t, text);
	next = alone ? next : end + 2;
	t->new_line = alone && t->h.at == IN_TEXT;
	for (; s < next; s++)
		t->h.line += *s == '\n';
	return next;
}

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);

	return n >= k && !strcmp(s + n - k, end);
}

static void body(struct tpl *t, const char *start)
{
	const char *s = start;

	while (*s) {
		if (s[0] == '{' && s[1] == '{')
			s = directive_at(t, start, s);
		else
			literal_byte(t, *s++);
	}
	flush(t);
	if (t->depth)
		complain(t->file, t->block[t->depth - 1].line,
			 "{{%s}} has no {{end}}",
			 t->block[t->depth - 1].loop ? "for" : "if");
	if (t->h.at != IN_TEXT || (t->h.inner && !ends_with(t->name, "_begin")))
		COMPLAIN(t, "the template ends %s", html_where(&t->h));
}

static void declare(const struct tpl *t)
{
	const char *s = t->slice, *n = t->name;

	if (!t->view) {
		buf_printf(&out_h, "\nvoid tpl_%s_%s(struct out *o);\n", s, n);
		return;
	}
	buf_printf(&out_h,
		   "\nvoid tpl_%s_%s(struct out *o, const %s *v);\n"
		   "/* As above, from the view or a pointer to it. */\n"
		   "#define tpl_%s_%s_of(o, x) tpl_%s_%s(o, _Generic((x), \\\n"
		   "\t%s: &(x), %s *: (x), const %s *: (x)))\n",
		   s, n, t->view, s, n, s, n, t->view, t->view, t->view);
}

static void template(const char *slice, const char *path, char *name)
{
	struct buf code = {0};
	struct tpl t = {.slice = slice, .file = path, .name = name, .c = &code};
	char *text = read_file(path, NULL);

	if (!text)
		return;
	t.h = (struct html){.file = path,
			    .line = 1,
			    .xml = ends_with(path, ".xml"),
			    .mail = strstr(name, "mail") != NULL,
			    .is_end = ends_with(name, "_end")};
	buf_puts(&code, "");
	body(&t, text);
	if (!t.had_view)
		complain(path, 1, "a template begins with {{view ...}}");
	buf_printf(&out_c,
		   "\nvoid tpl_%s_%s(struct out *out_%s%s%s)\n{\n%s%s}\n",
		   slice, name, t.view ? ", const " : "", t.view ? t.view : "",
		   t.view ? " *v" : "",
		   t.view ? "\t(void)out_;\n\t(void)v;\n" : "\t(void)out_;\n",
		   code.ptr);
	declare(&t);
}

/* "src/x/pages/show.html" is template show. */
static char *template_name(const char *path)
{
	const char *name = base_name(path);
	size_t n = strcspn(name, ".");

	if (!n || strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") != n)
		complain(path, 0, "a template's name is [a-z0-9_]+");
	for (int i = 0; i < own_count; i++)
		if (word_is(name, n, own_names[i]))
			complain(path, 0, "there are two templates %s",
				 own_names[i]);
	return copy(name, n);
}

static void write_out(const char *folder, const char *slice, const char *end,
		      const struct buf *b)
{
	struct buf path = {0};

	buf_printf(&path, "%s/%s_tpl.%s", folder, slice, end);
	write_file(path.ptr, b);
}

int main(int argc, char **argv)
{
	struct buf all = {0};

	if (argc < 4) {
		fputs("usage: templates SLICE FOLDER FILE...\n", stderr);
		return 2;
	}
	made_folder = argv[2];
	own_names = must(calloc((size_t)argc, sizeof(*own_names)));
	for (int i = 3; i < argc; i++) {
		own_names[own_count] = template_name(argv[i]);
		own_count++;
	}
	buf_printf(
		&out_h,
		"/* Made by tools/templates.c from src/%s/pages/. */\n"
		"#ifndef TPL_%s\n#define TPL_%s\n\n#include \"html/out.h\"\n",
		argv[1], argv[1], argv[1]);
	for (int i = 3; i < argc; i++)
		template(argv[1], argv[i], own_names[i - 3]);
	buf_puts(&out_h, "\n#endif\n");
	if (tool_errors)
		return 1;
	buf_printf(&all,
		   "/* Made by tools/templates.c from src/%s/pages/. */\n"
		   "#include \"%s/%s_tpl.h\"\n#include \"html/tpl.h\"\n%s%s",
		   argv[1], argv[1], argv[1], includes.ptr ? includes.ptr : "",
		   out_c.ptr);
	write_out(argv[2], argv[1], "h", &out_h);
	write_out(argv[2], argv[1], "c", &all);
	return 0;
}
