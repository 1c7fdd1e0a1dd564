/*
 * desk_handover.c: what the page of a matter shows of its hand-over.
 */
#include "matter/desk.h"
#include "matter/handover.h"
#include "matter/names.h"

static struct field reason_field(struct request *req,
				 const struct desk_refusal *why)
{
	struct field f = {
		.name = "why",
		.label = word(req->lang, W_handover_reason),
		.hint = word(req->lang, W_handover_reason_hint),
		.required = true,
		.rows = 2,
	};

	if (why->form != DESK_RETURN)
		return f;
	f.value = req_field(req, "why");
	if (why->field)
		f.error = word(req->lang, why->error);
	return f;
}

enum err desk_handover_make(struct request *req, const struct matter *m,
			    const struct desk_refusal *why,
			    struct desk_handover *ret_view)
{
	const bool may = m->is_open && matter_may_accept(req->db, req->arena,
							 req->session, m);
	struct desk_handover v = {
		.waits = m->accept_due_at != 0,
		.reminded = m->accept_reminded_at != 0,
		.due_us = m->accept_due_at,
		.may_accept = may && m->accept_due_at,
		.may_return = may,
		.open = why->form == DESK_RETURN,
		.reason = reason_field(req, why),
	};
	const struct names *names;
	int64_t back = 0;
	enum err err;

	err = names_get(req->db, &names);
	if (!err)
		err = matter_return_to(req->db, req->arena, m, &back);
	if (err)
		return err;
	v.back_to = back ? names_unit(names, back, req->lang)
			 : word(req->lang, W_handover_to_triage);
	if (m->is_open && !m->unit_id && m->handed_from)
		v.returned_by = names_unit(names, m->handed_from, req->lang);
	*ret_view = v;
	return OK;
}
