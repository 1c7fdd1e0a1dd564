/*
 * incoming.c: a mail taken apart by GMime: who wrote, to whom, what it
 * answers, and whether a person wrote at all.
 */
#include "mail/incoming.h"

#include "base/str.h"
#include "base/utf8.h"
#include "mail/incoming_parts.h"
#include "mail/mail.h"

incoming_open_fn *incoming_open;

static void unref(void *object)
{
	g_object_unref(object);
}

void incoming_prepare(void)
{
	static const char *fallback[] = {"utf-8", "windows-1252", NULL};
	GMimeParserOptions *o;

	g_mime_init();
	charset_prepare();
	o = g_mime_parser_options_get_default();
	g_mime_parser_options_set_fallback_charsets(o, fallback);
	/* Sets up what GLib sets up at first use. */
	g_object_unref(g_mime_message_new(FALSE));
}

/* A header's words: clean, in one line, "" when there is none. */
const char *incoming_line(struct arena *a, const char *value, size_t max)
{
	char *line = arena_strdup(a, charset_text(a, "", value ? value : "",
						  value ? strlen(value) : 0));

	for (char *c = line; *c; c++)
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	return utf8_clip(a, str_trim(a, line), max);
}

static const char *header(struct arena *a, GMimeMessage *m, const char *name)
{
	return incoming_line(a, g_mime_object_get_header(GMIME_OBJECT(m), name),
			     900);
}

static bool has_header(GMimeMessage *m, const char *name)
{
	return g_mime_object_get_header(GMIME_OBJECT(m), name) != NULL;
}

/* ---- who ---- */

/* Groups are opened one deep. */
static void add_mail(struct arena *a, InternetAddress *one, struct incoming *to)
{
	const char **list = (const char **)(uintptr_t)to->to;
	const char *mail;

	if (!INTERNET_ADDRESS_IS_MAILBOX(one) ||
	    to->to_count == INCOMING_TO_MAX)
		return;
	mail = incoming_line(a,
			     internet_address_mailbox_get_addr(
				     INTERNET_ADDRESS_MAILBOX(one)),
			     254);
	if (mail_address_ok(mail))
		list[to->to_count++] = mail;
}

static void add_list(struct arena *a, InternetAddressList *list,
		     struct incoming *to)
{
	int n = list ? internet_address_list_length(list) : 0;

	for (int i = 0; i < n && i < 1000; i++)
		add_mail(a, internet_address_list_get_address(list, i), to);
}

static void add_header(struct arena *a, GMimeMessage *m, const char *name,
		       struct incoming *to)
{
	const char *value = header(a, m, name);
	InternetAddressList *list = internet_address_list_parse(NULL, value);

	add_list(a, list, to);
	if (list)
		g_object_unref(list);
}

static void read_recipients(struct arena *a, GMimeMessage *m,
			    struct incoming *to)
{
	/* What delivered it knows best. */
	add_header(a, m, "X-Original-To", to);
	add_header(a, m, "Delivered-To", to);
	add_header(a, m, "Envelope-To", to);
	add_list(a, g_mime_message_get_to(m), to);
	add_list(a, g_mime_message_get_cc(m), to);
}

void incoming_sender(struct arena *a, GMimeMessage *m, const char **ret_name,
		     const char **ret_mail)
{
	InternetAddressList *list = g_mime_message_get_from(m);
	InternetAddress *one;
	const char *mail;

	*ret_name = *ret_mail = "";
	if (!list || internet_address_list_length(list) < 1)
		return;
	one = internet_address_list_get_address(list, 0);
	*ret_name = incoming_line(a, internet_address_get_name(one), 100);
	if (!INTERNET_ADDRESS_IS_MAILBOX(one))
		return;
	mail = incoming_line(a,
			     internet_address_mailbox_get_addr(
				     INTERNET_ADDRESS_MAILBOX(one)),
			     254);
	if (mail_address_ok(mail))
		*ret_mail = mail;
}

/* ---- what it answers ---- */

void incoming_add_ref(struct arena *a, struct incoming *to, const char *id)
{
	const char **list = (const char **)(uintptr_t)to->refs;
	const char *clean = incoming_line(a, id, 900);

	if (to->ref_count < INCOMING_REFS_MAX && *clean)
		list[to->ref_count++] = clean;
}

/* The last of References is the nearest. */
static void read_refs(struct arena *a, GMimeMessage *m, struct incoming *to)
{
	static const char *const names[] = {"In-Reply-To", "References", NULL};

	for (const char *const *n = names; *n; n++) {
		GMimeReferences *refs =
			g_mime_references_parse(NULL, header(a, m, *n));
		int count = refs ? g_mime_references_length(refs) : 0;

		for (int i = count - 1; i >= 0; i--)
			incoming_add_ref(
				a, to,
				g_mime_references_get_message_id(refs, i));
		if (refs)
			g_mime_references_free(refs);
	}
}

/* ---- did a person write ---- */

static int hops(GMimeMessage *m)
{
	GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(m));
	int n = g_mime_header_list_get_count(list), received = 0;

	for (int i = 0; i < n; i++)
		received += str_same_nocase(
			g_mime_header_get_name(
				g_mime_header_list_get_header_at(list, i)),
			"Received");
	return received;
}

static bool is_one_of(const char *value, const char *const *list)
{
	for (; *list; list++)
		if (str_same_nocase(value, *list))
			return true;
	return false;
}

/* RFC 3834, 2 and 5; the others are what programs say instead. */
static bool is_automatic(struct arena *a, GMimeMessage *m)
{
	static const char *const precedence[] = {"bulk", "junk", "list",
						 "auto_reply", NULL};
	static const char *const marks[] = {
		"X-Autoreply",      "X-Autorespond", "X-Auto-Reply",
		"X-Autogenerated",  "X-Vacation",    "List-Id",
		"List-Unsubscribe", "Feedback-ID",   NULL};
	const char *said = header(a, m, "Auto-Submitted");

	if (!str_empty(said) && !str_starts(said, "no"))
		return true;
	if (is_one_of(header(a, m, "Precedence"), precedence))
		return true;
	for (const char *const *n = marks; *n; n++)
		if (has_header(m, *n))
			return true;
	said = header(a, m, "X-Auto-Response-Suppress");
	return !str_empty(said) && !str_same_nocase(said, "None");
}

/* No return path, or a mail system's own name. */
static bool from_a_mailer(struct arena *a, GMimeMessage *m, const char *from)
{
	const char *path = header(a, m, "Return-Path");

	return str_same(path, "<>") || str_empty(from) ||
	       str_starts(str_lower(a, from), "mailer-daemon@") ||
	       str_starts(str_lower(a, from), "postmaster@");
}

static enum incoming_kind kind_of(struct arena *a, GMimeMessage *m,
				  const struct incoming *found)
{
	if (hops(m) > INCOMING_HOPS_MAX)
		return INCOMING_LOOP;
	if (!str_empty(found->action))
		return INCOMING_BOUNCE;
	if (is_automatic(a, m))
		return INCOMING_AUTO;
	/* A person with a broken program is still one: only a mailer's empty
	 * return path or name tells. */
	return has_header(m, "Return-Path") && from_a_mailer(a, m, "x@x")
		       ? INCOMING_AUTO
	       : !str_empty(found->from_mail) &&
			       from_a_mailer(a, m, found->from_mail)
		       ? INCOMING_AUTO
		       : INCOMING_PERSON;
}

/* ---- the whole ---- */

/* mbox's first line, which some deliverers put before the mail. */
static void skip_mbox_line(const char **bytes, size_t *n)
{
	const char *end;

	if (*n < 5 || memcmp(*bytes, "From ", 5) != 0)
		return;
	end = memchr(*bytes, '\n', *n);
	if (!end)
		return;
	*n -= (size_t)(end + 1 - *bytes);
	*bytes = end + 1;
}

static GMimeMessage *open_mail(struct arena *a, const char *bytes, size_t n)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, n);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *m;

	arena_defer(a, unref, stream);
	arena_defer(a, unref, parser);
	g_mime_parser_set_format(parser, GMIME_FORMAT_MESSAGE);
	m = g_mime_parser_construct_message(parser, NULL);
	if (m)
		arena_defer(a, unref, m);
	return m;
}

enum err incoming_parse(struct arena *a, const char *bytes, size_t n,
			bool clipped, struct incoming *ret_mail)
{
	struct incoming m = {
		.to = arena_array(a, INCOMING_TO_MAX, sizeof(*m.to)),
		.refs = arena_array(a, INCOMING_REFS_MAX, sizeof(*m.refs)),
		.action = "",
		.status = "",
		.of_name = "",
		.of_mail = "",
		.of_subject = "",
		.of_text = "",
		.text = "",
		.folded = "",
	};
	GMimeMessage *message;

	skip_mbox_line(&bytes, &n);
	message = open_mail(a, bytes, n);
	if (!message)
		return ERR_INVALID;
	incoming_sender(a, message, &m.from_name, &m.from_mail);
	m.subject = incoming_line(a, g_mime_message_get_subject(message), 900);
	m.message_id =
		incoming_line(a, g_mime_message_get_message_id(message), 900);
	read_recipients(a, message, &m);
	read_refs(a, message, &m);
	incoming_read_parts(a, message, clipped, &m);
	m.kind = kind_of(a, message, &m);
	*ret_mail = m;
	return OK;
}
