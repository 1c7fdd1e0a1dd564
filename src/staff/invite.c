/*
 * invite.c: the mail with a link to choose a password.
 */
#include "staff/invite.h"

#include "base/str.h"
#include "html/mail_frame.h"
#include "mail/mail.h"
#include "tenant/audit.h"
#include "tenant/tenant.h"

struct words {
	enum word subject, heading, text;
};

static const struct words invite = {
	W_invite_subject,
	W_invite_heading,
	W_invite_text,
};
static const struct words reset = {
	W_reset_subject,
	W_reset_heading,
	W_reset_text,
};

static const char *who_reads(const struct tenant *t)
{
	if (!str_empty(t->mail_reply_to))
		return t->mail_reply_to;
	return str_empty(t->brand.contact_mail) ? NULL : t->brand.contact_mail;
}

static enum err queue(struct db *db, struct arena *a, const struct staff *to,
		      const char *purpose, const char *url)
{
	const struct words *w = str_same(purpose, "invite") ? &invite : &reset;
	const struct tenant *t = tenant_now();
	struct mail_frame frame = {
		.tenant = t->brand.name[to->lang],
		.heading = word(to->lang, w->heading),
		.text = word_fill(a, to->lang, w->text,
				  WORDS(WORD_TEXT("person", to->name))),
		.url = url,
		.url_label = word(to->lang, W_invite_choose),
		.after = word(to->lang, W_invite_ignore),
		.replies_to = who_reads(t),
	};
	struct mail m = {
		.purpose = purpose,
		.to = to->mail,
		.lang = to->lang,
		.subject = word_fill(a, to->lang, w->subject,
				     WORDS(WORD_TEXT("name", frame.tenant))),
	};
	int64_t id;

	mail_frame_render(a, to->lang, &frame, &m.body_text, &m.body_html);
	return mail_queue(db, a, &m, &id);
}

enum err staff_send_link(struct db *db, struct arena *a,
			 const struct session *by, const struct staff *to,
			 const char *purpose, const char **ret_url)
{
	const char *token, *url;
	enum err err;

	if (!to->active || !tenant_now())
		return ERR_INVALID;
	err = staff_link_make(db, a, to->id, purpose, &token);
	if (err)
		return err;
	url = arena_printf(a, "%s/staff/link/%s", tenant_now()->base_url,
			   token);
	err = queue(db, a, to, purpose, url);
	if (err)
		return err;
	err = audit_add(db, a, "staff_link_sent", by ? by->staff_id : to->id,
			arena_printf(a, "{\"staff\":%lld,\"purpose\":\"%s\"}",
				     (long long)to->id, purpose));
	if (err)
		return err;
	*ret_url = url;
	return OK;
}
