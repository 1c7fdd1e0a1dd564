/*
 * desk_template.c: a template becomes the text of an answer: chosen from those
 * that fit the matter, its variables filled from it. What is not known stays,
 * and the rule of answering refuses it (act.c).
 */
#include "matter/desk_template.h"

#include "base/clock.h"
#include "base/str.h"
#include "due/due.h"
#include "html/out.h"
#include "html/page.h"
#include "matter/desk.h"
#include "matter/names.h"
#include "template/template.h"

#include <inttypes.h>

enum { QUICK = 3 };

static enum err fitting(struct request *req, const struct matter *m,
			struct template_fit *ret_fit)
{
	const struct template_use use = {
		.lang = m->lang,
		.topic_id = m->topic_id,
		.unit_id = m->unit_id,
		.today = date_of(clock_now_us()),
	};

	return template_fitting(req->db, req->arena, req->session, &use,
				ret_fit);
}

static struct desk_group group(struct request *req, enum word label,
			       const struct template *list, size_t n)
{
	struct option *to = arena_array(req->arena, n + 1, sizeof(*to));

	for (size_t i = 0; i < n; i++)
		to[i] = (struct option){
			.value = arena_printf(req->arena, "%" PRId64,
					      list[i].id),
			.label = list[i].title,
		};
	return (struct desk_group){
		.label = word(req->lang, label),
		.options = to,
		.option_count = n,
	};
}

enum err desk_templates_make(struct request *req, const struct matter *m,
			     struct desk_templates *ret_templates)
{
	struct desk_group *groups = arena_array(req->arena, 2, sizeof(*groups));
	struct template_fit f;
	size_t count = 0;
	enum err err;

	err = fitting(req, m, &f);
	if (err)
		return err;
	if (f.exact)
		groups[count++] =
			group(req, W_desk_template_exact, f.list, f.exact);
	if (f.count > f.exact)
		groups[count++] = group(req, W_desk_template_others,
					f.list + f.exact, f.count - f.exact);
	*ret_templates = (struct desk_templates){
		.groups = groups,
		.group_count = count,
		.name = "template",
		.step = "insert",
	};
	return OK;
}

enum err desk_templates_add(struct request *req, const struct matter *m,
			    struct desk_acts *acts)
{
	const char *from = desk_from(req).text;
	struct desk_link *to = arena_array(req->arena, QUICK, sizeof(*to));
	struct template_fit f;
	enum err err;

	err = fitting(req, m, &f);
	if (err)
		return err;
	for (size_t i = 0; i < f.exact && i < QUICK; i++)
		to[acts->template_count++] = (struct desk_link){
			.text = f.list[i].title,
			.href = arena_printf(
				req->arena,
				"%s/answer?template=%" PRId64 "&from=%s",
				desk_base(req, m), f.list[i].id, from),
		};
	acts->templates = to;
	return OK;
}

/* ---- its variables ---- */

static enum err add_due(struct request *req, const struct matter *m,
			const char **ret_text)
{
	struct due *list;
	size_t n;
	enum err err;

	err = due_list(req->db, req->arena, m->id, &list, &n);
	for (size_t i = 0; !err && i < n; i++)
		if (str_same(list[i].what, "answer") && !list[i].met_at)
			*ret_text =
				text_date(req->arena, m->lang, list[i].due_at);
	return err;
}

static enum err values_of(struct request *req, const struct matter *m,
			  const char *values[VAR__COUNT])
{
	struct arena *a = req->arena;
	const struct names *names;
	struct party party;
	enum err err;

	err = names_get(req->db, &names);
	if (!err)
		err = matter_party(req->db, a, m->id, &party);
	if (err)
		return err;
	values[VAR_NUMBER] = matter_number(a, m);
	values[VAR_TITLE] = matter_heading(a, m->title, m->text);
	values[VAR_NAME] = party.name;
	values[VAR_TOPIC] = names_topic(names, m->topic_id, m->lang);
	values[VAR_PLACE] = m->place;
	values[VAR_RECEIVED] = text_date(a, m->lang, m->received_at);
	values[VAR_TODAY] = text_date(a, m->lang, clock_now_us());
	values[VAR_UNIT] = names_unit(names, m->unit_id, m->lang);
	values[VAR_HANDLER] = req->session->name;
	values[VAR_TENANT] = req->brand->name[m->lang];
	return add_due(req, m, &values[VAR_DUE]);
}

/* What is of one matter or sender alone. */
static void leave_own(const char *values[VAR__COUNT])
{
	static const enum template_var own[] = {VAR_NUMBER,   VAR_TITLE,
						VAR_NAME,     VAR_PLACE,
						VAR_RECEIVED, VAR_DUE};

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		values[own[i]] = NULL;
}

static enum err fill(struct request *req, const struct matter *m,
		     const char *id, bool joint, const char **ret_text)
{
	const char *values[VAR__COUNT] = {NULL};
	struct template t;
	int64_t number;
	enum err err;

	if (parse_int(id, &number))
		return ERR_NOT_FOUND;
	err = template_get(req->db, req->arena, req->session, number, &t);
	if (!err)
		err = values_of(req, m, values);
	if (err)
		return err;
	if (joint)
		leave_own(values);
	*ret_text = template_fill(req->arena, t.text, values);
	return OK;
}

enum err desk_template_text(struct request *req, const struct matter *m,
			    const char *id, const char **ret_text)
{
	return fill(req, m, id, false, ret_text);
}

enum err desk_template_joint(struct request *req, const struct matter *m,
			     const char *id, const char **ret_text)
{
	return fill(req, m, id, true, ret_text);
}

const char *desk_text_join(struct arena *a, const char *typed,
			   const char *added)
{
	if (str_empty(typed))
		return added;
	return arena_printf(a, "%s\n\n%s", typed, added);
}
