/*
 * registry.c: a matter leaves for the registry. The package is made first and
 * renamed into place, then it is written down once, with the mail and the
 * receipt: a job that runs twice sends nothing twice.
 */
#include "matter/registry.h"

#include "base/clock.h"
#include "base/str.h"
#include "html/out.h"
#include "matter/package.h"
#include "matter/registry_paper.h"
#include "matter/registry_sql.h"
#include "matter/rules.h"
#include "tenant/tenant.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum err registry_wanted(struct db *db, struct arena *a, int64_t matter_id)
{
	return job_add(
		db, a, "registry",
		arena_printf(a, "{\"matter\":%lld}", (long long)matter_id), 0);
}

enum err registry_get(struct db *db, struct arena *a, int64_t matter_id,
		      struct registry *ret)
{
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_registry_get, ARGS(ARG_INT(matter_id)), &r);

	if (err)
		return err;
	*ret = (struct registry){.file = ""};
	if (rows_next(r))
		*ret = (struct registry){rows_text(r, 0), rows_int(r, 1),
					 rows_int(r, 2)};
	return OK;
}

/* ---- the package ---- */

struct leaving {
	int64_t matter_id;
	const char *file; /* below the folder */
	int64_t bytes;
	bool gone; /* before, or the decision was taken back */
};

/* For this decision, or it was taken back. */
static bool is_gone(const struct registry *was, const struct matter *m)
{
	return m->outcome != OUTCOME_TO_REGISTRY ||
	       (!str_empty(was->file) && was->made_at >= m->closed_at);
}

static enum err look(struct job_context *c, struct leaving *l, struct matter *m)
{
	struct registry was;
	enum err err = matter_get(c->db, c->arena, l->matter_id, m);

	if (!err)
		err = registry_get(c->db, c->arena, l->matter_id, &was);
	if (!err)
		l->gone = is_gone(&was, m);
	return err;
}

static enum err write_package(struct job_context *c, struct leaving *l,
			      const struct matter *m)
{
	struct str paper;
	struct package_of of = {
		.db = c->db,
		.municipality = tenant_now()->brand.name[tenant_lang()],
		.made_by = "kaiku",
		.folder = c->folder,
	};
	struct arena *a = c->arena;
	const char *path, *part;
	struct stat st;
	enum err err;

	l->file = arena_printf(a, "registry/%s.tar", matter_number(a, m));
	path = arena_printf(a, "%s/%s", c->folder, l->file);
	part = arena_printf(a, "%s.part", path);
	mkdir(arena_printf(a, "%s/registry", c->folder), 0700);
	unlink(part); /* of a run that was cut off */
	err = registry_paper(c->db, a, m, &paper);
	if (!err)
		of.paper = &paper;
	if (err && err != ERR_NOT_FOUND) /* without a font, without paper */
		return err;
	err = package_make(&of, a, m, part);
	if (err)
		return err;
	if (rename(part, path) || stat(path, &st))
		return ERR_UNAVAILABLE;
	l->bytes = st.st_size;
	return OK;
}

static enum err make_package(struct job_context *c, struct leaving *l)
{
	struct matter m;
	enum err err = db_read_begin(c->db);

	if (err)
		return err;
	err = look(c, l, &m);
	if (!err && !l->gone)
		err = write_package(c, l, &m);
	db_read_end(c->db);
	return err;
}

/* ---- the mail and the receipt ---- */

/* Of a confidential matter nothing goes by plain mail. */
static enum err tell_registry(struct act *act, const struct leaving *l,
			      bool *ret_mailed)
{
	const struct tenant *t = tenant_now();
	const char *number = matter_number(act->arena, &act->m);
	struct mail mail = {
		.matter_id = act->m.id,
		.purpose = "registry",
		.to = t->registry_mail,
		.lang = tenant_lang(),
		.subject = word_fill(act->arena, tenant_lang(),
				     W_registry_mail_subject,
				     WORDS(WORD_TEXT("number", number))),
	};
	struct mail_frame f = {
		.tenant = t->brand.name[tenant_lang()],
		.heading = mail.subject,
		.replies_to = t->brand.contact_mail,
	};

	*ret_mailed = l->bytes <= REGISTRY_MAIL_MAX &&
		      !matter_confidential(act->db, act->arena, &act->m);
	if (*ret_mailed)
		mail.file = l->file;
	f.text = word_fill(act->arena, tenant_lang(),
			   *ret_mailed ? W_registry_mail_here
				       : W_registry_mail_folder,
			   WORDS(WORD_TEXT("file", l->file)));
	if (str_empty(t->registry_mail)) {
		*ret_mailed = false;
		return OK;
	}
	return tell_queue(act->db, act->arena, &mail, &f);
}

static const char *receipt_text(struct act *act)
{
	const char *mail = tenant_now()->registry_mail;
	const enum lang l = act->m.lang;

	if (str_empty(mail))
		return word(l, W_registry_receipt);
	return arena_printf(act->arena, "%s %s", word(l, W_registry_receipt),
			    word_fill(act->arena, l, W_registry_receipt_contact,
				      WORDS(WORD_TEXT("mail", mail))));
}

static enum err tell_resident(struct act *act)
{
	const char *text = receipt_text(act);
	struct reply_mail reply = {0};
	struct mail mail = {
		.matter_id = act->m.id,
		.purpose = "registered",
		.lang = act->m.lang,
		.subject = word_fill(
			act->arena, act->m.lang, W_registry_receipt_subject,
			WORDS(WORD_TEXT("number",
					matter_number(act->arena, &act->m)))),
	};
	enum err err = act_say(act, "decision", "parties", text);

	if (!err)
		err = reply_mail_make(act->db, act->arena, &act->m, false, text,
				      &reply);
	if (err || !reply.to)
		return err;
	mail.to = reply.to;
	reply.frame.heading = mail.subject;
	return tell_queue(act->db, act->arena, &mail, &reply.frame);
}

static enum err write_down(struct db *db, struct arena *a, void *arg)
{
	struct act act = {.db = db, .arena = a};
	struct leaving *l = arg;
	struct registry was;
	struct matter m;
	bool mailed;
	enum err err = matter_get(db, a, l->matter_id, &m);

	if (!err)
		err = registry_get(db, a, l->matter_id, &was);
	if (err || is_gone(&was, &m))
		return err;
	act_begin_system(&act, &m);
	err = tell_registry(&act, l, &mailed);
	if (!err)
		err = db_exec(db, &Q_registry_put,
			      ARGS(ARG_INT(m.id), ARG_TEXT(l->file),
				   ARG_INT(mailed), ARG_INT(act.now)));
	if (!err)
		err = tell_resident(&act);
	return err ? err : act_note(&act, "registered");
}

enum err registry_job_run(struct job_context *c, const struct job *job)
{
	struct leaving l = {0};
	enum err err = job_body_int(job, "matter", &l.matter_id);

	if (!err)
		err = make_package(c, &l);
	if (err == ERR_NOT_FOUND || (!err && l.gone))
		return OK;
	return err ? err : db_write(c->db, c->arena, write_down, &l);
}
