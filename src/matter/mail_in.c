/*
 * mail_in.c: see mail_in.h.
 */
#include "matter/mail_in.h"

#include "attach/attach.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "base/str.h"
#include "base/utf8.h"
#include "event/event.h"
#include "mail/mail.h"
#include "mail/reply_address.h"
#include "matter/mail_in_give.h"
#include "matter/rules.h"
#include "tenant/tenant.h"

#include <inttypes.h>
#include <sodium.h>

enum err mail_in_open(struct arena *a, const struct mail_raw *raw,
		      struct mail_came *ret_came)
{
	struct mail_came came = {.raw = *raw};
	enum err err =
		incoming_open(a, raw->bytes, raw->n, raw->clipped, &came.mail);

	if (err && err != ERR_INVALID)
		return err;
	came.opened = !err;
	*ret_came = came;
	return OK;
}

/* ---- never twice ---- */

static void add_text(crypto_generichash_state *state, const char *text)
{
	crypto_generichash_update(state, (const unsigned char *)text,
				  strlen(text) + 1);
}

/* Over what its sender made, not over what was added on the way. */
static const char *digest_of(struct arena *a, const struct mail_came *c)
{
	const struct incoming *m = &c->mail;
	crypto_generichash_state state;
	unsigned char digest[32];

	crypto_generichash_init(&state, NULL, 0, sizeof(digest));
	if (c->opened) {
		add_text(&state, m->message_id);
		add_text(&state, m->from_mail);
		add_text(&state, m->subject);
		add_text(&state, m->text);
		add_text(&state, m->folded);
		for (size_t i = 0; i < m->file_count; i++)
			crypto_generichash_update(
				&state, (const unsigned char *)m->file[i].bytes,
				m->file[i].n);
	} else {
		crypto_generichash_update(
			&state, (const unsigned char *)c->raw.bytes, c->raw.n);
	}
	crypto_generichash_final(&state, digest, sizeof(digest));
	return hex_encode(a, digest, sizeof(digest));
}

/* ---- which mail or matter of ours it is about ---- */

static enum err find_mail(struct arena *a, struct db *db,
			  const struct incoming *m, struct mail *ret_mail)
{
	int64_t id;
	enum err err = ERR_NOT_FOUND;

	for (size_t i = 0; i < m->ref_count && err == ERR_NOT_FOUND; i++) {
		err = reply_message_id(m->refs[i], db_tenant(db), &id);
		if (!err)
			err = mail_get(db, a, id, ret_mail);
	}
	return err;
}

/* By the token in an address, else by the mail it answers. */
static enum err find_matter(struct coming *c, struct matter *ret_matter)
{
	const struct incoming *m = &c->came->mail;
	struct mail ours;
	int64_t id = 0;
	enum err err = ERR_NOT_FOUND;

	for (size_t i = 0; i < m->to_count && err == ERR_NOT_FOUND; i++)
		err = reply_address_read(c->a, m->to[i], db_tenant(c->db), &id);
	if (err == ERR_NOT_FOUND) {
		err = find_mail(c->a, c->db, m, &ours);
		if (!err)
			id = ours.matter_id;
	}
	if (err || !id)
		return err ? err : ERR_NOT_FOUND;
	return matter_get(c->db, c->a, id, ret_matter);
}

/* ---- what programs say ---- */

/* Written by us: it came back, or somebody's program returned it whole. */
static enum err is_loop(struct coming *c, bool *ret_loop)
{
	const struct incoming *m = &c->came->mail;
	struct mail_from from;
	bool ours = false;
	int64_t id;
	enum err err = OK;

	*ret_loop = m->kind == INCOMING_LOOP ||
		    !reply_message_id(m->message_id, db_tenant(c->db), &id);
	if (*ret_loop || str_empty(m->from_mail))
		return OK;
	err = mail_sender(c->db, c->a, tenant_lang(), &from);
	if (!err)
		err = mailbox_is_ours(c->db, c->a, m->from_mail, &ours);
	if (!err)
		*ret_loop = ours || str_same_nocase(m->from_mail, from.from);
	return err;
}

/* The words a mail's state is shown with: codes only. */
static const char *heard_detail(struct arena *a, const struct incoming *m)
{
	if (m->kind != INCOMING_BOUNCE)
		return "automatic reply";
	return arena_printf(a, "%.20s %.20s", m->action, m->status);
}

static const char *heard_delivery(const struct incoming *m,
				  const struct mail *ours)
{
	if (m->kind != INCOMING_BOUNCE)
		return str_same(ours->delivery, "sent") ? "acknowledged" : "";
	if (str_same(m->action, "failed"))
		return "bounced";
	if (str_same(m->action, "delivered"))
		return "acknowledged";
	return "";
}

/* A bounce of what went to a resident shows in the matter's history. */
static enum err note_bounce(struct coming *c, const struct mail *ours)
{
	struct act act = {.db = c->db, .arena = c->a};
	struct matter m;
	enum err err;

	if (!ours->matter_id)
		return OK;
	err = matter_get(c->db, c->a, ours->matter_id, &m);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	act_begin_system(&act, &m);
	return act_note(&act, "mail_bounced");
}

static enum err hear_program(struct coming *c)
{
	const struct incoming *m = &c->came->mail;
	const char *delivery;
	struct mail ours;
	enum err err = find_mail(c->a, c->db, m, &ours);

	c->row.fate = m->kind == INCOMING_BOUNCE ? "bounce" : "automatic";
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	c->row.mail_id = ours.id;
	delivery = heard_delivery(m, &ours);
	err = mail_heard_of(c->db, c->a, ours.id, delivery,
			    heard_detail(c->a, m));
	if (err || !str_same(delivery, "bounced"))
		return err;
	return note_bounce(c, &ours);
}

/* ---- a reply ---- */

static enum err is_sender(struct coming *c, const struct matter *m,
			  bool *ret_sender)
{
	struct party p;
	enum err err = matter_party(c->db, c->a, m->id, &p);

	if (err == ERR_NOT_FOUND)
		*ret_sender = false;
	else if (!err)
		*ret_sender = !str_empty(p.mail) &&
			      str_same_nocase(p.mail, c->came->mail.from_mail);
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err join(struct coming *c, const struct matter *m)
{
	const struct addition what = {
		mail_in_text(c, TEXT_MAX, m->lang),
		c->uploads,
		c->upload_count,
	};

	c->row.fate = "joined";
	return matter_add(c->db, c->a, m, &what, &c->row.entry_id);
}

/* Back to those who must look, should the matter be closed. */
static enum err hold(struct coming *c, const struct matter *m)
{
	struct act act = {.db = c->db, .arena = c->a};
	enum err err = OK;

	c->row.fate = "held";
	c->row.text = mail_in_text(c, TEXT_MAX, m->lang);
	act_begin_system(&act, m);
	if (!m->is_open)
		err = act_reopen(&act);
	if (!err)
		err = act_end(&act, "mail_held");
	if (!err)
		err = attach_uploads(c->db, m->id, c->row.id, c->uploads,
				     c->upload_count);
	return err;
}

static enum err take_reply(struct coming *c, const struct matter *m)
{
	bool sender, twice;
	enum err err;

	c->row.matter_id = m->id;
	err = received_twice(c->db, c->a, &c->row, &twice);
	if (!err && twice) {
		c->twice = true;
		return OK;
	}
	if (!err)
		err = is_sender(c, m, &sender);
	if (err)
		return err;
	return sender ? join(c, m) : hold(c, m);
}

/* ---- the whole ---- */

static enum err decide(struct coming *c)
{
	const struct incoming *mail = &c->came->mail;
	struct matter m;
	bool loop;
	enum err err;

	if (!c->came->opened)
		return mail_in_give(c);
	err = is_loop(c, &loop);
	if (err)
		return err;
	if (loop) {
		c->row.fate = "loop";
		return OK;
	}
	if (mail->kind != INCOMING_PERSON)
		return hear_program(c);
	err = find_matter(c, &m);
	if (!err)
		return take_reply(c, &m);
	return err == ERR_NOT_FOUND ? mail_in_give(c) : err;
}

static enum err take(struct db *db, struct arena *a, void *arg)
{
	struct coming *c = arg;
	enum err err;

	c->db = db;
	c->a = a;
	c->row.id = db_new_id(db);
	err = received_twice(db, a, &c->row, &c->twice);
	if (!err && !c->twice)
		err = decide(c);
	if (err || c->twice)
		return err;
	return received_add(db, &c->row);
}

/* ---- files ---- */

/* Those of a kind that is taken; the others are counted. */
static enum err store_files(struct coming *c, const char *folder)
{
	const struct incoming *m = &c->came->mail;
	enum err err = OK;

	for (size_t i = 0; i < m->file_count && !err; i++) {
		const struct bytes what = {m->file[i].name, m->file[i].bytes,
					   m->file[i].n};

		err = attach_store(c->a, folder, &what,
				   &c->uploads[c->upload_count]);
		if (!err)
			c->upload_count++;
		if (err != ERR_INVALID)
			continue;
		c->row.files_left++;
		err = OK;
	}
	return err;
}

/* What could not be opened is kept as it came, for somebody who can. */
static enum err store_raw(struct coming *c, const char *folder)
{
	const struct mail_raw *raw = &c->came->raw;
	const struct bytes what = {"viesti.eml", raw->bytes, raw->n};
	enum err err = attach_store_any(c->a, folder, &what, &c->uploads[0]);

	c->upload_count = !err;
	return err;
}

static enum err seen_before(struct coming *c, struct db *db, bool *ret_twice)
{
	enum err err = db_read_begin(db);

	if (err)
		return err;
	err = received_twice(db, c->a, &c->row, ret_twice);
	db_read_end(db);
	return err;
}

/* A program's mail has nothing to keep. */
static bool keeps_files(const struct mail_came *came)
{
	return !came->opened || came->mail.kind == INCOMING_PERSON;
}

/* A rule refused what was found in it: it comes in as it is, instead of
 * standing in the way of those behind it. */
static enum err take_unread(struct db *db, struct arena *a, const char *folder,
			    const struct mailbox *box,
			    const struct mail_came *came)
{
	const struct mail_came unread = {.raw = came->raw};

	return mail_in_take(db, a, folder, box, &unread);
}

enum err mail_in_take(struct db *db, struct arena *a, const char *folder,
		      const struct mailbox *box, const struct mail_came *came)
{
	struct coming c = {.a = a, .box = box, .came = came};
	const struct incoming *m = &came->mail;
	bool twice;
	enum err err;

	c.row = (struct received){
		.mailbox_id = box->id,
		.digest = digest_of(a, came),
		.from_name = came->opened ? m->from_name : "",
		.from_mail = came->opened ? m->from_mail : "",
		.subject = came->opened ? m->subject : "",
		.text = "",
		.folded = came->opened ? m->folded : "",
		.files_left = came->opened ? m->files_left : 0,
	};
	err = seen_before(&c, db, &twice);
	if (err || twice)
		return err;
	if (keeps_files(came))
		err = came->opened ? store_files(&c, folder)
				   : store_raw(&c, folder);
	if (!err)
		err = db_write(db, a, take, &c);
	if (err == ERR_INVALID && came->opened)
		return take_unread(db, a, folder, box, came);
	if (!err && !c.twice)
		log_info("mail came in: mailbox=%" PRId64
			 " fate=%s matter=%" PRId64 " files=%d left=%d",
			 box->id, c.row.fate, c.row.matter_id,
			 (int)c.upload_count, (int)c.row.files_left);
	return err;
}

/* ---- one that waits for a handler ---- */

static enum err note(struct db *db, struct arena *a, const struct session *s,
		     const struct matter *m, const char *what)
{
	return event_add(db, a,
			 &(struct event){
				 .matter_id = m->id,
				 .kind = what,
				 .actor = "staff",
				 .staff_id = s->staff_id,
			 });
}

enum err mail_in_accept(struct db *db, struct arena *a, const struct session *s,
			const struct matter *m, int64_t received_id)
{
	struct addition what = {.uploads = NULL};
	struct received r;
	int64_t entry_id;
	enum err err = received_held(db, a, received_id, m->id, &r);

	if (err)
		return err;
	what.text = r.text;
	err = matter_add(db, a, m, &what, &entry_id);
	if (!err)
		err = attach_move(db, m->id, r.id, entry_id);
	if (!err)
		err = received_settle(db, r.id, "accepted", entry_id);
	return err ? err : note(db, a, s, m, "mail_accepted");
}

enum err mail_in_drop(struct db *db, struct arena *a, const struct session *s,
		      const struct matter *m, int64_t received_id)
{
	struct received r;
	enum err err = received_held(db, a, received_id, m->id, &r);

	if (!err)
		err = attach_drop(db, m->id, r.id);
	if (!err)
		err = received_settle(db, r.id, "dropped", 0);
	return err ? err : note(db, a, s, m, "mail_dropped");
}
