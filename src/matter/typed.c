/*
 * typed.c: reads the form. A name is a fixed contract: other pages link here
 * with ?topic= and ?type=, and programs post these fields.
 */
#include "matter/typed.h"

#include "attach/attach.h"
#include "base/str.h"
#include "base/utf8.h"
#include "http/repeat.h"
#include "matter/where.h"
#include "text/redact.h"

#include <inttypes.h>

/* ---- files ---- */

static void file_wrong(struct typed_files *f, enum word wrong)
{
	f->wrong = wrong;
	f->is_wrong = true;
}

static void add_file(struct typed_files *f, const struct upload *u)
{
	if (f->count == HTTP_FILES_MAX)
		file_wrong(f, W_file_too_many);
	else
		f->list[f->count++] = *u;
}

static void read_uploads(const struct form *form, struct typed_files *f)
{
	for (size_t i = 0; i < form->upload_count; i++) {
		const struct upload *u = &form->uploads[i];

		if (str_empty(u->media_type))
			file_wrong(f, W_file_type);
		else if (u->bytes)
			add_file(f, u);
	}
	if (form->too_large)
		file_wrong(f, W_file_too_large);
}

static enum err read_ticket(struct request *req, const char *ticket,
			    struct typed_files *f)
{
	struct upload u;
	bool is_free;
	enum err err;

	if (attach_from_ticket(req->arena, db_tenant(req->db), ticket, &u)) {
		file_wrong(f, W_file_gone);
		return OK;
	}
	err = attach_is_free(req->db, req->arena, u.file, &is_free);
	if (err)
		return err;
	if (is_free)
		add_file(f, &u);
	else
		file_wrong(f, W_file_gone);
	return OK;
}

enum err typed_files_add(struct request *req, const char *tickets,
			 struct typed_files *f)
{
	enum err err = OK;

	while (!err && *tickets) {
		size_t n = strcspn(tickets, " ");

		err = read_ticket(req, arena_strndup(req->arena, tickets, n),
				  f);
		tickets += n + (tickets[n] == ' ');
	}
	return err;
}

enum err typed_files_read(struct request *req, struct typed_files *ret_files)
{
	struct typed_files f = {.count = 0};
	enum err err = OK;

	for (size_t i = 0; i < req->form->field_count && !err; i++)
		if (str_same(req->form->fields[i].name, "kept"))
			err = read_ticket(req, req->form->fields[i].value, &f);
	if (err)
		return err;
	read_uploads(req->form, &f);
	*ret_files = f;
	return OK;
}

const struct kept_file *typed_files_keep(struct request *req,
					 const struct typed_files *f)
{
	struct kept_file *kept =
		arena_array(req->arena, f->count, sizeof(*kept));

	for (size_t i = 0; i < f->count; i++)
		kept[i] = (struct kept_file){
			.ticket = attach_ticket(req->arena, db_tenant(req->db),
						&f->list[i]),
			.name = f->list[i].name,
			.bytes = f->list[i].bytes,
		};
	return kept;
}

struct photo_field typed_photo(struct request *req, const struct typed_files *f,
			       enum word label, enum word hint)
{
	struct photo_field photo = {
		.field = {.name = "photo",
			  .label = word(req->lang, label),
			  .hint = word(req->lang, hint),
			  .multiple = true,
			  .accept = "image/jpeg,image/png,image/webp,"
				    "image/heic,.heic,application/pdf"},
	};

	if (!f)
		return photo;
	photo.kept = typed_files_keep(req, f);
	photo.kept_count = f->count;
	if (f->is_wrong)
		photo.field.error = word(req->lang, f->wrong);
	return photo;
}

const char *typed_too_long(struct request *req, const char *text)
{
	if (utf8_length(text) <= TEXT_MAX)
		return NULL;
	return word_fill(req->arena, req->lang, W_give_error_text_long,
			 WORDS(WORD_INT("n", TEXT_MAX)));
}

bool typed_look(const struct request *req)
{
	return !str_empty(req_field(req, "look"));
}

void typed_again(struct request *req, const struct kept_file *files,
		 size_t count, struct page *p)
{
	const struct kept_field *came;
	struct kept_field *kept;
	size_t n, total = 0;

	if (!page_keep(req, &came, &n))
		return;
	kept = arena_array(req->arena, n + count + 1, sizeof(*kept));
	for (size_t i = 0; i < n; i++)
		if (!str_same(came[i].name, "kept"))
			kept[total++] = came[i];
	if (!typed_look(req))
		kept[total++] = (struct kept_field){"look", "again"};
	for (size_t i = 0; i < count; i++)
		kept[total++] = (struct kept_field){"kept", files[i].ticket};
	p->again = true;
	p->kept = kept;
	p->kept_count = total;
}

/* ---- the fields of "give" ---- */

/* Degrees with a point or a comma. */
static bool read_degrees(struct arena *a, const char *text, double *ret_value)
{
	char *number = arena_strdup(a, text);
	char *end;

	if (number[strspn(number, "0123456789+-.,")])
		return false;
	for (char *c = number; *c; c++)
		if (*c == ',')
			*c = '.';
	*ret_value = strtod(number, &end);
	return end != number && !*end;
}

bool typed_point(struct request *req, struct typed *t)
{
	bool lat = read_degrees(req->arena, t->lat, &t->g.lat);
	bool lon = read_degrees(req->arena, t->lon, &t->g.lon);

	t->g.has_point = lat && lon;
	return t->g.has_point || (str_empty(t->lat) && str_empty(t->lon));
}

static bool says_no(const char *value)
{
	return str_same(value, "no") || str_same(value, "0") ||
	       str_same(value, "false");
}

static bool says_yes(const char *value)
{
	return !str_empty(value) && !says_no(value);
}

/* An identity code or an account number is not for a feedback form. */
static bool too_private(struct arena *a, const char *text)
{
	static const enum hit_kind kinds[] = {HIT_HETU, HIT_IBAN};
	struct hit *hits;
	size_t n = 0;

	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]) && !n; k++) {
		redact_find_one(a, kinds[k], text, NULL, &hits, &n);
		while (n && hits[n - 1].verdict == HIT_KEEP)
			n--;
	}
	return n > 0;
}

static struct give read_give(const struct request *req)
{
	const char *wants = req_field(req, "wants_reply");

	return (struct give){
		.kind = "feedback",
		.type = req_field(req, "type"),
		.topic_code = req_field(req, "topic"),
		.title = req_field(req, "title"),
		.text = req_field(req, "text"),
		.place = req_field(req, "place"),
		.facility_code = req_field(req, "facility"),
		.nickname = req_field(req, "nickname"),
		.party = {.name = req_field(req, "name"),
			  .mail = req_field(req, "email"),
			  .phone = req_field(req, "phone")},
		.wants_reply = says_yes(wants),
		.no_reply = says_no(wants),
		.may_publish = says_yes(req_field(req, "may_publish")),
		.lang = req->lang,
		.channel = "web",
	};
}

static bool asks_first(struct arena *a, const struct give *g)
{
	return too_private(a, g->text) || too_private(a, g->title) ||
	       too_private(a, g->place);
}

enum err typed_read(struct request *req, struct typed *ret_typed)
{
	struct typed t = {
		.g = read_give(req),
		.lat = req_field(req, "lat"),
		.lon = req_field(req, "lon"),
		.wants_reply = req_field(req, "wants_reply"),
		.send_anyway = says_yes(req_field(req, "send_anyway")),
	};
	bool point_good = typed_point(req, &t);
	enum err err;

	t.warn = asks_first(req->arena, &t.g);
	err = typed_files_read(req, &t.files);
	if (!err)
		err = matter_give_check(req->db, req->arena, &t.g, &t.topic,
					t.fault);
	if (!err)
		err = question_ask_read(req, t.topic.id, &t.asked);
	if (err)
		return err;
	if (!point_good)
		t.fault[GIVE_POINT] = FAULT_MALFORMED;
	*ret_typed = t;
	return OK;
}

bool typed_good(const struct typed *t)
{
	for (int i = 0; i < GIVE__COUNT; i++)
		if (t->fault[i])
			return false;
	return !t->files.is_wrong && (!t->warn || t->send_anyway) &&
	       question_ask_good(&t->asked);
}

enum err typed_store(struct request *req, struct typed *t,
		     struct given *ret_given)
{
	enum err err;

	t->g.uploads = t->files.list;
	t->g.upload_count = t->files.count;
	err = where_find(req->db, req->arena, &t->g);
	if (err)
		return err;
	err = matter_give_checked(req->db, req->arena, &t->g, &t->topic,
				  ret_given);
	if (!err)
		err = question_ask_keep(req->db, ret_given->m.id, &t->asked);
	if (err)
		return err;
	return repeat_keep(
		req, arena_printf(req->arena, "%" PRId64, ret_given->m.id));
}
