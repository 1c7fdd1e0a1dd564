/*
 * outbox_pages.c: what was sent, what is waiting and what failed. Neither
 * bodies nor links are shown: they belong to the receivers.
 */
#include "tenant/tenant_pages.h"

#include "html/page.h"
#include "job/job.h"
#include "mail/mail.h"
#include "tenant/audit.h"
#include "tenant/tenant_tpl.h"

enum { MAILS_A_PAGE = 50, JOBS_SHOWN = 100 };

static const struct {
	const char *delivery;
	enum word label;
	enum tone tone;
} states[] = {
	{"", W_outbox_all, TONE_NEUTRAL},
	{"queued", W_outbox_queued, TONE_INFO},
	{"bounced", W_outbox_bounced, TONE_ERROR},
	{"sent", W_outbox_sent, TONE_SUCCESS},
	{"acknowledged", W_outbox_acknowledged, TONE_SUCCESS},
};
enum { FILTERS = 4, STATES = sizeof(states) / sizeof(*states) };

static struct badge state_of(struct request *req, const char *delivery)
{
	for (size_t i = 0; i < STATES; i++)
		if (str_same(states[i].delivery, delivery))
			return (struct badge){states[i].tone,
					      word(req->lang, states[i].label)};
	return (struct badge){TONE_NEUTRAL, delivery};
}

static const char *address(struct request *req, const char *delivery,
			   int64_t before)
{
	if (before)
		return arena_printf(req->arena,
				    "/staff/admin/outbox?state=%s&before=%lld",
				    delivery, (long long)before);
	return arena_printf(req->arena, "/staff/admin/outbox%s%s",
			    *delivery ? "?state=" : "", delivery);
}

/* A state we know, or all. */
static const char *wanted(const struct request *req)
{
	for (size_t i = 0; i < STATES; i++)
		if (str_same(states[i].delivery, req_arg(req, "state")))
			return states[i].delivery;
	return "";
}

static void fill_filters(struct request *req, const char *delivery,
			 struct outbox_view *v)
{
	struct outbox_filter *f = arena_array(req->arena, FILTERS, sizeof(*f));

	for (size_t i = 0; i < FILTERS; i++)
		f[i] = (struct outbox_filter){
			.href = address(req, states[i].delivery, 0),
			.label = states[i].label,
			.current = str_same(states[i].delivery, delivery),
		};
	v->filters = f;
	v->filter_count = FILTERS;
}

static enum err fill_mails(struct request *req, const char *delivery,
			   struct outbox_view *v)
{
	struct outbox_mail *to;
	int64_t before = 0;
	struct mail *list;
	size_t count;
	enum err err;

	if (parse_int(req_arg(req, "before"), &before))
		before = 0;
	err = mail_list(req->db, req->arena,
			&(struct mail_filter){delivery, before, MAILS_A_PAGE},
			&list, &count);
	if (err)
		return err;
	to = arena_array(req->arena, count + 1, sizeof(*to));
	for (size_t i = 0; i < count; i++)
		to[i] = (struct outbox_mail){
			.id = list[i].id,
			.at = id_time_us(list[i].id),
			.to = str_empty(list[i].to)
				      ? word(req->lang, W_outbox_confidential)
				      : list[i].to,
			.subject = list[i].subject,
			.lang = lang_codes[list[i].lang],
			.state = state_of(req, list[i].delivery),
			.detail = list[i].detail,
			.bounced = str_same(list[i].delivery, "bounced"),
		};
	v->mails = to;
	v->mail_count = count;
	if (before)
		v->pager.newer = address(req, delivery, 0);
	if (count == MAILS_A_PAGE)
		v->pager.older = address(req, delivery, list[count - 1].id);
	return OK;
}

static enum err fill_jobs(struct request *req, struct outbox_view *v)
{
	struct outbox_job *to;
	struct job_dead *list;
	size_t count;
	enum err err;

	err = job_dead_list(req->db, req->arena, JOBS_SHOWN, &list, &count);
	if (err)
		return err;
	to = arena_array(req->arena, count + 1, sizeof(*to));
	for (size_t i = 0; i < count; i++)
		to[i] = (struct outbox_job){
			.id = list[i].id,
			.at = list[i].failed_at,
			.attempts = list[i].attempts,
			.kind = list[i].kind,
			.error = list[i].error,
		};
	v->jobs = to;
	v->job_count = count;
	return OK;
}

enum err tenant_page_outbox(struct request *req, struct response *res)
{
	const char *delivery = wanted(req);
	struct outbox_view v = {
		.done = done_notice(req),
		.none = {.title = word(req->lang, W_outbox_none)},
	};
	struct out *o;
	enum err err;

	fill_filters(req, delivery, &v);
	err = fill_mails(req, delivery, &v);
	if (err)
		return err;
	err = fill_jobs(req, &v);
	if (err)
		return err;
	o = page_begin(req, res,
		       &(struct page){
			       .title = word(req->lang, W_outbox_title),
			       .nav = NAV_ADMIN,
			       .secret = true,
			       .wide = true,
		       });
	tpl_tenant_outbox(o, &v);
	return page_end(o);
}

static enum err back(struct request *req, struct response *res,
		     const char *what, int64_t id)
{
	enum err err;

	err = audit_add(
		req->db, req->arena, what, req->session->staff_id,
		arena_printf(req->arena, "{\"id\":%lld}", (long long)id));
	if (err)
		return err;
	return res_redirect(req, res, "/staff/admin/outbox?done=again");
}

enum err tenant_page_mail_again(struct request *req, struct response *res)
{
	int64_t id;
	enum err err;

	err = path_id(req, 0, &id);
	if (err)
		return err;
	err = mail_send_again(req->db, req->arena, id);
	if (err == ERR_CONFLICT) /* somebody was faster: it is on its way */
		return res_redirect(req, res, "/staff/admin/outbox?done=again");
	if (err)
		return err;
	return back(req, res, "mail_again", id);
}

enum err tenant_page_job_again(struct request *req, struct response *res)
{
	int64_t id;
	enum err err;

	err = path_id(req, 0, &id);
	if (err)
		return err;
	err = job_retry(req->db, id);
	if (err)
		return err;
	return back(req, res, "job_again", id);
}
