/*
 * stats_csv.c: see stats_csv.h. Hours have a decimal point in every language,
 * so that programs read them.
 */
#include "stats/stats_csv.h"

#include "base/clock.h"
#include "base/csv.h"
#include "html/out.h"

#include <inttypes.h>

static const char *const columns[] = {
	"month",
	"unit_code",
	"unit",
	"topic_code",
	"topic",
	"arrived",
	"answered",
	"no_answer",
	"waiting",
	"oldest_waiting_since",
	"late",
	"late_now",
	"not_reacted",
	"reopened",
	"reaction_n",
	"reaction_mean_h",
	"reaction_median_h",
	"reaction_p90_h",
	"answer_n",
	"answer_mean_h",
	"answer_median_h",
	"answer_p90_h",
	"satisfied",
	"unsatisfied",
	NULL,
};

static void put_int(struct arena *a, struct str *s, int64_t value)
{
	csv_put(s, arena_printf(a, "%" PRId64, value));
}

static void put_spans(struct arena *a, struct str *s, const struct spans *t)
{
	put_int(a, s, t->n);
	if (t->n < FIGURES_MEAN_MIN) {
		csv_put(s, "");
		csv_put(s, "");
		csv_put(s, "");
		return;
	}
	csv_put(s, arena_printf(a, "%.1f",
				(double)t->sum_s / 3600 / (double)t->n));
	put_int(a, s, spans_rank(t, 50));
	put_int(a, s, spans_rank(t, 90));
}

static void put_unit(const struct request *req, const struct names *n,
		     struct str *s, int64_t id)
{
	const struct unit *u = unit_find(n->units, n->unit_count, id);

	csv_put(s, u ? u->code : id == STATS_NONE ? "-" : "");
	csv_put(s, u                  ? unit_name(u, req->lang)
		   : id == STATS_NONE ? word(req->lang, W_figures_no_unit)
				      : word(req->lang, W_figures_all_units));
}

static void put_topic(const struct request *req, const struct names *n,
		      struct str *s, int64_t id)
{
	const struct topic *t = topic_find(n->topics, n->topic_count, id);

	if (t) {
		csv_put(s, t->code);
		csv_put(s, topic_name(t, req->lang));
	} else if (id == STATS_CONFIDENTIAL) {
		csv_put(s, "confidential");
		csv_put(s, word(req->lang, W_figures_confidential));
	} else {
		csv_put(s, id == STATS_NONE ? "-" : "");
		csv_put(s, word(req->lang, id == STATS_NONE
						   ? W_figures_no_topic
						   : W_figures_all_topics));
	}
}

/* Of few everybody could guess whose it is. */
static void put_reasons(const struct stats_ask *ask, struct arena *a,
			struct str *s, const struct figures *f)
{
	const bool told = ask->staff || reasons_told(f) >= FIGURES_MEAN_MIN;

	for (int i = 0; i < VERDICT_REASONS; i++)
		if (verdict_reasons[i].satisfied)
			continue;
		else if (told)
			put_int(a, s, f->reasons[i]);
		else
			csv_put(s, "");
}

static void put_row(const struct request *req, const struct stats_ask *ask,
		    struct str *s, const struct cell *c)
{
	const struct names *n = ask->names;
	const struct figures *f = &c->f;
	struct arena *a = req->arena;

	csv_put(s, arena_printf(a, "%" PRId64 "-%02" PRId64, c->month / 100,
				c->month % 100));
	put_unit(req, n, s, c->unit_id);
	put_topic(req, n, s, c->topic_id);
	put_int(a, s, f->arrived);
	put_int(a, s, f->answered);
	put_int(a, s, f->no_answer);
	put_int(a, s, f->waiting);
	csv_put(s, f->oldest_at ? clock_iso(a, f->oldest_at) : "");
	put_int(a, s, f->late);
	put_int(a, s, f->late_now);
	put_int(a, s, f->unreacted);
	put_int(a, s, f->reopened);
	put_spans(a, s, &f->reaction);
	put_spans(a, s, &f->answer);
	put_int(a, s, f->satisfied);
	put_int(a, s, f->unsatisfied);
	put_reasons(ask, a, s, f);
	csv_end(s);
}

static bool wanted(const struct stats_want *w, const struct cell *c)
{
	return (w->unit_id == STATS_ALL || w->unit_id == c->unit_id) &&
	       (w->topic_id == STATS_ALL || w->topic_id == c->topic_id);
}

const char *stats_csv(struct request *req, const struct stats_ask *ask,
		      const struct cell *list, size_t count, size_t *ret_len)
{
	struct str s;

	str_init(&s, req->arena, 4096);
	csv_begin(&s);
	for (size_t i = 0; columns[i]; i++)
		csv_put(&s, columns[i]);
	for (int i = 0; i < VERDICT_REASONS; i++)
		if (!verdict_reasons[i].satisfied)
			csv_put(&s, arena_printf(req->arena, "reason_%s",
						 verdict_reasons[i].name));
	csv_end(&s);
	for (size_t i = 0; i < count; i++)
		if (wanted(&ask->want, &list[i]))
			put_row(req, ask, &s, &list[i]);
	*ret_len = s.len;
	return s.ptr;
}
