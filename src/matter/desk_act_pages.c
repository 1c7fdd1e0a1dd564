/*
 * desk_act_pages.c: the short acts on a matter. Each is one POST that ends
 * back on the page of the matter; a refusal shows that page again with what
 * was typed and says what to do.
 */
#include "matter/desk_pages.h"

#include "base/str.h"
#include "html/page.h"
#include "matter/desk.h"
#include "staff/staff.h"

static enum err again(struct request *req, struct response *res, int64_t id,
		      enum word error, int status)
{
	struct desk_message msg = {.has_error = true, .error = error};
	struct desk_show v;
	struct matter m;
	enum err err;

	err = matter_get(req->db, req->arena, id, &m);
	if (!err)
		err = desk_show_make(req, &m, &msg, &v);
	if (err)
		return err;
	return desk_show_render(req, res, &v, status);
}

/* Where an act ends: done, or the page again for what a person can mend. */
static enum err finish(struct request *req, struct response *res,
		       const struct matter *m, enum err err, const char *done)
{
	if (!err)
		return res_redirect(req, res, "%s?done=%s", desk_base(req, m),
				    done);
	if (err == ERR_CONFLICT)
		return again(req, res, m->id, W_desk_error_changed, 409);
	if (err == ERR_INVALID)
		return again(req, res, m->id, W_desk_error_refused, 422);
	return err;
}

/* The matter, the version the person saw, and the right to write. */
static enum err begin(struct request *req, struct matter *ret_matter,
		      int64_t *ret_version)
{
	struct matter m;
	enum err err = desk_matter(req, &m);

	if (err)
		return err;
	if (!(req->session->rights & PERM_TRIAGE) &&
	    m.handler_id != req->session->staff_id &&
	    !staff_may(req->db, req->arena, req->session, PERM_HANDLE,
		       m.unit_id))
		return ERR_DENIED;
	err = field_int(req, "version", ret_version);
	if (err)
		return err;
	*ret_matter = m;
	return OK;
}

enum err desk_page_take(struct request *req, struct response *res)
{
	struct matter m;
	int64_t version;
	enum err err = begin(req, &m, &version);

	if (err)
		return err;
	err = matter_take(req->db, req->arena, req->session, m.id, version);
	return finish(req, res, &m, err, "taken");
}

/* "t", "u<unit>" or "p<person>", see add_targets() in desk_view.c. */
static enum err target_parse(struct request *req, struct route_to *ret_to)
{
	const char *to = req_field(req, "to");
	struct staff who;
	int64_t id;
	enum err err;

	if (str_same(to, "t"))
		return OK;
	if ((*to != 'u' && *to != 'p') || parse_int(to + 1, &id))
		return ERR_INVALID;
	if (*to == 'u') {
		ret_to->unit_id = id;
		return OK;
	}
	err = staff_get(req->db, req->arena, id, &who);
	if (err)
		return err == ERR_NOT_FOUND ? ERR_INVALID : err;
	ret_to->unit_id = who.unit_id;
	ret_to->handler_id = who.id;
	return OK;
}

enum err desk_page_route(struct request *req, struct response *res)
{
	struct route_to to = {.note = req_field(req, "note")};
	struct matter m;
	int64_t version;
	enum err err = begin(req, &m, &version);

	if (err)
		return err;
	if (!str_empty(req_field(req, "topic")) &&
	    field_int(req, "topic", &to.topic_id))
		return again(req, res, m.id, W_desk_error_target, 422);
	err = target_parse(req, &to);
	if (err == ERR_INVALID)
		return again(req, res, m.id, W_desk_error_target, 422);
	if (!err)
		err = matter_route(req->db, req->arena, req->session, m.id,
				   version, &to);
	if (!err) { /* it may have left this person's sight */
		err = matter_get(req->db, req->arena, m.id, &m);
		if (!err &&
		    !matter_visible(req->db, req->arena, req->session, &m))
			return res_redirect(req, res, "/staff?done=routed");
	}
	return finish(req, res, &m, err, "routed");
}

enum err desk_page_note(struct request *req, struct response *res)
{
	struct matter m;
	int64_t version;
	enum err err = begin(req, &m, &version);

	if (err)
		return err;
	if (str_empty(req_field(req, "text")))
		return again(req, res, m.id, W_desk_error_note, 422);
	err = matter_note(req->db, req->arena, req->session, m.id,
			  req_field(req, "text"));
	return finish(req, res, &m, err, "noted");
}

enum err desk_page_close(struct request *req, struct response *res)
{
	enum outcome o = desk_outcome_parse(req_field(req, "outcome"), false);
	const char *reason = req_field(req, "reason");
	struct matter m;
	int64_t version;
	enum err err = begin(req, &m, &version);

	if (err)
		return err;
	if (o == OUTCOME_NONE)
		return again(req, res, m.id, W_desk_error_outcome, 422);
	if (desk_outcome_needs_reason(o) && str_empty(reason))
		return again(req, res, m.id, W_desk_error_reason, 422);
	err = matter_close(req->db, req->arena, req->session, m.id, version,
			   &(struct closing){.outcome = o, .reason = reason});
	return finish(req, res, &m, err, "closed");
}

enum err desk_page_reopen(struct request *req, struct response *res)
{
	struct matter m;
	int64_t version;
	enum err err = begin(req, &m, &version);

	if (err)
		return err;
	err = matter_reopen(req->db, req->arena, req->session, m.id, version,
			    req_field(req, "note"));
	return finish(req, res, &m, err, "reopened");
}

enum err desk_page_hide(struct request *req, struct response *res)
{
	struct matter m;
	int64_t version;
	enum err err = desk_matter(req, &m);

	if (!err)
		err = field_int(req, "version", &version);
	if (err)
		return err;
	if (!staff_may(req->db, req->arena, req->session, PERM_PUBLISH,
		       m.unit_id))
		return ERR_DENIED;
	if (str_empty(req_field(req, "reason")))
		return again(req, res, m.id, W_desk_error_reason, 422);
	err = matter_hide(req->db, req->arena, req->session, m.id, version,
			  req_field(req, "reason"));
	return finish(req, res, &m, err, "hidden");
}
