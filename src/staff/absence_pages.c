/*
 * absence_pages.c: when somebody is away, and who looks after their matters.
 * One page for oneself and for an administrator who sets it for somebody.
 */
#include "base/str.h"
#include "base/typed.h"
#include "html/page.h"
#include "staff/absence.h"
#include "staff/staff_pages.h"
#include "staff/staff_tpl.h"
#include "staff/staff_views.h"

#include <inttypes.h>

static const struct fault faults[] = {
	{ABSENCE_BAD_FIRST, "first", W_absence_bad_date},
	{ABSENCE_BAD_LAST, "last", W_absence_bad_last},
	{ABSENCE_BAD_SUBSTITUTE, "substitute", W_absence_bad_substitute},
	{ABSENCE_OVERLAPS, "first", W_absence_overlaps},
	{0, NULL, 0},
};

/* Whose absence, and where its page is. */
struct of {
	int64_t staff_id;
	const char *name; /* NULL: one's own */
	const char *action;
	unsigned bad;
};

static enum err of_path(struct request *req, struct of *of)
{
	struct staff s;
	enum err err;

	err = path_id(req, 0, &of->staff_id);
	if (!err)
		err = staff_get(req->db, req->arena, of->staff_id, &s);
	if (err)
		return err;
	of->name = s.name;
	of->action = arena_printf(req->arena,
				  "/staff/admin/staff/%" PRId64 "/absence",
				  of->staff_id);
	return OK;
}

static struct of of_own(const struct request *req)
{
	return (struct of){.staff_id = req->session->staff_id,
			   .action = "/staff/absence"};
}

/* ---- the page ---- */

static const struct absence_line *lines_of(struct request *req,
					   const struct absence *list, size_t n,
					   bool of_others)
{
	struct absence_line *to = arena_array(req->arena, n, sizeof(*to));

	for (size_t i = 0; i < n; i++)
		to[i] = (struct absence_line){
			.id = list[i].id,
			.substitute = of_others ? list[i].staff_name
						: list[i].substitute_name,
			.first_us = list[i].starts_at,
			.last_us = list[i].ends_at - 1,
			.now = list[i].starts_at <= clock_now_us(),
		};
	return to;
}

static enum err add_lists(struct request *req, const struct of *of,
			  struct absence_view *v)
{
	struct absence *list;
	enum err err;

	err = absence_list(req->db, req->arena, of->staff_id, &list,
			   &v->line_count);
	if (err)
		return err;
	v->lines = lines_of(req, list, v->line_count, false);
	err = absence_covered(req->db, req->arena, of->staff_id, &list,
			      &v->covered_count);
	if (!err)
		v->covered = lines_of(req, list, v->covered_count, true);
	return err;
}

static enum err add_substitutes(struct request *req, const struct of *of,
				struct absence_view *v)
{
	const char *chosen = req_field(req, "substitute");
	struct option *options;
	struct staff *list;
	size_t count, n = 0;
	enum err err;

	err = staff_list(req->db, req->arena, &list, &count);
	if (err)
		return err;
	options = arena_array(req->arena, count, sizeof(*options));
	for (size_t i = 0; i < count; i++) {
		if (!list[i].active || list[i].id == of->staff_id)
			continue;
		options[n] = (struct option){
			.value = arena_printf(req->arena, "%" PRId64,
					      list[i].id),
			.label = list[i].name,
		};
		options[n].selected = str_same(options[n].value, chosen);
		n++;
	}
	v->substitute = (struct choice){
		.name = "substitute",
		.label = word(req->lang, W_absence_substitute),
		.error = fault_text(faults, of->bad, "substitute", req->lang),
		.required = true,
		.options = options,
		.option_count = n,
		.empty = word(req->lang, W_common_choose),
	};
	return OK;
}

static struct field date_field(struct request *req, const struct of *of,
			       const char *name, enum word label)
{
	return (struct field){
		.name = name,
		.label = word(req->lang, label),
		.value = req_field(req, name),
		.error = fault_text(faults, of->bad, name, req->lang),
		.type = "date",
		.required = true,
	};
}

static enum err show(struct request *req, struct response *res,
		     const struct of *of)
{
	struct absence_view v = {
		.done = done_notice(req),
		.errors = fault_summary(req->arena, faults, of->bad, req->lang),
		.title = word(req->lang, W_absence_title),
		.action = of->action,
		.first = date_field(req, of, "first", W_absence_first),
		.last = date_field(req, of, "last", W_absence_last),
	};
	struct out *o;
	enum err err;

	if (of->name) {
		v.crumb = (struct crumb){"/staff/admin/staff",
					 word(req->lang, W_staff_title)};
		v.title = page_title(req, W_absence_title, of->name);
	}
	err = add_lists(req, of, &v);
	if (!err)
		err = add_substitutes(req, of, &v);
	if (err)
		return err;
	o = page_begin(req, res,
		       &(struct page){
			       .title = v.title,
			       .nav = of->name ? NAV_ADMIN : NAV_ACCOUNT,
			       .status = of->bad ? 422 : 0,
			       .error_count = (int)v.errors.error_count,
			       .secret = true,
			       .wide = true,
		       });
	tpl_staff_absence(o, &v);
	return page_end(o);
}

/* ---- acts ---- */

/* No day when none was typed: absence_faults() says so. */
static struct date day_typed(const struct request *req, const char *name)
{
	struct date d;

	if (date_typed(req_field(req, name), &d))
		d = (struct date){0};
	return d;
}

static enum err set(struct request *req, struct response *res, struct of *of)
{
	const struct absence x = {
		.staff_id = of->staff_id,
		.substitute_id = field_id(req, "substitute"),
		.first = day_typed(req, "first"),
		.last = day_typed(req, "last"),
	};
	enum err err;

	err = absence_faults(req->db, req->arena, &x, &of->bad);
	if (err)
		return err;
	if (of->bad)
		return show(req, res, of);
	err = absence_set(req->db, req->arena, req->session, &x);
	if (err)
		return err;
	return res_redirect(req, res, "%s?done=saved", of->action);
}

static enum err end(struct request *req, struct response *res,
		    const struct of *of)
{
	enum err err;

	err = absence_end(req->db, req->arena, req->session, of->staff_id,
			  field_id(req, "absence"));
	if (err && err != ERR_NOT_FOUND) /* over already: as wished */
		return err;
	return res_redirect(req, res, "%s?done=saved", of->action);
}

enum err absence_page_own(struct request *req, struct response *res)
{
	const struct of of = of_own(req);

	return show(req, res, &of);
}

enum err absence_page_own_set(struct request *req, struct response *res)
{
	struct of of = of_own(req);

	return set(req, res, &of);
}

enum err absence_page_own_end(struct request *req, struct response *res)
{
	const struct of of = of_own(req);

	return end(req, res, &of);
}

enum err absence_page_of(struct request *req, struct response *res)
{
	struct of of = {0};
	enum err err = of_path(req, &of);

	return err ? err : show(req, res, &of);
}

enum err absence_page_of_set(struct request *req, struct response *res)
{
	struct of of = {0};
	enum err err = of_path(req, &of);

	return err ? err : set(req, res, &of);
}

enum err absence_page_of_end(struct request *req, struct response *res)
{
	struct of of = {0};
	enum err err = of_path(req, &of);

	return err ? err : end(req, res, &of);
}
