/*
 * desk_mail_pages.c: what came by mail, on the page of a matter: quotes folded
 * under what they belong to, and mails from addresses nobody knows, which a
 * person accepts or drops.
 */
#include "matter/desk_pages.h"

#include "base/str.h"
#include "matter/desk.h"
#include "matter/mail_in.h"
#include "tenant/form.h"

static const char *text_or_null(const char *text)
{
	return str_empty(text) ? NULL : text;
}

static const char *from_of(struct arena *a, const struct received *r)
{
	if (str_empty(r->from_name))
		return r->from_mail;
	return arena_printf(a, "%s <%s>", r->from_name, r->from_mail);
}

/* Quotes belong to the message, or to an entry. */
static void fold_under(const struct received *r, struct desk_show *v)
{
	struct desk_entry *entries = (struct desk_entry *)(uintptr_t)v->entries;

	if (!r->entry_id)
		v->folded = text_or_null(r->folded);
	for (size_t i = 0; i < v->entry_count; i++)
		if (entries[i].id == r->entry_id)
			entries[i].folded = text_or_null(r->folded);
}

enum err desk_mail_add(struct request *req, const struct matter *m,
		       struct desk_show *v)
{
	struct desk_held *held;
	struct received *list;
	size_t n;
	enum err err;

	err = received_of_matter(req->db, req->arena, m->id, &list, &n);
	if (err)
		return err;
	held = arena_array(req->arena, n + 1, sizeof(*held));
	for (size_t i = 0; i < n; i++) {
		const struct received *r = &list[i];

		v->files_left += r->files_left;
		if (!str_same(r->fate, "held")) {
			fold_under(r, v);
			continue;
		}
		held[v->held_mail_count++] = (struct desk_held){
			.id = r->id,
			.at_us = id_time_us(r->id),
			.from = from_of(req->arena, r),
			.subject = r->subject,
			.text = r->text,
			.folded = text_or_null(r->folded),
		};
	}
	v->held_mails = held;
	return OK;
}

enum err desk_page_mail(struct request *req, struct response *res)
{
	const bool accept = str_same(req_field(req, "act"), "accept");
	const int64_t id = field_id(req, "mail");
	struct matter m;
	enum err err = desk_matter(req, &m);

	if (err)
		return err;
	if (accept)
		err = mail_in_accept(req->db, req->arena, req->session, &m, id);
	else if (str_same(req_field(req, "act"), "drop"))
		err = mail_in_drop(req->db, req->arena, req->session, &m, id);
	else
		return ERR_INVALID;
	/* Somebody else has decided: the page shows how. */
	if (err == ERR_NOT_FOUND)
		return desk_back(req, res, &m, "");
	return err ? err
		   : desk_back(req, res, &m,
			       accept ? "mail_accepted" : "mail_dropped");
}
