/*
 * registry_paper.c: a matter on paper, as the registry keeps it: who, when,
 * what was said by whom, which files came with it. In Finnish, the language of
 * the diary; what people wrote stays in theirs.
 */
#include "matter/registry_paper.h"

#include "attach/attach.h"
#include "base/str.h"
#include "entry/entry.h"
#include "html/out.h"
#include "matter/labels.h"
#include "matter/names.h"
#include "question/question_ask.h"
#include "signature/signature.h"
#include "tenant/tenant.h"
#include "text/pdf.h"

#define L tenant_lang()

struct draft_paper {
	struct db *db;
	struct arena *arena;
	const struct matter *m;
	struct pdf_part *parts;
	size_t count;
};

static void add(struct draft_paper *d, const char *heading, const char *text)
{
	d->parts[d->count++] = (struct pdf_part){heading, text};
}

static void line(struct str *s, enum word what, const char *value)
{
	if (!str_empty(value))
		str_printf(s, "%s: %s\n", word(L, what), value);
}

static enum err add_facts(struct draft_paper *d)
{
	const struct matter *m = d->m;
	const struct names *names;
	struct party p;
	struct str s;
	enum err err = matter_party(d->db, d->arena, m->id, &p);

	if (!err)
		err = names_get(d->db, &names);
	if (err)
		return err;
	str_init(&s, d->arena, 512);
	line(&s, W_tell_number, matter_number(d->arena, m));
	line(&s, W_tell_received, text_datetime(d->arena, L, m->received_at));
	line(&s, W_desk_topic, names_topic(names, m->topic_id, L));
	line(&s, W_desk_place, m->place);
	line(&s, W_give_name, p.name);
	line(&s, W_give_email, p.mail);
	line(&s, W_give_phone, p.phone);
	line(&s, W_desk_reason, m->outcome_note);
	add(d, NULL, s.ptr);
	return OK;
}

static const char *who(const struct entry *e)
{
	if (!str_empty(e->staff_name))
		return e->staff_name;
	return word(L, str_same(e->author, "resident") ? W_desk_who_resident
						       : W_desk_who_system);
}

static void add_entry(struct draft_paper *d, const struct entry *e)
{
	const char *heading = arena_printf(
		d->arena, "%s, %s, %s", word(L, label_entry(e->kind)), who(e),
		text_datetime(d->arena, L, id_time_us(e->id)));

	add(d, heading, signature_under(d->arena, e->text, e->signature));
}

static enum err add_answers(struct draft_paper *d)
{
	struct answer_list answers;
	struct str s;
	enum err err = question_answers(d->db, d->arena, L, d->m->lang,
					d->m->id, &answers);

	if (err || !answers.count)
		return err;
	str_init(&s, d->arena, 512);
	for (size_t i = 0; i < answers.count; i++)
		str_printf(&s, "%s: %s\n", answers.lines[i].label,
			   answers.lines[i].text);
	add(d, word(L, W_question_answers), s.ptr);
	return OK;
}

static void add_files(struct draft_paper *d, const struct attachment *list,
		      size_t n)
{
	struct str s;

	if (!n)
		return;
	str_init(&s, d->arena, 256);
	for (size_t i = 0; i < n; i++)
		str_printf(&s, "%s\n", list[i].name);
	add(d, word(L, W_desk_files), s.ptr);
}

static enum err fill(struct draft_paper *d)
{
	const struct matter *m = d->m;
	struct attachment *files;
	struct entry *list;
	size_t n, file_count;
	enum err err = entry_list(d->db, d->arena, m->id, 1, &list, &n);

	if (!err)
		err = attach_list(d->db, d->arena, m->id, &files, &file_count);
	if (err)
		return err;
	d->parts = arena_array(d->arena, n + 5, sizeof(*d->parts));
	err = add_facts(d);
	if (err)
		return err;
	add(d, word(L, W_desk_message),
	    arena_printf(d->arena, "%s%s%s", m->title, *m->title ? "\n\n" : "",
			 m->text));
	err = add_answers(d);
	if (err)
		return err;
	for (size_t i = 0; i < n; i++)
		add_entry(d, &list[i]);
	add_files(d, files, file_count);
	return OK;
}

enum err registry_paper(struct db *db, struct arena *a, const struct matter *m,
			struct str *ret_pdf)
{
	struct draft_paper d = {.db = db, .arena = a, .m = m};
	struct pdf pdf;
	const char *bytes;
	size_t len;
	enum err err = fill(&d);

	if (err)
		return err;
	pdf = (struct pdf){
		.title = word_fill(
			a, L, W_registry_mail_subject,
			WORDS(WORD_TEXT("number", matter_number(a, m)))),
		.parts = d.parts,
		.count = d.count,
	};
	err = pdf_make(a, &pdf, &bytes, &len);
	if (err)
		return err;
	str_init(ret_pdf, a, len + 1);
	str_add(ret_pdf, bytes, len);
	return OK;
}
