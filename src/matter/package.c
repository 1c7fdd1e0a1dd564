/*
 * package.c: a matter as it leaves the house, for the police or the registry:
 * what was sent, unchanged, with the files, everything known of it as JSON, and
 * a digest of each part. Whoever gets it checks it with: b2sum -l 256 -c b2sums
 */
#include "matter/package.h"

#include "attach/attach.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"
#include "base/str.h"
#include "base/tar.h"
#include "entry/entry.h"
#include "event/event.h"
#include "mail/mail.h"
#include "matter/hold.h"
#include "matter/rules.h"
#include "question/question.h"

#include <inttypes.h>
#include <sodium.h>

enum { DIGEST_BYTES = 32 };

struct package {
	const struct package_of *of;
	struct arena *arena;
	const struct matter *m;
	const char *folder; /* inside of the package: "2026-1234" */
	struct tar tar;
	struct str sums;
	struct json json;
	struct attachment *files;
	size_t file_count;
};

static const char *in_package(struct package *p, const char *name)
{
	return arena_printf(p->arena, "%s/%s", p->folder, name);
}

static void add_text(struct package *p, const char *name, const struct str *s)
{
	unsigned char digest[DIGEST_BYTES];

	crypto_generichash(digest, sizeof(digest), (unsigned char *)s->ptr,
			   s->len, NULL, 0);
	tar_add(&p->tar, in_package(p, name), s->ptr, s->len);
	str_printf(&p->sums, "%s  %s\n",
		   hex_encode(p->arena, digest, sizeof(digest)), name);
}

/* ---- the message as it came ---- */

static void line(struct str *s, const char *name, const char *value)
{
	if (!str_empty(value))
		str_printf(s, "%s: %s\n", name, value);
}

static enum err add_message(struct package *p)
{
	const struct matter *m = p->m;
	struct party party = {"", "", ""};
	struct str s;
	enum err err = matter_party(p->of->db, p->arena, m->id, &party);

	if (err && err != ERR_NOT_FOUND)
		return err;
	str_init(&s, p->arena, 2048);
	line(&s, "Municipality", p->of->municipality);
	line(&s, "Number", matter_number(p->arena, m));
	line(&s, "Received", clock_iso(p->arena, m->received_at));
	line(&s, "Channel", m->channel);
	line(&s, "Language", lang_codes[m->lang]);
	line(&s, "Name", party.name);
	line(&s, "Mail", party.mail);
	line(&s, "Phone", party.phone);
	line(&s, "Nickname", m->nickname);
	line(&s, "Place", m->place);
	if (m->has_point)
		str_printf(&s, "Point: %.6f, %.6f\n", m->lat, m->lon);
	line(&s, "Title", m->title);
	str_printf(&s, "\n%s\n", m->text);
	add_text(p, "message.txt", &s);
	return OK;
}

/* ---- everything else, as JSON ---- */

static void put_time(struct package *p, const char *key, int64_t us)
{
	if (us)
		json_put_text(&p->json, key, clock_iso(p->arena, us));
}

static const char *file_name(struct package *p, size_t i)
{
	return arena_printf(p->arena, "files/%02zu-%.16s", i + 1,
			    p->files[i].digest);
}

static void put_files(struct package *p)
{
	struct json *j = &p->json;

	json_key(j, "files");
	json_open(j, '[');
	for (size_t i = 0; i < p->file_count; i++) {
		const struct attachment *f = &p->files[i];

		json_open(j, '{');
		json_put_text(j, "file", file_name(p, i));
		json_put_text(j, "name", f->name);
		json_put_text(j, "media_type", f->media_type);
		json_put_int(j, "bytes", f->bytes);
		json_put_text(j, "blake2b_256", f->digest);
		put_time(p, "received_at", id_time_us(f->id));
		json_close(j, '}');
	}
	json_close(j, ']');
}

/* With the words it was asked by. */
static enum err put_answers(struct package *p)
{
	struct json *j = &p->json;
	struct question_set set;
	struct question_answer *list;
	size_t n;
	enum err err =
		answers_of(p->of->db, p->arena, p->m->id, &set, &list, &n);

	if (err || !n)
		return err;
	json_key(j, "answers");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_put_text(j, "code", list[i].q->code);
		json_put_text(j, "question",
			      question_words(list[i].q->label, p->m->lang));
		json_put_text(j, "value", list[i].value);
		json_put_text(j, "text",
			      answer_text(p->arena, &list[i], p->m->lang));
		json_close(j, '}');
	}
	json_close(j, ']');
	return OK;
}

static enum err put_entries(struct package *p)
{
	struct json *j = &p->json;
	struct entry *list;
	size_t n;
	enum err err = entry_list(p->of->db, p->arena, p->m->id, 1, &list, &n);

	if (err)
		return err;
	json_key(j, "entries");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_put_int(j, "id", list[i].id);
		put_time(p, "at", id_time_us(list[i].id));
		json_put_text(j, "kind", list[i].kind);
		json_put_text(j, "visibility", list[i].visibility);
		json_put_text(j, "author", list[i].author);
		json_put_text(j, "staff", list[i].staff_name);
		json_put_text(j, "text", list[i].text);
		json_close(j, '}');
	}
	json_close(j, ']');
	return OK;
}

static enum err put_mails(struct package *p)
{
	struct json *j = &p->json;
	struct mail *list;
	size_t n;
	enum err err = mail_of_matter(p->of->db, p->arena, p->m->id, &list, &n);

	if (err)
		return err;
	json_key(j, "mails");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		put_time(p, "queued_at", id_time_us(list[i].id));
		put_time(p, "sent_at", list[i].sent_at);
		json_put_text(j, "purpose", list[i].purpose);
		json_put_text(j, "to", list[i].to);
		json_put_text(j, "subject", list[i].subject);
		json_put_text(j, "delivery", list[i].delivery);
		json_close(j, '}');
	}
	json_close(j, ']');
	return OK;
}

/* With salts and links, so that the chain can be checked from outside. */
static enum err put_events(struct package *p)
{
	struct json *j = &p->json;
	struct event_link *list;
	size_t n;
	enum err err = event_links(p->of->db, p->arena, p->m->id, &list, &n);

	if (err)
		return err;
	json_key(j, "events");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		const struct event *e = &list[i].e;

		json_open(j, '{');
		json_put_int(j, "id", e->id);
		put_time(p, "at", id_time_us(e->id));
		json_put_text(j, "kind", e->kind);
		json_put_text(j, "actor", e->actor);
		json_put_int(j, "staff_id", e->staff_id);
		json_put_text(j, "staff", e->staff_name);
		json_put_text(j, "payload", e->payload);
		json_put_text(j, "salt", list[i].salt);
		json_put_text(j, "commitment", list[i].commitment);
		json_put_text(j, "chain", list[i].chain);
		json_close(j, '}');
	}
	json_close(j, ']');
	return OK;
}

static void put_hold(struct package *p)
{
	const struct hold *h = p->of->hold;
	struct json *j = &p->json;

	if (!h)
		return;
	json_key(j, "hold");
	json_open(j, '{');
	json_put_text(j, "by", h->who);
	json_put_text(j, "why", h->why);
	put_time(p, "held_at", h->held_at);
	put_time(p, "until", h->until_at);
	json_close(j, '}');
}

static void put_maker(struct package *p)
{
	struct json *j = &p->json;

	json_key(j, "package");
	json_open(j, '{');
	json_put_text(j, "made_by", p->of->made_by);
	put_time(p, "made_at", clock_now_us());
	json_close(j, '}');
}

static enum err add_json(struct package *p)
{
	const struct matter *m = p->m;
	struct json *j = &p->json;
	struct str s;
	enum err err;

	str_init(&s, p->arena, 4096);
	json_init(j, &s);
	json_open(j, '{');
	json_put_text(j, "municipality", p->of->municipality);
	json_put_text(j, "number", matter_number(p->arena, m));
	json_put_int(j, "id", m->id);
	put_time(p, "received_at", m->received_at);
	json_put_text(j, "type", m->type);
	json_put_text(j, "handling", handling_names[m->handling]);
	json_put_text(j, "outcome", outcome_names[m->outcome]);
	put_hold(p);
	put_maker(p);
	put_files(p);
	err = put_answers(p);
	if (!err)
		err = put_entries(p);
	if (!err)
		err = put_mails(p);
	if (!err)
		err = put_events(p);
	json_close(j, '}');
	str_putc(&s, '\n');
	if (!err)
		add_text(p, "matter.json", &s);
	return err;
}

/* A damaged file comes as it is, and its digest tells. */
static void add_files(struct package *p)
{
	struct arena *a = p->arena;

	for (size_t i = 0; i < p->file_count; i++) {
		const char *name = file_name(p, i);

		tar_add_file(&p->tar, in_package(p, name),
			     arena_printf(a, "%s/files/%s", p->of->folder,
					  p->files[i].file));
		str_printf(&p->sums, "%s  %s\n", p->files[i].digest, name);
	}
}

static enum err fill(struct package *p)
{
	enum err err = attach_list(p->of->db, p->arena, p->m->id, &p->files,
				   &p->file_count);

	str_init(&p->sums, p->arena, 512);
	if (!err)
		err = add_message(p);
	if (!err)
		err = add_json(p);
	if (err)
		return err;
	if (p->of->paper)
		add_text(p, "matter.pdf", p->of->paper);
	add_files(p);
	tar_add(&p->tar, in_package(p, "b2sums"), p->sums.ptr, p->sums.len);
	return OK;
}

enum err package_make(const struct package_of *of, struct arena *a,
		      const struct matter *m, const char *path)
{
	struct package p = {.of = of, .arena = a, .m = m};
	enum err err, end;

	p.folder = matter_number(a, m);
	err = tar_begin(&p.tar, path, clock_now_us() / SECOND_US);
	if (err)
		return err;
	err = fill(&p);
	if (err)
		p.tar.err = err;
	end = tar_end(&p.tar, path);
	return err ? err : end;
}
