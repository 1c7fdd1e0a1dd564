/*
 * incoming_pack.c: a mail that was taken apart, as bytes that cross from the
 * process that opened it. A field is a letter, a length in four bytes, and the
 * bytes. Whoever reads them believes nothing: the process that wrote them has
 * read a stranger's mail.
 */
#include "base/str.h"
#include "base/utf8.h"
#include "mail/incoming.h"

enum { HEAD = 5 };

enum field {
	F_KIND = 'k',
	F_MESSAGE_ID = 'i',
	F_FROM_NAME = 'n',
	F_FROM_MAIL = 'm',
	F_SUBJECT = 's',
	F_TEXT = 't',
	F_FOLDED = 'q',
	F_OF_NAME = 'N',
	F_OF_MAIL = 'M',
	F_OF_SUBJECT = 'S',
	F_OF_TEXT = 'T',
	F_ACTION = 'a',
	F_STATUS = 'c',
	F_TO = 'o',
	F_REF = 'r',
	F_FILE_NAME = 'f',
	F_FILE = 'F',
	F_FILES_LEFT = 'l',
};

struct packer {
	char *to;
	size_t max, n;
	bool full;
};

static void put(struct packer *p, enum field f, const char *bytes, size_t n)
{
	uint32_t length = (uint32_t)n;

	if (n > UINT32_MAX || p->full || p->max - p->n < HEAD ||
	    p->max - p->n - HEAD < n) {
		p->full = true;
		return;
	}
	p->to[p->n] = (char)f;
	memcpy(p->to + p->n + 1, &length, sizeof(length));
	memcpy(p->to + p->n + HEAD, bytes, n);
	p->n += HEAD + n;
}

static void put_text(struct packer *p, enum field f, const char *text)
{
	put(p, f, text, strlen(text));
}

/* The texts of a mail, by their field. */
struct text_field {
	enum field field;
	size_t max; /* bytes */
	size_t at;  /* in struct incoming */
};
static const struct text_field texts[] = {
	{F_MESSAGE_ID, 1000, offsetof(struct incoming, message_id)},
	{F_FROM_NAME, 1000, offsetof(struct incoming, from_name)},
	{F_FROM_MAIL, 320, offsetof(struct incoming, from_mail)},
	{F_SUBJECT, 4000, offsetof(struct incoming, subject)},
	{F_TEXT, 4 * INCOMING_TEXT_MAX, offsetof(struct incoming, text)},
	{F_FOLDED, 4 * INCOMING_TEXT_MAX, offsetof(struct incoming, folded)},
	{F_OF_NAME, 1000, offsetof(struct incoming, of_name)},
	{F_OF_MAIL, 320, offsetof(struct incoming, of_mail)},
	{F_OF_SUBJECT, 4000, offsetof(struct incoming, of_subject)},
	{F_OF_TEXT, 4 * INCOMING_TEXT_MAX, offsetof(struct incoming, of_text)},
	{F_ACTION, 100, offsetof(struct incoming, action)},
	{F_STATUS, 100, offsetof(struct incoming, status)},
};
enum { TEXTS = sizeof(texts) / sizeof(*texts) };

static const char **text_at(const struct incoming *m,
			    const struct text_field *f)
{
	return (const char **)(void *)((char *)(uintptr_t)m + f->at);
}

bool incoming_pack(const struct incoming *m, char *to, size_t max,
		   size_t *ret_n)
{
	struct packer p = {.to = to, .max = max};
	char kind = (char)m->kind;

	put(&p, F_KIND, &kind, 1);
	for (size_t i = 0; i < TEXTS; i++)
		put_text(&p, texts[i].field, *text_at(m, &texts[i]));
	for (size_t i = 0; i < m->to_count; i++)
		put_text(&p, F_TO, m->to[i]);
	for (size_t i = 0; i < m->ref_count; i++)
		put_text(&p, F_REF, m->refs[i]);
	for (size_t i = 0; i < m->file_count; i++) {
		put_text(&p, F_FILE_NAME, m->file[i].name);
		put(&p, F_FILE, m->file[i].bytes, m->file[i].n);
	}
	put(&p, F_FILES_LEFT, (const char *)&m->files_left,
	    sizeof(m->files_left));
	*ret_n = p.n;
	return !p.full;
}

/* ---- back ---- */

struct piece {
	enum field field;
	const char *bytes;
	size_t n;
};

static bool next_piece(const char **at, size_t *left, struct piece *ret_piece)
{
	uint32_t n;

	if (*left < HEAD)
		return false;
	memcpy(&n, *at + 1, sizeof(n));
	if (n > *left - HEAD)
		return false;
	*ret_piece = (struct piece){(enum field) * *at, *at + HEAD, n};
	*at += HEAD + n;
	*left -= HEAD + n;
	return true;
}

/* NULL unless it is clean text of at most max bytes. */
static const char *text_of(struct arena *a, const struct piece *p, size_t max)
{
	const char *text;

	if (p->n > max || memchr(p->bytes, '\0', p->n) ||
	    !utf8_valid(p->bytes, p->n))
		return NULL;
	text = arena_strndup(a, p->bytes, p->n);
	return str_same(text, utf8_clean(a, text)) ? text : NULL;
}

static bool add_to(struct arena *a, const struct piece *p, const char **list,
		   size_t *count, size_t max)
{
	const char *text = *count < max ? text_of(a, p, 1000) : NULL;

	if (text)
		list[(*count)++] = text;
	return text != NULL;
}

static bool read_text(struct arena *a, const struct piece *p,
		      struct incoming *m)
{
	for (size_t i = 0; i < TEXTS; i++) {
		const char *text;

		if (texts[i].field != p->field)
			continue;
		text = text_of(a, p, texts[i].max);
		if (text)
			*text_at(m, &texts[i]) = text;
		return text != NULL;
	}
	return false;
}

static bool read_file(struct arena *a, const struct piece *p,
		      struct incoming *m)
{
	struct incoming_file *f = &m->file[m->file_count];

	if (m->file_count == INCOMING_FILES_MAX)
		return false;
	if (p->field == F_FILE_NAME) {
		f->name = text_of(a, p, 1000);
		return f->name != NULL;
	}
	if (p->n > INCOMING_FILE_MAX || !f->name)
		return false;
	f->bytes = p->bytes;
	f->n = p->n;
	m->file_count++;
	return true;
}

static bool read_number(const struct piece *p, struct incoming *m)
{
	if (p->field == F_KIND && p->n == 1 && *p->bytes >= 0 &&
	    *p->bytes < INCOMING__COUNT) {
		m->kind = (enum incoming_kind) * p->bytes;
		return true;
	}
	if (p->field != F_FILES_LEFT || p->n != sizeof(m->files_left))
		return false;
	memcpy(&m->files_left, p->bytes, p->n);
	return m->files_left >= 0;
}

static bool read_piece(struct arena *a, const struct piece *p,
		       struct incoming *m)
{
	switch (p->field) {
	case F_KIND:
	case F_FILES_LEFT:
		return read_number(p, m);
	case F_TO:
		return add_to(a, p, (const char **)(uintptr_t)m->to,
			      &m->to_count, INCOMING_TO_MAX);
	case F_REF:
		return add_to(a, p, (const char **)(uintptr_t)m->refs,
			      &m->ref_count, INCOMING_REFS_MAX);
	case F_FILE_NAME:
	case F_FILE:
		return read_file(a, p, m);
	default:
		return read_text(a, p, m);
	}
}

enum err incoming_unpack(struct arena *a, const char *bytes, size_t n,
			 struct incoming *ret_mail)
{
	struct incoming m = {
		.to = arena_array(a, INCOMING_TO_MAX, sizeof(*m.to)),
		.refs = arena_array(a, INCOMING_REFS_MAX, sizeof(*m.refs)),
	};
	struct piece p;

	for (size_t i = 0; i < TEXTS; i++)
		*text_at(&m, &texts[i]) = "";
	while (n)
		if (!next_piece(&bytes, &n, &p) || !read_piece(a, &p, &m))
			return ERR_INVALID;
	*ret_mail = m;
	return OK;
}
