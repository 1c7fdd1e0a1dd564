/*
 * incoming_parts.c: the parts of a mail: the text to read, the files that came
 * along, the report of a mail that did not arrive, a mail within the mail.
 */
#include "mail/incoming_parts.h"

#include "base/str.h"
#include "base/utf8.h"

enum { TRIMMING_BYTES = 12000 };

struct walk {
	struct arena *a;
	struct incoming *to;
	struct str text;  /* of all plain parts */
	const char *html; /* of the first part of HTML that has no plain twin */
	bool clipped;
	bool report; /* within multipart/report */
	int parts;
};

/* The part's bytes without their transfer encoding; at most max + 1. */
static GByteArray *content_of(struct walk *w, GMimePart *part)
{
	GMimeDataWrapper *from = g_mime_part_get_content(part);
	GMimeStream *to = g_mime_stream_mem_new();
	GByteArray *bytes =
		g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(to));

	arena_defer(w->a, g_object_unref, to);
	if (from)
		(void)!g_mime_data_wrapper_write_to_stream(from, to);
	return bytes;
}

/* ---- text ---- */

static const char *text_of(struct walk *w, GMimePart *part)
{
	GByteArray *bytes = content_of(w, part);
	size_t n = bytes->len < 4 * INCOMING_TEXT_MAX ? bytes->len
						      : 4 * INCOMING_TEXT_MAX;
	const char *charset = g_mime_object_get_content_type_parameter(
		GMIME_OBJECT(part), "charset");

	return utf8_clip(w->a,
			 charset_text(w->a, charset ? charset : "",
				      (const char *)bytes->data, n),
			 INCOMING_TEXT_MAX);
}

static void add_text(struct walk *w, const char *text)
{
	if (w->text.len)
		str_puts(&w->text, "\n\n");
	if (w->text.len < INCOMING_TEXT_MAX)
		str_puts(&w->text, text);
}

/* ---- files ---- */

static void add_file(struct walk *w, GMimePart *part)
{
	struct incoming *to = w->to;
	struct incoming_file *f = &to->file[to->file_count];
	GByteArray *bytes;

	if (to->file_count == INCOMING_FILES_MAX || w->clipped) {
		to->files_left++;
		return;
	}
	bytes = content_of(w, part);
	if (!bytes->len)
		return;
	if (bytes->len > INCOMING_FILE_MAX) {
		to->files_left++;
		return;
	}
	f->name = incoming_line(w->a, g_mime_part_get_filename(part), 200);
	f->bytes = (const char *)bytes->data;
	f->n = bytes->len;
	to->file_count++;
}

/* ---- a report of delivery (RFC 3464) ---- */

/* "Action: failed" in lines of fields; "" when there is none. */
static const char *field_of(struct arena *a, const char *text, const char *name)
{
	size_t n = strlen(name);

	while (*text) {
		size_t len = strcspn(text, "\n");
		const char *line = arena_strndup(a, text, len);

		if (len > n && line[n] == ':' &&
		    str_same_nocase(arena_strndup(a, line, n), name))
			return incoming_line(a, line + n + 1, 90);
		text += len + (text[len] == '\n');
	}
	return "";
}

static void read_report(struct walk *w, GMimePart *part)
{
	const char *text = text_of(w, part);

	w->to->action = str_lower(w->a, field_of(w->a, text, "Action"));
	w->to->status = field_of(w->a, text, "Status");
}

/* Which of our mails it is about. */
static void read_returned(struct walk *w, const char *message_id)
{
	const char *id = message_id + strspn(message_id, "< ");

	incoming_add_ref(w->a, w->to,
			 arena_strndup(w->a, id, strcspn(id, "> ")));
}

/* ---- a mail within the mail ---- */

static void read_passed_on(struct walk *w, GMimeMessage *m)
{
	struct incoming *to = w->to;
	struct incoming of = {.of_name = "", .of_mail = "", .text = ""};

	if (!str_empty(to->of_mail))
		return;
	of.to = of.refs = arena_array(w->a, INCOMING_TO_MAX, sizeof(*of.to));
	incoming_sender(w->a, m, &to->of_name, &to->of_mail);
	to->of_subject =
		incoming_line(w->a, g_mime_message_get_subject(m), 900);
	of.action = of.status = of.of_subject = of.of_text = of.folded = "";
	/* Its own enclosed mails stay closed: of_mail is set. */
	of.of_mail = "closed";
	of.file_count = to->file_count;
	memcpy(of.file, to->file, sizeof(of.file));
	incoming_read_parts(w->a, m, w->clipped, &of);
	to->of_text = of.text;
	memcpy(to->file, of.file, sizeof(of.file));
	to->file_count = of.file_count;
	to->files_left += of.files_left;
}

static void read_message_part(struct walk *w, GMimeMessagePart *part)
{
	GMimeMessage *m = g_mime_message_part_get_message(part);

	if (!m)
		return;
	if (w->report) {
		const char *id = g_mime_message_get_message_id(m);

		read_returned(w, id ? id : "");
	} else {
		read_passed_on(w, m);
	}
}

/* ---- the tree ---- */

static bool is_attachment(GMimePart *part)
{
	const char *how = g_mime_object_get_disposition(GMIME_OBJECT(part));

	return how && str_same_nocase(how, "attachment");
}

static bool is_type(GMimePart *part, const char *type, const char *subtype)
{
	return g_mime_content_type_is_type(
		g_mime_object_get_content_type(GMIME_OBJECT(part)), type,
		subtype);
}

/* A seal on the mail, or the little picture in a signature: nothing the sender
 * wants us to have. */
static bool is_trimming(GMimePart *part)
{
	const char *id = g_mime_part_get_content_id(part);
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *s =
		content ? g_mime_data_wrapper_get_stream(content) : NULL;

	if (is_type(part, "application", "pgp-signature") ||
	    is_type(part, "application", "pkcs7-signature") ||
	    is_type(part, "application", "x-pkcs7-signature"))
		return true;
	return id && is_type(part, "image", "*") && s &&
	       g_mime_stream_length(s) < TRIMMING_BYTES;
}

static void read_part(struct walk *w, GMimePart *part)
{
	if (is_trimming(part))
		return;
	if (w->report && is_type(part, "message", "delivery-status"))
		read_report(w, part);
	else if (w->report && is_type(part, "text", "rfc822-headers"))
		read_returned(w,
			      field_of(w->a, text_of(w, part), "Message-ID"));
	else if (is_attachment(part) || (!is_type(part, "text", "plain") &&
					 !is_type(part, "text", "html")))
		add_file(w, part);
	else if (is_type(part, "text", "plain"))
		add_text(w, text_of(w, part));
	else if (!w->html)
		w->html = html_text(w->a, text_of(w, part));
}

static void read_object(struct walk *w, GMimeObject *o, int depth);

/* Of alternatives a plain text that says something is enough. */
static void read_many(struct walk *w, GMimeMultipart *many, int depth)
{
	int n = g_mime_multipart_get_count(many);
	bool was = w->report;

	w->report = was ||
		    g_mime_content_type_is_type(
			    g_mime_object_get_content_type(GMIME_OBJECT(many)),
			    "multipart", "report");
	for (int i = 0; i < n && w->parts < INCOMING_PARTS_MAX; i++)
		read_object(w, g_mime_multipart_get_part(many, i), depth + 1);
	w->report = was;
}

static bool within(struct walk *w, int depth)
{
	return depth <= INCOMING_DEPTH_MAX && w->parts++ < INCOMING_PARTS_MAX;
}

/* GMime's three questions are macros of a dozen statements each. */
// NOLINTNEXTLINE(readability-function-size)
static void read_object(struct walk *w, GMimeObject *o, int depth)
{
	if (!o || !within(w, depth)) {
		w->to->files_left++;
		return;
	}
	if (GMIME_IS_MULTIPART(o))
		read_many(w, GMIME_MULTIPART(o), depth);
	else if (GMIME_IS_MESSAGE_PART(o))
		read_message_part(w, GMIME_MESSAGE_PART(o));
	else if (GMIME_IS_PART(o))
		read_part(w, GMIME_PART(o));
}

void incoming_read_parts(struct arena *a, GMimeMessage *message, bool clipped,
			 struct incoming *to)
{
	struct walk w = {.a = a, .to = to, .clipped = clipped};

	str_init(&w.text, a, 256);
	read_object(&w, g_mime_message_get_mime_part(message), 0);
	if (!w.text.len && w.html)
		str_puts(&w.text, w.html);
	to->text = utf8_clean(a, w.text.ptr);
}
