/*
 * message.c: a mail as it travels, made by GMime. Every line is short and
 * 7-bit (quoted-printable), so no relay on the way has to change it; the same
 * row always gives the same bytes, so a mail sent twice is recognised.
 */
#include "base/str.h"
#include "base/utf8.h"
#include "mail/mail.h"

#include <gmime/gmime.h>

static void unref(void *object)
{
	g_object_unref(object);
}

static void options_free(void *options)
{
	g_mime_format_options_free(options);
}

/* One line for a header: control characters, line breaks among them, become
 * spaces, so a value never begins a header of its own. */
static const char *one_line(struct arena *a, const char *value)
{
	const char *at = value ? value : "";
	struct str s;
	uint32_t c;
	char bytes[4];

	str_init(&s, a, 64);
	while ((c = utf8_next(&at)) != 0) {
		if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 ||
		    c == 0x2029)
			c = ' ';
		str_add(&s, bytes, utf8_put(bytes, c));
	}
	return str_trim(a, s.ptr);
}

/* ASCII that needs no encoding; a long word could not be folded. */
static bool plain_header(const char *text)
{
	const char *at;

	if (strlen(text) > 200)
		return false;

	for (at = text; *at; at++)
		if ((unsigned char)*at >= 0x80)
			return false;
	return !strstr(text, "=?");
}

static bool q_literal(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9');
}

static void put_q(struct str *s, const char *bytes, size_t n)
{
	size_t i;

	if (n == 1 && q_literal((unsigned char)bytes[0]))
		str_putc(s, bytes[0]);
	else if (n == 1 && bytes[0] == ' ')
		str_putc(s, '_');
	else
		for (i = 0; i < n; i++)
			str_printf(s, "=%02X", (unsigned char)bytes[i]);
}

/*
 * RFC 2047 words of at most 75 characters, no character cut in two. Not by
 * GMime: its words grow longer than allowed, and with base64 padding between
 * them it does not read them back itself.
 */
static const char *encode(struct arena *a, const char *text)
{
	enum { WORD_LEN = 75, SIGN_LEN = 12 };
	const char *at = text;
	size_t begun = 0;
	struct str s;
	uint32_t c;
	char bytes[4];

	if (plain_header(text))
		return text;
	str_init(&s, a, 2 * strlen(text) + WORD_LEN);
	str_puts(&s, "=?UTF-8?Q?");
	while ((c = utf8_next(&at)) != 0) {
		if (s.len - begun + SIGN_LEN + 2 > WORD_LEN) {
			str_puts(&s, "?= ");
			begun = s.len;
			str_puts(&s, "=?UTF-8?Q?");
		}
		put_q(&s, bytes, utf8_put(bytes, c));
	}
	str_puts(&s, "?=");
	return s.ptr;
}

/* A header's value as it travels. */
static const char *header_value(struct arena *a, const char *value)
{
	return encode(a, one_line(a, value));
}

/* Line breaks as LF, whatever the caller had. */
static const char *lf_only(struct arena *a, const char *text)
{
	struct str s;

	str_init(&s, a, strlen(text) + 1);
	for (; *text; text++) {
		if (*text == '\r' && text[1] == '\n')
			continue;
		if (*text == '\r')
			str_putc(&s, '\n');
		else
			str_putc(&s, *text);
	}
	return s.ptr;
}

static void add_part(struct arena *a, GMimeMultipart *to, const char *subtype,
		     const char *text)
{
	const char *body = lf_only(a, text);
	GMimePart *part = g_mime_part_new_with_type("text", subtype);
	GMimeStream *stream =
		g_mime_stream_mem_new_with_buffer(body, strlen(body));
	GMimeDataWrapper *content = g_mime_data_wrapper_new_with_stream(
		stream, GMIME_CONTENT_ENCODING_DEFAULT);

	g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset",
						 "utf-8");
	g_mime_part_set_content_encoding(
		part, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	g_mime_part_set_content(part, content);
	g_mime_multipart_add(to, GMIME_OBJECT(part));
	g_object_unref(content);
	g_object_unref(stream);
	g_object_unref(part);
}

/* The last part is the one a reader's program prefers (RFC 2046, 5.1.4). */
static GMimeMultipart *make_body(struct arena *a, const struct mail *m)
{
	GMimeMultipart *both = g_mime_multipart_new_with_subtype("alternative");

	/* "=_" cannot occur in quoted-printable text. */
	g_mime_multipart_set_boundary(
		both, arena_printf(a, "=_kaiku_%lld", (long long)m->id));
	add_part(a, both, "plain", m->body_text ? m->body_text : "");
	if (!str_empty(m->body_html))
		add_part(a, both, "html", m->body_html);
	return both;
}

/* Base64, under the name it has in its folder. */
static enum err add_file(GMimeMultipart *to, const char *path)
{
	const char *name = strrchr(path, '/');
	GMimePart *part;
	GMimeStream *stream = g_mime_stream_file_open(path, "r", NULL);
	GMimeDataWrapper *content;

	if (!stream)
		return ERR_UNAVAILABLE;
	part = g_mime_part_new_with_type("application", "x-tar");
	content = g_mime_data_wrapper_new_with_stream(
		stream, GMIME_CONTENT_ENCODING_DEFAULT);
	g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
	g_mime_part_set_filename(part, name ? name + 1 : path);
	g_mime_part_set_content(part, content);
	g_mime_multipart_add(to, GMIME_OBJECT(part));
	g_object_unref(content);
	g_object_unref(stream);
	g_object_unref(part);
	return OK;
}

static enum err add_body(struct arena *a, GMimeMessage *to,
			 const struct mail *m)
{
	GMimeMultipart *both = make_body(a, m), *all;
	enum err err;

	if (str_empty(m->file)) {
		g_mime_message_set_mime_part(to, GMIME_OBJECT(both));
		g_object_unref(both);
		return OK;
	}
	all = g_mime_multipart_new_with_subtype("mixed");
	g_mime_multipart_set_boundary(
		all, arena_printf(a, "=_kaiku_%lld_all", (long long)m->id));
	g_mime_multipart_add(all, GMIME_OBJECT(both));
	err = add_file(all, m->file);
	g_mime_message_set_mime_part(to, GMIME_OBJECT(all));
	g_object_unref(both);
	g_object_unref(all);
	return err;
}

struct addresses {
	const char *from, *reply_to, *to;
};

static enum err addresses_ascii(struct arena *a, const struct mail *m,
				const struct mail_from *from,
				struct addresses *ret_who)
{
	struct addresses found = {0};
	enum err err;

	err = mail_address_ascii(a, from->from, &found.from);
	if (!err && !str_empty(from->reply_to))
		err = mail_address_ascii(a, from->reply_to, &found.reply_to);
	if (!err)
		err = mail_address_ascii(a, m->to, &found.to);
	if (!err)
		*ret_who = found;
	return err;
}

static void add_address(InternetAddressList *to, const char *name,
			const char *address)
{
	InternetAddress *box = internet_address_mailbox_new(name, address);

	internet_address_list_add(to, box);
	g_object_unref(box);
}

static void add_addresses(GMimeMessage *to, const char *name,
			  const struct addresses *who)
{
	add_address(g_mime_message_get_from(to), name, who->from);
	if (who->reply_to)
		add_address(g_mime_message_get_reply_to(to), name,
			    who->reply_to);
	add_address(g_mime_message_get_to(to), NULL, who->to);
}

/* An address is no text: GMime would cut a long one into encoded words, and no
 * program would find it again. */
static void add_unsubscribe(struct arena *a, GMimeMessage *to, const char *url)
{
	static const char name[] = "List-Unsubscribe";
	GMimeObject *o = GMIME_OBJECT(to);

	g_mime_object_set_header(o, name, "", NULL);
	g_mime_header_set_raw_value(
		g_mime_header_list_get_header(g_mime_object_get_header_list(o),
					      name),
		arena_printf(a, " <%s>\n", url));
	g_mime_object_set_header(o, "List-Unsubscribe-Post",
				 "List-Unsubscribe=One-Click", NULL);
}

static void add_headers(struct arena *a, GMimeMessage *to, const struct mail *m,
			int64_t tenant, const char *domain)
{
	GDateTime *queued =
		g_date_time_new_from_unix_utc(id_time_us(m->id) / 1000000);

	g_mime_message_set_subject(to, header_value(a, m->subject), NULL);
	g_mime_message_set_date(to, queued);
	g_date_time_unref(queued);
	g_mime_message_set_message_id(
		to, arena_printf(a, "m%lld.t%lld@%s", (long long)m->id,
				 (long long)tenant, domain));
	g_mime_object_set_header(GMIME_OBJECT(to), "Auto-Submitted",
				 "auto-generated", NULL);
	g_mime_object_set_header(GMIME_OBJECT(to), "Content-Language",
				 lang_codes[m->lang], NULL);
	g_mime_object_set_header(GMIME_OBJECT(to), "MIME-Version", "1.0", NULL);
	if (!str_empty(m->unsubscribe))
		add_unsubscribe(a, to, m->unsubscribe);
}

static GMimeFormatOptions *dos_lines(struct arena *a)
{
	GMimeFormatOptions *options = g_mime_format_options_new();

	g_mime_format_options_set_newline_format(options,
						 GMIME_NEWLINE_FORMAT_DOS);
	arena_defer(a, options_free, options);
	return options;
}

static enum err write_out(struct arena *a, GMimeMessage *message,
			  struct letter *ret_letter)
{
	GMimeStream *to = g_mime_stream_mem_new();
	GByteArray *bytes;

	arena_defer(a, unref, to);
	if (g_mime_object_write_to_stream(GMIME_OBJECT(message), dos_lines(a),
					  to) < 0)
		return ERR_INTERNAL;
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(to));
	ret_letter->message =
		arena_strndup(a, (const char *)bytes->data, bytes->len);
	ret_letter->len = bytes->len;
	return OK;
}

enum err mail_build(struct arena *a, const struct mail *m,
		    const struct mail_from *from, int64_t tenant,
		    struct letter *ret_letter)
{
	struct letter letter = {0};
	struct addresses who;
	GMimeMessage *message;
	enum err err = addresses_ascii(a, m, from, &who);

	if (err)
		return err;
	g_mime_init();
	message = g_mime_message_new(FALSE);
	arena_defer(a, unref, message);
	add_addresses(message, header_value(a, from->name), &who);
	add_headers(a, message, m, tenant, strchr(who.from, '@') + 1);
	err = add_body(a, message, m);
	if (err)
		return err;
	err = write_out(a, message, &letter);
	if (err)
		return err;
	letter.from = who.from;
	letter.to = who.to;
	*ret_letter = letter;
	return OK;
}
