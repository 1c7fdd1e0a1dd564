/*
 * first_desk_pages.c: what writers were offered and what they said of it, for
 * staff: a page and a table. What came back is taken off what helped; of few
 * forms no share is told, and none is rounded up.
 */
#include "matter/first_pages.h"

#include "base/clock.h"
#include "base/csv.h"
#include "base/str.h"
#include "html/page.h"
#include "matter/first_show.h"
#include "matter/matter_tpl.h"
#include "tenant/audit.h"

#include <inttypes.h>

enum { ROWS_SHOWN = 100, SHARE_MIN = 20 };

static const struct period {
	const char *value;
	int days;
	enum word word;
} periods[] = {
	{"30", 30, W_first_desk_30},
	{"90", 90, W_first_desk_90},
	{"365", 365, W_first_desk_365},
};
enum { PERIODS = sizeof(periods) / sizeof(*periods) };

struct asked {
	const struct period *period;
	struct first_days days;
};

/* ERR_NOT_FOUND for a time there is none of. */
static enum err read_period(struct request *req, struct asked *ret)
{
	const char *value = req_arg(req, "period");

	*ret = (struct asked){.days.to = date_to_days(date_of(clock_now_us()))};
	if (str_empty(value))
		value = periods[0].value;
	for (size_t i = 0; i < PERIODS; i++)
		if (str_same(periods[i].value, value))
			ret->period = &periods[i];
	if (!ret->period)
		return ERR_NOT_FOUND;
	ret->days.from = ret->days.to - ret->period->days + 1;
	return OK;
}

static struct choice period_choice(struct request *req, const struct asked *a)
{
	struct option *list = arena_array(req->arena, PERIODS, sizeof(*list));

	for (size_t i = 0; i < PERIODS; i++)
		list[i] = (struct option){
			.value = periods[i].value,
			.label = word(req->lang, periods[i].word),
			.selected = &periods[i] == a->period,
		};
	return (struct choice){
		.name = "period",
		.label = word(req->lang, W_first_desk_period),
		.plain = true,
		.options = list,
		.option_count = PERIODS,
	};
}

/* ---- rows ---- */

static int64_t helped_of(const struct first_counts *c)
{
	return c->of[FIRST_ANSWERS] - c->back;
}

static const char *number(struct request *req, int64_t n)
{
	return word_fill(req->arena, req->lang, W_first_desk_number,
			 WORDS(WORD_INT("n", n)));
}

/* Never rounded up. */
static const char *share(struct request *req, const struct first_counts *c)
{
	const int64_t shown = c->of[FIRST_SHOWN];

	if (shown < SHARE_MIN)
		return "";
	return word_fill(req->arena, req->lang, W_first_desk_share,
			 WORDS(WORD_INT("n", helped_of(c) * 100 / shown)));
}

static struct first_row row_of(struct request *req,
			       const struct first_counts *c)
{
	return (struct first_row){
		.shown = number(req, c->of[FIRST_SHOWN]),
		.answers = number(req, c->of[FIRST_ANSWERS]),
		.same = number(req, c->of[FIRST_SAME]),
		.different = number(req, c->of[FIRST_DIFFERENT]),
		.back = number(req, c->back),
		.helped =
			word_fill(req->arena, req->lang, W_first_desk_of,
				  WORDS(WORD_INT("helped", helped_of(c)),
					WORD_INT("shown", c->of[FIRST_SHOWN]))),
		.share = share(req, c),
	};
}

/* What has been hidden since has neither a name nor an address here. */
static enum err name_of(struct request *req, const struct first_ref *ref,
			struct first_item *ret_item)
{
	const char *answer;
	enum err err = first_show_one(req, ref, ret_item, &answer);

	if (err == ERR_NOT_FOUND)
		*ret_item = (struct first_item){
			.title = word(req->lang, W_first_desk_gone),
			.lang = lang_codes[req->lang],
		};
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err add_rows(struct request *req, const struct first_line *lines,
			 size_t n, struct first_desk *v)
{
	struct first_row *rows = arena_array(req->arena, n + 1, sizeof(*rows));
	struct first_item item;
	enum err err = OK;

	for (size_t i = 0; i < n && !err; i++) {
		err = name_of(req, &lines[i].ref, &item);
		if (err)
			break;
		rows[i] = row_of(req, &lines[i].counts);
		rows[i].title = item.title;
		rows[i].lang = item.lang;
		rows[i].href = item.href;
		rows[i].has_kind = true;
		rows[i].kind = lines[i].ref.kind == FIRST_MATTER
				       ? W_first_desk_matter
				       : W_first_desk_notice;
	}
	v->rows = rows;
	v->row_count = n;
	return err;
}

enum err first_page_desk(struct request *req, struct response *res)
{
	struct first_desk v = {
		.few = SHARE_MIN,
		.none = {.title = word(req->lang, W_first_desk_none),
			 .text = word(req->lang, W_first_desk_none_what)},
	};
	struct first_counts sum;
	struct first_line *lines;
	struct asked a;
	int64_t all;
	struct out *o;
	size_t n;
	enum err err = read_period(req, &a);

	if (!err)
		err = first_lines(req->db, req->arena, &a.days, ROWS_SHOWN,
				  &lines, &n);
	if (!err)
		err = first_sum(req->db, req->arena, &a.days, &sum, &all);
	if (!err)
		err = add_rows(req, lines, n, &v);
	if (err)
		return err;
	v.period = period_choice(req, &a);
	v.what = word(req->lang, a.period->word);
	v.csv = arena_printf(req->arena,
			     "/staff/figures/suggestions.csv?period=%s",
			     a.period->value);
	v.total = row_of(req, &sum);
	v.total.title = word(req->lang, W_first_desk_all);
	v.more = all > (int64_t)n;
	o = page_begin(
		req, res,
		&(struct page){.title = word(req->lang, W_first_desk_title),
			       .nav = NAV_FIGURES,
			       .wide = true});
	tpl_matter_first_desk(o, &v);
	return page_end(o);
}

/* ---- the table ---- */

static const char *const columns[] = {
	"kind", "id",        "title", "shown",  "answers",
	"same", "different", "back",  "helped", NULL,
};

static void put_int(struct arena *a, struct str *s, int64_t value)
{
	csv_put(s, arena_printf(a, "%" PRId64, value));
}

static enum err put_row(struct request *req, struct str *s,
			const struct first_line *l)
{
	struct first_item item;
	enum err err = name_of(req, &l->ref, &item);

	if (err)
		return err;
	csv_put(s, l->ref.kind == FIRST_MATTER ? "matter" : "notice");
	put_int(req->arena, s, l->ref.id);
	csv_put(s, item.title);
	for (int i = 0; i < FIRST_CHOICES; i++)
		put_int(req->arena, s, l->counts.of[i]);
	put_int(req->arena, s, l->counts.back);
	put_int(req->arena, s, helped_of(&l->counts));
	csv_end(s);
	return OK;
}

enum err first_page_desk_csv(struct request *req, struct response *res)
{
	struct first_line *lines;
	struct asked a;
	struct str s;
	size_t n;
	enum err err = read_period(req, &a);

	if (!err)
		err = first_lines(req->db, req->arena, &a.days, CSV_ROWS_MAX,
				  &lines, &n);
	if (err)
		return err;
	str_init(&s, req->arena, 4096);
	csv_begin(&s);
	for (size_t i = 0; columns[i]; i++)
		csv_put(&s, columns[i]);
	csv_end(&s);
	for (size_t i = 0; i < n && !err; i++)
		err = put_row(req, &s, &lines[i]);
	if (err)
		return err;
	res->body = s.ptr;
	res->body_len = s.len;
	res->type = "text/csv; charset=utf-8";
	res_header(res, "Content-Disposition",
		   "attachment; filename=\"suggestions.csv\"");
	return audit_add(req->db, req->arena, "exported",
			 req->session->staff_id, "{\"what\":\"suggestions\"}");
}
