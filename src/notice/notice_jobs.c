/*
 * notice_jobs.c: a notice is read again on its day. The mail and the mark that
 * it went are written together, so nobody is told twice.
 */
#include "notice/notice_jobs.h"

#include "base/clock.h"
#include "base/str.h"
#include "html/mail_frame.h"
#include "mail/mail.h"
#include "notice/notice.h"
#include "notice/notice_store.h"
#include "staff/staff.h"
#include "tenant/tenant.h"
#include "unit/unit.h"

#include <inttypes.h>

enum { BATCH = 20 };

struct address {
	const char *mail;
	enum lang lang;
};

/* Who wrote it; when they have left, their unit, else the municipality. */
static enum err address_of(struct db *db, struct arena *a,
			   const struct public_notice *n,
			   struct address *ret_address)
{
	struct address x = {tenant_now()->brand.contact_mail, tenant_lang()};
	struct staff p;
	struct unit u;
	enum err err = staff_get(db, a, n->staff_id, &p);

	if (!err && p.active) {
		x = (struct address){p.mail, p.lang};
	} else if ((!err || err == ERR_NOT_FOUND) && n->unit_id) {
		err = unit_get(db, a, n->unit_id, &u);
		if (!err && !str_empty(u.mail))
			x.mail = u.mail;
	}
	*ret_address = x;
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err ask_again(struct db *db, struct arena *a,
			  const struct public_notice *n)
{
	const struct tenant *t = tenant_now();
	struct mail mail = {.purpose = "notice"};
	struct mail_frame f;
	struct address to;
	int64_t id;
	enum err err = address_of(db, a, n, &to);

	if (err || !mail_address_ok(to.mail))
		return err;
	mail.to = to.mail;
	mail.lang = to.lang;
	mail.subject = word_fill(
		a, to.lang, W_notice_mail_subject,
		WORDS(WORD_TEXT("title", n->title[notice_lang(n, to.lang)])));
	f = (struct mail_frame){
		.tenant = t->brand.name[to.lang],
		.heading = word(to.lang, W_notice_mail_heading),
		.text = word(to.lang, W_notice_mail_text),
		.url = arena_printf(a, "%s/staff/notices/%" PRId64, t->base_url,
				    n->id),
		.url_label = word(to.lang, W_notice_mail_open),
	};
	mail_frame_render(a, to.lang, &f, &mail.body_text, &mail.body_html);
	return mail_queue(db, a, &mail, &id);
}

static enum err due(struct db *db, struct arena *a, int max,
		    struct public_notice **ret_list, size_t *ret_count)
{
	return store_notices_to_review(db, a, clock_now_us(), max, ret_list,
				       ret_count);
}

static enum err ask_some(struct db *db, struct arena *a, void *arg)
{
	size_t *count = arg;
	struct public_notice *list;
	enum err err = due(db, a, BATCH, &list, count);

	for (size_t i = 0; i < *count && !err; i++) {
		err = ask_again(db, a, &list[i]);
		if (!err)
			err = store_notice_reminded(db, list[i].id,
						    clock_now_us());
	}
	return err;
}

enum err notice_job_wanted(struct db *db, struct arena *a, bool *ret_wanted)
{
	struct public_notice *list;
	size_t n = 0;
	enum err err = due(db, a, 1, &list, &n);

	*ret_wanted = n > 0;
	return err;
}

static enum err step(struct db *db, struct arena *a, bool *ret_more)
{
	size_t n = 0;
	enum err err = db_write(db, a, ask_some, &n);

	*ret_more = !err && n >= BATCH;
	return err;
}

enum err notice_job_run(struct job_context *c, const struct job *job)
{
	bool more;

	(void)job;
	return job_in_batches(c, step, &more);
}
