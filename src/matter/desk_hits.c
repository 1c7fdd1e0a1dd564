/*
 * desk_hits.c: what could tell who wrote a text. The rule is in publish.c
 * (publication_hits); here it gets words and a place on the page.
 */
#include "matter/desk_hits.h"

#include "base/str.h"
#include "base/utf8.h"
#include "matter/desk.h"
#include "tenant/form.h"

enum { HITS_MAX = 40, NAME_MIN = 3 };

static enum word hit_word(enum hit_kind kind)
{
	static const enum word words[] = {
		[HIT_HETU] = W_hit_hetu,
		[HIT_BUSINESS_ID] = W_hit_business_id,
		[HIT_IBAN] = W_hit_iban,
		[HIT_PHONE] = W_hit_phone,
		[HIT_PLATE] = W_hit_plate,
		[HIT_MAIL] = W_hit_mail,
	};

	return words[kind];
}

enum err desk_mask(struct request *req, const struct matter *m,
		   const char *text, const char **ret_text)
{
	struct hit *hits;
	size_t n;
	enum err err;

	err = publication_hits(req->db, req->arena, text, &hits, &n);
	if (!err)
		*ret_text = redact_mask(req->arena, text, hits, n,
					word(m->lang, W_desk_masked));
	return err;
}

/* ---- marked in the original ---- */

struct pieces {
	struct arena *arena;
	struct desk_piece *list;
	size_t count;
};

static void add_piece(struct pieces *to, const char *text, size_t n, bool hit)
{
	if (n)
		to->list[to->count++] = (struct desk_piece){
			.text = arena_strndup(to->arena, text, n),
			.hit = hit,
		};
}

enum err desk_marked(struct request *req, const char *text,
		     struct desk_marked *ret_marked)
{
	struct pieces p = {.arena = req->arena};
	struct hit *hits;
	size_t n, at = 0;
	enum err err;

	err = publication_hits(req->db, req->arena, text, &hits, &n);
	if (err)
		return err;
	p.list = arena_array(req->arena, 2 * n + 1, sizeof(*p.list));
	for (size_t i = 0; i < n; i++) {
		add_piece(&p, text + at, hits[i].from - at, false);
		add_piece(&p, text + hits[i].from, hits[i].to - hits[i].from,
			  true);
		at = hits[i].to;
	}
	add_piece(&p, text + at, strlen(text + at), false);
	*ret_marked = (struct desk_marked){p.list, p.count, n > 0};
	return OK;
}

/* ---- what still stands there ---- */

/* A field of the form and the text it would show; NULL shows nothing. */
struct shown {
	struct field *field;
	const char *text;
	enum word where;
};
enum { SHOWN = 5 };

static void shown_list(const struct matter *m, const struct publish *p,
		       struct desk_publish *v, struct shown to[SHOWN])
{
	to[0] = (struct shown){&v->title, p->title, W_desk_publish_title};
	to[1] = (struct shown){&v->text, p->show_text ? p->text : NULL,
			       W_desk_publish_text};
	to[2] = (struct shown){&v->answer, p->show_answer ? p->answer : NULL,
			       W_desk_publish_answer};
	to[3] = (struct shown){&v->show_nickname,
			       p->show_nickname ? m->nickname : NULL,
			       W_desk_publish_nickname};
	to[4] = (struct shown){&v->show_place, p->show_place ? m->place : NULL,
			       W_desk_place};
}

static enum err add_hits(struct request *req, const struct shown *s,
			 struct desk_hit list[HITS_MAX], size_t *count)
{
	struct hit *hits;
	size_t n;
	enum err err;

	if (str_empty(s->text))
		return OK;
	err = publication_hits(req->db, req->arena, s->text, &hits, &n);
	if (err)
		return err;
	for (size_t i = 0; i < n && *count < HITS_MAX; i++)
		list[(*count)++] = (struct desk_hit){
			.kind = hit_word(hits[i].kind),
			.text = arena_strndup(req->arena,
					      s->text + hits[i].from,
					      hits[i].to - hits[i].from),
			.field = s->field->name,
			.where = s->where,
		};
	return OK;
}

/* ---- the sender's name ---- */

static bool is_letter(unsigned char c)
{
	return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Words that begin with it: Finnish names have endings. */
static bool has_word(const char *lower_text, const char *name)
{
	for (const char *at = lower_text; (at = strstr(at, name)); at++)
		if (at == lower_text || !is_letter((unsigned char)at[-1]))
			return true;
	return false;
}

static const char *name_found(struct arena *a, const char *name,
			      const char *text)
{
	const char *lower = str_lower(a, text);
	const char *word;

	for (; *name; name += strcspn(name, " -")) {
		name += strspn(name, " -");
		word = arena_strndup(a, name, strcspn(name, " -"));
		if (utf8_length(word) >= NAME_MIN &&
		    has_word(lower, str_lower(a, word)))
			return word;
	}
	return NULL;
}

static enum err add_name(struct request *req, const struct matter *m,
			 const struct shown list[SHOWN], struct desk_publish *v)
{
	const char *found = NULL;
	struct party party;
	enum err err;

	err = matter_party(req->db, req->arena, m->id, &party);
	if (err)
		return err;
	for (int i = 0; i < SHOWN && !found; i++)
		if (list[i].text)
			found = name_found(req->arena, party.name,
					   list[i].text);
	if (found)
		v->name = (struct notice){
			.tone = TONE_WARNING,
			.text = word_fill(req->arena, req->lang,
					  W_desk_publish_name,
					  WORDS(WORD_TEXT("name", found))),
		};
	return OK;
}

enum err desk_hits_find(struct request *req, const struct matter *m,
			const struct publish *p, struct desk_publish *v)
{
	struct desk_hit *hits =
		arena_array(req->arena, HITS_MAX, sizeof(*hits));
	struct shown list[SHOWN];
	enum err err = OK;

	shown_list(m, p, v, list);
	for (int i = 0; i < SHOWN && !err; i++)
		err = add_hits(req, &list[i], hits, &v->hit_count);
	v->hits = hits;
	return err ? err : add_name(req, m, list, v);
}

void desk_hits_wrong(struct request *req, struct desk_publish *v)
{
	struct field *fields[] = {&v->title, &v->text, &v->answer,
				  &v->show_nickname, &v->show_place};

	for (size_t h = 0; h < v->hit_count; h++)
		for (int i = 0; i < SHOWN; i++) {
			struct field *f = fields[i];

			if (f->error || !str_same(f->name, v->hits[h].field))
				continue;
			f->error = word(req->lang,
					i < 3 ? W_desk_publish_error_hits
					      : W_desk_publish_error_hits_box);
			error_add(req, &v->errors, f->name, f->error);
		}
}
