/*
 * directory_pages.c: those outside, for staff: whose matter it is when it is
 * not the city's, and how they are reached.
 */
#include "base/utf8.h"
#include "html/page.h"
#include "tenant/form.h"
#include "unit/unit_pages.h"
#include "unit/unit_tpl.h"
#include "unit/unit_views.h"

enum word unit_kind_word(enum unit_kind kind)
{
	static const enum word words[UNIT_KIND__COUNT] = {
		[UNIT_OWN] = W_unit_kind_own,
		[UNIT_CONTRACTOR] = W_unit_kind_contractor,
		[UNIT_COMPANY] = W_unit_kind_company,
		[UNIT_AUTHORITY] = W_unit_kind_authority,
	};

	return words[kind];
}

static bool is_wanted(struct arena *a, const struct unit *u, const char *lower)
{
	if (u->kind == UNIT_OWN || !u->active)
		return false;
	for (int l = 0; l < LANG__COUNT; l++)
		if (strstr(str_lower(a, u->name[l]), lower))
			return true;
	return false;
}

static enum err add_lines(struct request *req, struct directory_view *v)
{
	const char *lower = str_lower(req->arena, v->query);
	struct body_line *to;
	struct unit *list;
	size_t count;
	enum err err;

	err = unit_list(req->db, req->arena, &list, &count);
	if (err)
		return err;
	unit_sort(list, count, req->lang);
	to = arena_array(req->arena, count + 1, sizeof(*to));
	for (size_t i = 0; i < count; i++)
		if (is_wanted(req->arena, &list[i], lower))
			to[v->line_count++] = (struct body_line){
				.name = unit_name(&list[i], req->lang),
				.mail = list[i].mail,
				.phone = list[i].phone,
				.hours = list[i].hours,
				.web = list[i].web,
				.kind = unit_kind_word(list[i].kind),
			};
	v->lines = to;
	return OK;
}

enum err unit_page_directory(struct request *req, struct response *res)
{
	struct directory_view v = {
		.query = text_line(req->arena, req_arg(req, "q")),
	};
	struct out *o;
	enum err err;

	err = add_lines(req, &v);
	if (err)
		return err;
	v.none = (struct empty){
		.title = word(req->lang, *v.query ? W_directory_not_found
						  : W_directory_none),
		.text = *v.query ? NULL
				 : word(req->lang, W_directory_none_text),
	};
	o = page_begin(
		req, res,
		&(struct page){
			.title = page_title(req, W_directory_title, v.query),
			.nav = NAV_ALL,
			.secret = true,
			.wide = true,
		});
	tpl_unit_directory(o, &v);
	return page_end(o);
}
