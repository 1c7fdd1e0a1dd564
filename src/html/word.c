/*
 * word.c: people's words at run time: filled, in plural, as dates and sizes.
 */
#include "base/clock.h"
#include "html/out.h"
#include "html/words_table.h"

static const struct word_arg *arg_find(const struct word_arg *argv, size_t argc,
				       const char *name, size_t n)
{
	for (size_t i = 0; i < argc; i++)
		if (!strncmp(argv[i].name, name, n) && !argv[i].name[n])
			return &argv[i];
	return NULL;
}

/* The form for the number named n; without one the last, "other". */
static const struct word_form *form_of(enum lang lang, enum word w,
				       const struct word_arg *argv, size_t argc)
{
	const struct word_table *t = &word_tables[lang];
	const struct word_entry *e = &t->entries[w];
	const struct word_arg *n;
	unsigned form = (unsigned)e->form_count - 1;

	if (e->form_count < 2)
		return e->forms;
	n = arg_find(argv, argc, "n", 1);
	if (n && n->is_num) {
		int64_t v = n->num;

		form = t->plural(v < 0 ? 0 - (uint64_t)v : (uint64_t)v);
	}
	return &e->forms[form < (unsigned)e->form_count ? form : 0];
}

/* What is counted is grouped by thousands; limits and counts are never < 0. */
static void put_count(struct out *o, int64_t n)
{
	if (n >= 1000) {
		put_count(o, n / 1000);
		out_t(o, W_number_gap);
		n %= 1000;
		out_puts(o, n < 10 ? "00" : n < 100 ? "0" : "");
	}
	out_int(o, n);
}

/* Writes one argument; html: escaped. {n} counts, others are parts of dates. */
static void put_arg(struct out *o, const struct word_arg *arg, bool html)
{
	if (arg->is_num && !strcmp(arg->name, "n"))
		put_count(o, arg->num);
	else if (arg->is_num)
		out_int(o, arg->num);
	else if (html)
		out_text(o, arg->text);
	else
		out_puts(o, arg->text);
}

static void fill(struct out *o, const char *s, const struct word_arg *argv,
		 size_t argc, bool html)
{
	const char *open;

	while ((open = strchr(s, '{'))) {
		size_t n = strcspn(open, "}");
		const struct word_arg *arg =
			arg_find(argv, argc, open + 1, n - 1);

		out_raw(o, s, (size_t)(open - s));
		if (arg)
			put_arg(o, arg, html);
		s = open + n + (open[n] == '}');
	}
	out_puts(o, s);
}

void out_t(struct out *o, enum word w)
{
	const struct word_form *f = word_tables[o->lang].entries[w].forms;

	out_raw(o, f->html, f->html_len);
}

void out_word(struct out *o, enum word w, const struct word_arg *argv,
	      size_t argc, bool in_attr)
{
	(void)in_attr; /* the same characters are escaped in both */
	fill(o, form_of(o->lang, w, argv, argc)->html, argv, argc, true);
}

const char *word(enum lang lang, enum word w)
{
	return word_tables[lang].entries[w].forms->text;
}

const char *word_fill(struct arena *a, enum lang lang, enum word w,
		      const struct word_arg *argv, size_t argc)
{
	struct out o = {.lang = lang};

	str_init(&o.s, a, 128);
	fill(&o, form_of(lang, w, argv, argc)->text, argv, argc, false);
	return o.s.ptr;
}

/* ---- dates and times ---- */

static const enum word months[] = {
	W_date_month_1, W_date_month_2,  W_date_month_3,  W_date_month_4,
	W_date_month_5, W_date_month_6,  W_date_month_7,  W_date_month_8,
	W_date_month_9, W_date_month_10, W_date_month_11, W_date_month_12,
};

static void put_date(struct out *o, int64_t us)
{
	struct date d = date_of(us);

	out_word(o, W_date_day,
		 WORDS(WORD_INT("d", d.day),
		       WORD_TEXT("month", word(o->lang, months[d.month - 1])),
		       WORD_INT("y", d.year)),
		 false);
}

static void put_datetime(struct out *o, int64_t us)
{
	int hour = 0, minute = 0;
	char mm[3];

	clock_local_hm(us, &hour, &minute);
	mm[0] = (char)('0' + minute / 10);
	mm[1] = (char)('0' + minute % 10);
	mm[2] = '\0';
	put_date(o, us);
	out_word(o, W_date_time,
		 WORDS(WORD_INT("h", hour), WORD_TEXT("min", mm)), false);
}

void out_date(struct out *o, int64_t us)
{
	put_date(o, us);
}

void out_datetime(struct out *o, int64_t us)
{
	put_datetime(o, us);
}

void out_iso(struct out *o, int64_t us)
{
	out_puts(o, clock_iso(o->s.arena, us));
}

const char *text_date(struct arena *a, enum lang lang, int64_t us)
{
	struct out o = {.lang = lang};

	str_init(&o.s, a, 32);
	put_date(&o, us);
	return o.s.ptr;
}

const char *text_datetime(struct arena *a, enum lang lang, int64_t us)
{
	struct out o = {.lang = lang};

	str_init(&o.s, a, 48);
	put_datetime(&o, us);
	return o.s.ptr;
}

/* ---- sizes: decimal units, as phones show them ---- */

void out_size(struct out *o, int64_t bytes)
{
	static const struct {
		int64_t unit;
		enum word word;
	} sizes[] = {{1000000000, W_size_gb},
		     {1000000, W_size_mb},
		     {1000, W_size_kb}};
	struct out number = {.lang = o->lang};
	int64_t tenths;
	size_t i = 0;

	while (i < 2 && bytes < sizes[i].unit)
		i++;
	tenths = (bytes * 10 + sizes[i].unit / 2) / sizes[i].unit;
	if (bytes > 0 && tenths == 0)
		tenths = 1;
	str_init(&number.s, o->s.arena, 16);
	out_int(&number, tenths / 10);
	if (tenths % 10) {
		out_t(&number, W_size_mark);
		out_int(&number, tenths % 10);
	}
	out_word(o, sizes[i].word, WORDS(WORD_TEXT("size", number.s.ptr)),
		 false);
}
