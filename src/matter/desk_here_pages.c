/*
 * desk_here_pages.c: what the script of the staff's pages asks: who has this
 * matter open, and who which of all.
 */
#include "base/str.h"
#include "matter/desk.h"
#include "matter/desk_pages.h"
#include "matter/presence.h"

static enum err say(struct response *res, const char *text)
{
	res->type = "text/plain; charset=utf-8";
	res->body = text;
	res->body_len = strlen(text);
	res->secret = true;
	return OK;
}

/* "I am still here": answered with the others who are. */
enum err desk_page_here(struct request *req, struct response *res)
{
	struct present *list;
	struct matter m;
	size_t n;
	enum err err;

	err = desk_matter(req, &m);
	if (!err)
		err = presence_put(req->db, req->session, m.id);
	if (!err)
		err = presence_list(req->db, req->arena, req->session, m.id,
				    &list, &n);
	if (err)
		return err;
	return say(res, presence_names(req->arena, list, n, m.id));
}

/* The rows of those that the person may see, 50 at a time. */
static enum err add_some(struct request *req, const struct present *list,
			 size_t n, struct str *to)
{
	struct rows_want want = {.lang = req->lang, .count = n};
	struct queue_row *rows;
	size_t count;
	enum err err;

	want.ids = arena_array(req->arena, n + 1, sizeof(*want.ids));
	for (size_t i = 0; i < n; i++)
		want.ids[i] = list[i].matter_id;
	err = matter_rows(req->db, req->arena, req->session, &want, &rows,
			  &count);
	if (err)
		return err;
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		while (k < count && rows[k].m.id != list[i].matter_id)
			k++;
		if (k < count)
			str_printf(to, "%s\t%s\n",
				   matter_number(req->arena, &rows[k].m),
				   list[i].name);
	}
	return OK;
}

/* One line each: number, tab, name. */
enum err desk_page_here_all(struct request *req, struct response *res)
{
	struct present *list;
	struct str s;
	size_t n = 0;
	enum err err;

	err = presence_list(req->db, req->arena, req->session, 0, &list, &n);
	str_init(&s, req->arena, 256);
	for (size_t i = 0; i < n && !err; i += QUEUE_PAGE)
		err = add_some(req, list + i,
			       n - i < QUEUE_PAGE ? n - i : QUEUE_PAGE, &s);
	return err ? err : say(res, s.len ? s.ptr : "");
}
