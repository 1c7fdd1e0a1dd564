/*
 * watch_tell.c: what a watcher gets by mail.
 */
#include "watch/watch_tell.h"

#include "base/str.h"
#include "html/mail_frame.h"
#include "html/out.h"
#include "mail/mail.h"
#include "matter/labels.h"
#include "matter/matter.h"
#include "tenant/tenant.h"

#include <inttypes.h>

static const char *page_of(struct db *db, struct arena *a,
			   const struct watch *w)
{
	return arena_printf(a, "%s/watch/%s", tenant_now()->base_url,
			    watch_token(a, db_tenant(db), w->id));
}

static struct mail_frame frame(const struct watch *w)
{
	const struct tenant *t = tenant_now();

	return (struct mail_frame){
		.tenant = t->brand.name[w->lang],
		.replies_to = str_empty(t->mail_reply_to)
				      ? t->brand.contact_mail
				      : t->mail_reply_to,
	};
}

static enum err queue(struct db *db, struct arena *a, struct mail *mail,
		      const struct mail_frame *f)
{
	int64_t id;

	mail_frame_render(a, mail->lang, f, &mail->body_text, &mail->body_html);
	return mail_queue(db, a, mail, &id);
}

enum err watch_tell_question(struct db *db, struct arena *a,
			     const struct watch *w, const struct watched *of)
{
	struct mail_frame f = frame(w);
	struct mail mail = {
		.purpose = "watch_question",
		.to = w->mail,
		.lang = w->lang,
		.subject = word(w->lang, W_watch_mail_question),
	};

	f.heading = word(w->lang, W_watch_mail_question);
	f.text = word_fill(a, w->lang, W_watch_mail_question_text,
			   WORDS(WORD_TEXT("what", of->heading)));
	f.url = arena_printf(a, "%s?lang=%s", page_of(db, a, w),
			     lang_codes[w->lang]);
	f.url_label = word(w->lang, W_watch_mail_question_open);
	f.after = word(w->lang, W_watch_mail_question_after);
	return queue(db, a, &mail, &f);
}

/* ---- news ---- */

/* "2026-12 Keinu on rikki\nVastattu\nhttps://.../fi/matters/2026-12" */
static void add_row(struct arena *a, enum lang lang,
		    const struct publication *p, struct str *s)
{
	str_printf(s,
		   "%s%" PRId64 "-%" PRId64 " %s\n%s\n%s/%s/matters/%" PRId64
		   "-%" PRId64,
		   s->len ? "\n\n" : "", p->number_year, p->number,
		   matter_heading(a, p->title, p->text),
		   word(lang, label_state(p->handling)), tenant_now()->base_url,
		   lang_codes[lang], p->number_year, p->number);
}

static enum err add_rows(struct db *db, struct arena *a, const struct watch *w,
			 const int64_t *ids, size_t count, struct str *s)
{
	struct publication p;

	for (size_t i = 0; i < count && i < WATCH_ROWS; i++) {
		enum err err = publication_get(db, a, ids[i], &p);

		if (err && err != ERR_NOT_FOUND)
			return err;
		if (!err && str_same(p.text_state, "public"))
			add_row(a, w->lang, &p, s);
	}
	if (s->len && count > WATCH_ROWS)
		str_printf(s, "\n\n%s", word(w->lang, W_watch_mail_more));
	return OK;
}

static enum err queue_news(struct db *db, struct arena *a,
			   const struct watch *w, const struct watched *of,
			   const char *rows)
{
	const char *page = page_of(db, a, w);
	struct mail_frame f = frame(w);
	struct mail mail = {
		.purpose = "watch",
		.to = w->mail,
		.lang = w->lang,
		.subject = word(w->lang, W_watch_mail_news),
		.unsubscribe = arena_printf(a, "%s/stop", page),
	};

	f.heading = word(w->lang, W_watch_mail_news);
	f.text = rows;
	f.url = arena_printf(a, "%s/%s%s", tenant_now()->base_url,
			     lang_codes[w->lang], of->path);
	f.url_label = word(w->lang, W_watch_mail_open);
	f.after = arena_printf(a, "%s\n%s?lang=%s",
			       word(w->lang, W_watch_mail_stop), page,
			       lang_codes[w->lang]);
	return queue(db, a, &mail, &f);
}

enum err watch_tell_news(struct db *db, struct arena *a, const struct watch *w,
			 const int64_t *ids, size_t count)
{
	struct watched of;
	struct str rows;
	enum err err = watch_of(db, a, w, &of);

	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	str_init(&rows, a, 1024);
	err = add_rows(db, a, w, ids, count, &rows);
	if (err || !rows.len)
		return err;
	return queue_news(db, a, w, &of, rows.ptr);
}
