/*
 * smtp.c: one message to one recipient through the relay, by libcurl.
 *
 * What decides is whether the relay had heard of this mail (MAIL FROM sent)
 * when it went wrong: a refused sign-in or a full relay says nothing about the
 * mail, a refused recipient does. libcurl's own error codes do not tell the
 * two apart in every version, so the conversation is followed.
 */
#include "base/str.h"
#include "base/utf8.h"
#include "mail/mail.h"

#include <curl/curl.h>
#include <sys/socket.h>

enum { CONNECT_TIMEOUT_MS = 15000, WORDS_MAX = 200 };

static int whole_timeout_ms = 60000;

struct talk {
	struct arena *arena;
	const struct letter *letter;
	size_t sent;        /* bytes of the letter given to libcurl */
	bool heard_of_mail; /* MAIL FROM was sent */
	bool leaving;       /* QUIT was sent: what comes is only good manners */
	bool asked;         /* a command went out since the last reply */
	int code;         /* of the last reply, 0 = none to the last command */
	struct str words; /* the last reply, its lines joined */
};

void smtp_timeout_set(int timeout_ms)
{
	whole_timeout_ms = timeout_ms;
}

static size_t give_message(char *to, size_t size, size_t count, void *arg)
{
	struct talk *t = arg;
	size_t n = size * count;

	if (n > t->letter->len - t->sent)
		n = t->letter->len - t->sent;
	memcpy(to, t->letter->message + t->sent, n);
	t->sent += n;
	return n;
}

static void hear_command(struct talk *t, const char *line, size_t n)
{
	if (n >= 10 && memcmp(line, "MAIL FROM:", 10) == 0)
		t->heard_of_mail = true;
	if (n >= 4 && memcmp(line, "QUIT", 4) == 0)
		t->leaving = true;
	if (!t->leaving)
		t->asked = true;
}

static void hear_reply(struct talk *t, const char *line, size_t n)
{
	if (t->leaving)
		return;
	if (t->asked) {
		str_init(&t->words, t->arena, WORDS_MAX);
		t->asked = false;
	}
	t->code =
		n >= 3 ? (int)strtol(arena_strndup(t->arena, line, 3), NULL, 10)
		       : 0;
	if (t->words.len < 4 * WORDS_MAX) {
		str_add(&t->words, line, n);
		str_putc(&t->words, ' ');
	}
}

static int follow(CURL *curl, curl_infotype what, char *line, size_t n,
		  void *arg)
{
	struct talk *t = arg;

	(void)curl;
	if (what == CURLINFO_HEADER_OUT)
		hear_command(t, line, n);
	else if (what == CURLINFO_HEADER_IN)
		hear_reply(t, line, n);
	else if (what == CURLINFO_DATA_OUT)
		t->asked = true;
	return 0;
}

/* A reply in one clean line of at most WORDS_MAX characters. */
static const char *last_words(struct arena *a, const char *said)
{
	const char *at = said;
	struct str s;
	uint32_t c;
	char bytes[4];

	str_init(&s, a, WORDS_MAX);
	while ((c = utf8_next(&at)) != 0) {
		if (c < 0x20 || (c >= 0x7f && c < 0xa0))
			c = ' ';
		if (c != ' ' || (s.len > 0 && s.ptr[s.len - 1] != ' '))
			str_add(&s, bytes, utf8_put(bytes, c));
	}
	return utf8_clip(a, str_trim(a, s.ptr), WORDS_MAX);
}

static bool on_loopback(CURLU *url)
{
	char *host = NULL;
	bool is;

	if (curl_url_get(url, CURLUPART_HOST, &host, 0))
		return false;
	is = str_same_nocase(host, "localhost") || str_starts(host, "127.") ||
	     str_same(host, "[::1]");
	curl_free(host);
	return is;
}

static bool has_part(CURLU *url, CURLUPart what, const char *wanted)
{
	char *part = NULL;
	bool is = !curl_url_get(url, what, &part, 0) &&
		  (!wanted || str_same(part, wanted));

	curl_free(part);
	return is;
}

/* A password never travels in the clear, and to nobody unproven. Without one
 * the mail is sent as mail is: encrypted when the relay can. */
static bool set_tls(CURL *curl, CURLU *url, const char *ca)
{
	bool near = on_loopback(url);
	bool strict =
		ca || (!near && (has_part(url, CURLUPART_USER, NULL) ||
				 has_part(url, CURLUPART_SCHEME, "smtps")));

	if (ca && (curl_easy_setopt(curl, CURLOPT_CAINFO, ca) ||
		   curl_easy_setopt(curl, CURLOPT_CAPATH, NULL)))
		return false;
	return !curl_easy_setopt(curl, CURLOPT_USE_SSL,
				 strict ? (long)CURLUSESSL_ALL
					: (long)CURLUSESSL_TRY) &&
	       !curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, (long)strict) &&
	       !curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST,
				 strict ? 2L : 0L);
}

static bool read_url(CURLU *url, const char *relay)
{
	return !curl_url_set(url, CURLUPART_URL, relay, 0) &&
	       (has_part(url, CURLUPART_SCHEME, "smtp") ||
		has_part(url, CURLUPART_SCHEME, "smtps"));
}

bool smtp_relay_ok(const char *relay)
{
	CURLU *url = curl_url();
	bool is = url && read_url(url, relay);

	curl_url_cleanup(url);
	return is;
}

/* The relay's URL with the name we greet by as its path (libcurl's way). */
static bool set_relay(struct arena *a, CURL *curl, CURLU *url,
		      const struct relay *relay, const char *from)
{
	const char *path = arena_printf(a, "/%s", strchr(from, '@') + 1);

	return read_url(url, relay->url) &&
	       !curl_url_set(url, CURLUPART_PATH, path, 0) &&
	       !curl_easy_setopt(curl, CURLOPT_CURLU, url) &&
	       !curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps") &&
	       !curl_easy_setopt(curl, CURLOPT_NOPROXY, "*") &&
	       set_tls(curl, url, relay->ca);
}

static bool set_limits(CURL *curl)
{
	long whole = whole_timeout_ms;
	long connect = whole < CONNECT_TIMEOUT_MS ? whole : CONNECT_TIMEOUT_MS;

	return !curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) &&
	       !curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, whole) &&
	       !curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, connect);
}

static bool set_talk(CURL *curl, struct talk *t)
{
	return !curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L) &&
	       !curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_message) &&
	       !curl_easy_setopt(curl, CURLOPT_READDATA, t) &&
	       !curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE,
				 (curl_off_t)t->letter->len) &&
	       !curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L) &&
	       !curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, follow) &&
	       !curl_easy_setopt(curl, CURLOPT_DEBUGDATA, t);
}

/* Who it is from and for; the list is freed with the arena. */
static void rcpt_free(void *list)
{
	curl_slist_free_all(list);
}

static bool set_envelope(struct arena *a, CURL *curl, const struct letter *l)
{
	struct curl_slist *rcpt = curl_slist_append(NULL, l->to);

	if (!rcpt)
		return false;
	arena_defer(a, rcpt_free, rcpt);
	return !curl_easy_setopt(curl, CURLOPT_MAIL_FROM, l->from) &&
	       !curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, rcpt);
}

/* 530, 534, 535 and 538 (RFC 4954, 6) ask us to sign in, or better. */
static bool about_sign_in(int code)
{
	return code == 530 || code == 534 || code == 535 || code == 538;
}

static enum smtp_result judge(const struct talk *t, CURLcode code)
{
	int replied = t->asked ? 0 : t->code;

	if (code == CURLE_OK)
		return SMTP_SENT;
	if (!t->heard_of_mail || about_sign_in(replied))
		return SMTP_AWAY;
	return replied >= 500 ? SMTP_REFUSED : SMTP_LATER;
}

static void handle_free(void *curl)
{
	curl_easy_cleanup(curl);
}

static void url_free(void *url)
{
	curl_url_cleanup(url);
}

/* A handle that lives as long as the arena; NULL when there is no memory. */
static CURL *handle_new(struct arena *a, CURLU **ret_url)
{
	CURLU *url = curl_url();
	CURL *curl = curl_easy_init();

	if (url)
		arena_defer(a, url_free, url);
	if (curl)
		arena_defer(a, handle_free, curl);
	*ret_url = url;
	return url ? curl : NULL;
}

/* libcurl says QUIT when the handle goes and would wait two minutes for the
 * reply: it is sent, but nobody waits. */
static void stop_listening(CURL *curl)
{
	curl_socket_t fd = CURL_SOCKET_BAD;

	if (!curl_easy_getinfo(curl, CURLINFO_ACTIVESOCKET, &fd) &&
	    fd != CURL_SOCKET_BAD)
		shutdown(fd, SHUT_RD);
}

/* After a "go on" what went wrong is not in the relay's words: a handshake,
 * say. */
static bool relay_spoke(const struct talk *t, CURLcode code)
{
	return t->words.len > 0 && !t->asked &&
	       (code == CURLE_OK || t->code >= 400);
}

enum smtp_result smtp_send(struct arena *a, const struct relay *relay,
			   const struct letter *l, const char **ret_detail)
{
	struct talk *t = arena_alloc(a, sizeof(*t));
	CURLU *url;
	CURL *curl = handle_new(a, &url);
	CURLcode code;

	*t = (struct talk){.arena = a, .letter = l};
	str_init(&t->words, a, WORDS_MAX);
	if (!curl || !set_relay(a, curl, url, relay, l->from) ||
	    !set_limits(curl) || !set_talk(curl, t) ||
	    !set_envelope(a, curl, l)) {
		*ret_detail = "the relay's address is not one of a relay";
		return SMTP_AWAY;
	}
	code = curl_easy_perform(curl);
	stop_listening(curl);
	*ret_detail =
		last_words(a, relay_spoke(t, code) ? t->words.ptr
						   : curl_easy_strerror(code));
	return judge(t, code);
}
