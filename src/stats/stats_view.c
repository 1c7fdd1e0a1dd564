/*
 * stats_view.c: rows of the tables, the fields of the filter, the big numbers.
 */
#include "stats/stats_view.h"

#include "base/clock.h"
#include "base/str.h"
#include "html/out.h"
#include "stats/fact.h"
#include "stats/stats_text.h"

#include <inttypes.h>

enum { BAR = 1000, MONTHS_OFFERED = 36 };

struct showing {
	struct arena *arena;
	enum lang lang;
	int64_t now;
	bool staff;
};

/* ---- one row ---- */

static struct span_text span_text(const struct showing *s,
				  const struct spans *spans)
{
	struct span_text t = {
		.n = text_count(s->arena, s->lang, spans->n),
		.few = spans->n < FIGURES_MEAN_MIN,
	};

	if (t.few)
		return t;
	t.mean = text_span(s->arena, s->lang, spans->sum_s / spans->n);
	t.median = text_span(s->arena, s->lang, spans_rank(spans, 50) * 3600);
	t.p90 = text_span(s->arena, s->lang, spans_rank(spans, 90) * 3600);
	return t;
}

/* most: what the longest bar stands for. */
static void make_bar(const struct figures *f, int64_t most,
		     struct figure_row *row)
{
	int64_t all = most > 0 ? most : 1;

	row->answered_w = f->answered * BAR / all;
	row->waiting_x = row->answered_w;
	row->waiting_w = f->waiting * BAR / all;
	row->none_x = row->waiting_x + row->waiting_w;
	row->none_w = f->no_answer * BAR / all;
}

static struct figure_row row_of(const struct showing *s,
				const struct figures *f, int64_t most)
{
	struct arena *a = s->arena;
	struct figure_row row = {
		.arrived = text_count(a, s->lang, f->arrived),
		.answered = text_count(a, s->lang, f->answered),
		.no_answer = text_count(a, s->lang, f->no_answer),
		.waiting = text_count(a, s->lang, f->waiting),
		.late = text_count(a, s->lang, f->late),
		.late_now = text_count(a, s->lang, f->late_now),
		.unreacted = text_count(a, s->lang, f->unreacted),
		.reopened = text_count(a, s->lang, f->reopened),
		.reaction = span_text(s, &f->reaction),
		.answer = span_text(s, &f->answer),
	};

	if (f->oldest_at)
		row.oldest = text_span(a, s->lang,
				       (s->now - f->oldest_at) / SECOND_US);
	make_bar(f, most, &row);
	return row;
}

static int64_t most_of(const struct cell *list, size_t n)
{
	int64_t most = 0;

	for (size_t i = 0; i < n; i++)
		if (list[i].f.arrived > most)
			most = list[i].f.arrived;
	return most;
}

/* ---- tables ---- */

static void table_months(const struct showing *s, const struct stats *st,
			 struct figure_table *t)
{
	struct figure_row *rows =
		arena_array(s->arena, st->month_count, sizeof(*rows));
	int64_t most = most_of(st->months, st->month_count);

	/* The newest first; months before the first message are no zeros. */
	for (size_t i = st->month_count; i-- > 0;) {
		const struct cell *c = &st->months[i];

		if (c->month < st->first)
			break;
		rows[t->row_count] = row_of(s, &c->f, most);
		rows[t->row_count++].label =
			text_month(s->arena, s->lang, c->month);
	}
	t->rows = rows;
}

static const struct cell *cell_find(const struct cell *list, size_t n,
				    int64_t unit_id, int64_t topic_id)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].unit_id == unit_id && list[i].topic_id == topic_id)
			return &list[i];
	return NULL;
}

/* A table that grows by a row for each cell there is. */
struct rows_made {
	const struct showing *showing;
	struct figure_row *list;
	size_t count;
	int64_t most;
};

static struct rows_made rows_begin(const struct showing *s, size_t max,
				   int64_t most)
{
	return (struct rows_made){
		.showing = s,
		.list = arena_array(s->arena, max, sizeof(struct figure_row)),
		.most = most,
	};
}

static void rows_add(struct rows_made *r, const struct cell *c,
		     const char *label, int depth)
{
	struct figure_row *row = &r->list[r->count];

	if (!c)
		return;
	*row = row_of(r->showing, &c->f, r->most);
	row->label = label;
	row->depth = depth;
	r->count++;
}

static void rows_end(const struct rows_made *r, struct figure_table *t)
{
	t->rows = r->list;
	t->row_count = r->count;
}

static void table_units(const struct showing *s, const struct stats_ask *ask,
			const struct stats *st, struct figure_table *t)
{
	const struct names *n = ask->names;
	struct unit_node *tree =
		unit_tree(s->arena, n->units_in[s->lang], n->unit_count);
	struct rows_made r = rows_begin(s, n->unit_count + 1,
					most_of(st->units, st->unit_count));

	for (size_t i = 0; i < n->unit_count && tree[i].unit; i++)
		rows_add(&r,
			 cell_find(st->units, st->unit_count, tree[i].unit->id,
				   ask->want.topic_id),
			 unit_name(tree[i].unit, s->lang), tree[i].depth);
	rows_add(&r,
		 cell_find(st->units, st->unit_count, STATS_NONE,
			   ask->want.topic_id),
		 word(s->lang, W_figures_no_unit), 0);
	rows_end(&r, t);
}

static void table_topics(const struct showing *s, const struct stats_ask *ask,
			 const struct stats *st, struct figure_table *t)
{
	const struct cell closed = {.f = st->confidential};
	const struct names *n = ask->names;
	struct topic_node *tree =
		topic_tree(s->arena, n->topics_in[s->lang], n->topic_count);
	int64_t most = most_of(st->topics, st->topic_count);
	struct rows_made r =
		rows_begin(s, n->topic_count + 2,
			   most > closed.f.arrived ? most : closed.f.arrived);

	for (size_t i = 0; i < n->topic_count && tree[i].topic; i++)
		rows_add(&r,
			 cell_find(st->topics, st->topic_count,
				   ask->want.unit_id, tree[i].topic->id),
			 topic_name(tree[i].topic, s->lang), tree[i].depth);
	rows_add(&r,
		 cell_find(st->topics, st->topic_count, ask->want.unit_id,
			   STATS_NONE),
		 word(s->lang, W_figures_no_topic), 0);
	if (closed.f.arrived)
		rows_add(&r, &closed, word(s->lang, W_figures_confidential), 0);
	rows_end(&r, t);
}

/* ---- the filter ---- */

static struct option option(const char *value, const char *label,
			    const char *chosen)
{
	return (struct option){.value = value,
			       .label = label,
			       .selected = str_same(value, chosen)};
}

static struct option option_year(struct request *req, int64_t year,
				 const char *chosen)
{
	const char *text = arena_printf(req->arena, "%" PRId64, year);

	return option(text,
		      word_fill(req->arena, req->lang, W_figures_year,
				WORDS(WORD_TEXT("year", text))),
		      chosen);
}

static struct option option_month(struct request *req, int64_t month,
				  const char *chosen)
{
	return option(arena_printf(req->arena, "%" PRId64 "-%02" PRId64,
				   month / 100, month % 100),
		      text_month(req->arena, req->lang, month), chosen);
}

static void offer_periods(struct request *req, const struct stats_ask *ask,
			  const struct stats *st, struct choice *c)
{
	int64_t now = month_of(clock_now_us()),
		first = st->first && st->first < now ? st->first : now;
	struct option *to = arena_array(req->arena,
					(size_t)(now / 100 - first / 100) +
						MONTHS_OFFERED + 3,
					sizeof(*to));
	size_t n = 0;

	for (int64_t y = now / 100; y >= first / 100; y--)
		to[n++] = option_year(req, y, ask->period);
	for (int64_t m = now, i = 0; m >= first && i < MONTHS_OFFERED; i++) {
		to[n++] = option_month(req, m, ask->period);
		m = month_add(m, -1);
	}
	c->options = to;
	c->option_count = n;
}

static const char *indented(struct arena *a, int depth, const char *name)
{
	struct str s;

	str_init(&s, a, 64);
	while (depth-- > 0)
		str_puts(&s, "\xC2\xA0\xC2\xA0");
	str_puts(&s, name);
	return s.ptr;
}

static void offer_units(struct request *req, const struct names *n,
			struct choice *c)
{
	struct unit_node *tree =
		unit_tree(req->arena, n->units_in[req->lang], n->unit_count);
	struct option *to = arena_array(req->arena, n->unit_count, sizeof(*to));

	for (size_t i = 0; i < n->unit_count && tree[i].unit; i++)
		to[c->option_count++] =
			option(tree[i].unit->code,
			       indented(req->arena, tree[i].depth,
					unit_name(tree[i].unit, req->lang)),
			       req_arg(req, "unit"));
	c->options = to;
}

static void offer_topics(struct request *req, const struct names *n,
			 struct choice *c)
{
	struct topic_node *tree =
		topic_tree(req->arena, n->topics_in[req->lang], n->topic_count);
	struct option *to =
		arena_array(req->arena, n->topic_count, sizeof(*to));
	size_t count = 0;

	for (size_t i = 0; i < n->topic_count && tree[i].topic; i++)
		if (!tree[i].topic->confidential)
			to[count++] = option(
				tree[i].topic->code,
				indented(req->arena, tree[i].depth,
					 topic_name(tree[i].topic, req->lang)),
				req_arg(req, "topic"));
	c->options = to;
	c->option_count = count;
}

static struct choice choice(struct request *req, const char *name,
			    enum word label, enum word empty)
{
	return (struct choice){
		.name = name,
		.label = word(req->lang, label),
		.empty = word(req->lang, empty),
		.plain = true,
	};
}

static void show_filter(struct request *req, const struct stats_ask *ask,
			const struct stats *st, struct figures_view *v)
{
	v->period = choice(req, "period", W_figures_period,
			   W_figures_last_12_months);
	v->unit = choice(req, "unit", W_public_filter_unit,
			 W_public_filter_all_units);
	v->topic = choice(req, "topic", W_public_filter_topic,
			  W_public_filter_all_topics);
	offer_periods(req, ask, st, &v->period);
	offer_units(req, ask->names, &v->unit);
	offer_topics(req, ask->names, &v->topic);
}

/* ---- the whole ---- */

static const char *what_of(struct request *req, const struct stats_ask *ask)
{
	const struct stats_want *w = &ask->want;
	struct str s;

	str_init(&s, req->arena, 80);
	if (str_empty(ask->period))
		str_puts(&s, word(req->lang, W_figures_last_12_months));
	else if (strlen(ask->period) == 4)
		str_puts(&s, word_fill(req->arena, req->lang, W_figures_year,
				       WORDS(WORD_TEXT("year", ask->period))));
	else
		str_puts(&s, text_month(req->arena, req->lang, w->from));
	if (w->unit_id)
		str_printf(&s, " · %s",
			   names_unit(ask->names, w->unit_id, req->lang));
	if (w->topic_id)
		str_printf(&s, " · %s",
			   names_topic(ask->names, w->topic_id, req->lang));
	return s.ptr;
}

static const char *csv_of(struct request *req, const char *page)
{
	return arena_printf(req->arena, "%s.csv%s%s", page,
			    *req->query ? "?" : "", req->query);
}

/* Those who gave none, too, so that the numbers add up; nobody's of what is
 * confidential (roll.c). */
static void show_reasons(const struct showing *s, const struct stats *st,
			 struct figures_view *v)
{
	const struct figures *f = &st->total;
	const int64_t told = reasons_told(f),
		      all = f->unsatisfied - st->confidential.unsatisfied;
	struct figure_reason *to =
		arena_array(s->arena, VERDICT_REASONS + 1, sizeof(*to));

	v->unsatisfied = text_count(s->arena, s->lang, all);
	v->reasons = to;
	if (!told || (!s->staff && told < FIGURES_MEAN_MIN))
		return;
	for (int i = 0; i < VERDICT_REASONS; i++)
		if (f->reasons[i])
			to[v->reason_count++] = (struct figure_reason){
				word(s->lang, verdict_reasons[i].word),
				text_count(s->arena, s->lang, f->reasons[i]),
			};
	if (all > told)
		to[v->reason_count++] = (struct figure_reason){
			word(s->lang, W_figures_reason_none),
			text_count(s->arena, s->lang, all - told),
		};
}

static void show_content(const struct showing *s, const struct figures *f,
			 struct figures_view *v)
{
	int64_t told = f->satisfied + f->unsatisfied;

	v->told = text_count(s->arena, s->lang, told);
	v->told_share = text_share(s->arena, s->lang, told, f->answered);
	v->told_few = told < FIGURES_MEAN_MIN;
	v->content_share = text_share(s->arena, s->lang, f->satisfied, told);
}

static struct figure_table table(const char *id, const char *caption,
				 const char *first, bool staff)
{
	return (struct figure_table){
		.id = id, .caption = caption, .first = first, .staff = staff};
}

void stats_show(struct request *req, const struct stats_ask *ask,
		const struct stats *s, struct figures_view *ret_view)
{
	const struct showing show = {req->arena, req->lang, clock_now_us(),
				     ask->staff};
	const char *page = ask->staff ? "/staff/figures"
				      : arena_printf(req->arena, "/%s/figures",
						     lang_codes[req->lang]);
	struct figures_view v = {
		.action = page,
		.csv = csv_of(req, page),
		.what = what_of(req, ask),
		.staff = ask->staff,
		.filtered = *req->query != '\0',
		.built = s->built,
		.empty = s->total.arrived == 0,
		.total = row_of(&show, &s->total, s->total.arrived),
		.now = row_of(&show, &s->now, s->now.arrived),
		.months = table("months", word(req->lang, W_figures_by_month),
				word(req->lang, W_figures_month), ask->staff),
		.units = table("units", word(req->lang, W_figures_by_unit),
			       word(req->lang, W_public_filter_unit),
			       ask->staff),
		.topics = table("topics", word(req->lang, W_figures_by_topic),
				word(req->lang, W_public_filter_topic),
				ask->staff),
	};

	v.months.open = true;
	show_filter(req, ask, s, &v);
	show_content(&show, &s->total, &v);
	show_reasons(&show, s, &v);
	table_months(&show, s, &v.months);
	if (!ask->want.unit_id)
		table_units(&show, ask, s, &v.units);
	if (!ask->want.topic_id)
		table_topics(&show, ask, s, &v.topics);
	*ret_view = v;
}
