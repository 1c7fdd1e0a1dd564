/*
 * multipart.c: a small machine. The delimiter begins with CR, and CR occurs
 * nowhere else in it, so after a mismatch what was matched is plain data and
 * nothing is ever read twice.
 */
#include "http/multipart.h"

#include "base/str.h"

#include <strings.h>

enum { PREAMBLE, DATA, AFTER, HEAD, EPILOGUE };

/* ---- Content-Type: multipart/form-data; boundary=... ---- */

static bool boundary_chars(const char *s, size_t n)
{
	static const char allowed[] = "0123456789abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "'()+_,-./:=? ";

	return n > 0 && n <= BOUNDARY_MAX && strspn(s, allowed) >= n &&
	       s[n - 1] != ' ';
}

/* The parameter's value at *io_at, quoted or not; its length. */
static size_t parameter_value(const char **io_at)
{
	if (**io_at != '"')
		return strcspn(*io_at, "; \t");
	(*io_at)++;
	return strcspn(*io_at, "\"");
}

static const char *find_boundary(const char *type, size_t *ret_len)
{
	const char *at = type;

	while ((at = strchr(at, ';'))) {
		at += 1 + strspn(at + 1, " \t");
		if (strncasecmp(at, "boundary=", 9) != 0)
			continue;
		at += 9;
		*ret_len = parameter_value(&at);
		return at;
	}
	return NULL;
}

bool multipart_init(struct multipart *m, const char *content_type,
		    const struct multipart_events *events, void *ctx)
{
	static const char type[] = "multipart/form-data";
	size_t type_len = sizeof(type) - 1, n = 0;
	const char *boundary;

	if (strncasecmp(content_type, type, type_len) != 0 ||
	    !strchr("; \t", content_type[type_len]))
		return false;
	boundary = find_boundary(content_type, &n);
	if (!boundary || !boundary_chars(boundary, n))
		return false;
	m->events = events;
	m->ctx = ctx;
	m->stage = PREAMBLE;
	m->matched = 2; /* the first delimiter needs no CRLF before it */
	m->head_len = 0;
	memcpy(m->delimiter, "\r\n--", 4);
	memcpy(m->delimiter + 4, boundary, n);
	m->delimiter_len = 4 + n;
	return true;
}

/* ---- a part's head ---- */

/*
 * A quoted parameter of Content-Disposition, decoded in place. Browsers send
 * '"', CR and LF as %22, %0D, %0A; older programs escape '"' by a backslash.
 */
static char *quoted_value(char *at)
{
	char *to = at, *start = at;

	for (; *at && *at != '"'; at++) {
		if (at[0] == '\\' && at[1] == '"')
			at++;
		if (strncmp(at, "%22", 3) == 0) {
			*to++ = '"';
			at += 2;
		} else {
			*to++ = *at;
		}
	}
	if (*at != '"')
		return NULL;
	*to = '\0';
	return start;
}

/* Where name="..." begins among the parameters, or NULL. */
static char *find_parameter(char *line, const char *name)
{
	size_t n = strlen(name);
	bool quoted = false;

	for (char *at = line; *at; at++) {
		if (*at == '"' && at > line && at[-1] != '\\')
			quoted = !quoted;
		if (quoted || *at != ';')
			continue;
		at += strspn(at + 1, " \t");
		if (strncasecmp(at + 1, name, n) == 0 &&
		    strncmp(at + 1 + n, "=\"", 2) == 0)
			return at + n + 3;
	}
	return NULL;
}

static int disposition(struct multipart *m, char *line)
{
	static const char form_data[] = "form-data";
	char *name, *file;

	line += strspn(line, " \t");
	if (strncasecmp(line, form_data, sizeof(form_data) - 1) != 0)
		return 400;
	/* Found before either is decoded: decoding writes into the line. */
	name = find_parameter(line, "name");
	file = find_parameter(line, "filename");
	name = name ? quoted_value(name) : NULL;
	if (!name)
		return 400;
	if (file && !(file = quoted_value(file)))
		return 400;
	m->stage = DATA;
	m->matched = 0;
	return m->events->begin(m->ctx, name, file);
}

/* m->head is whole: lines with CRLF, and a last empty one. */
static int part_head(struct multipart *m)
{
	static const char wanted[] = "Content-Disposition:";
	char *line = m->head;
	char *end;

	while ((end = strstr(line, "\r\n")) && end > line) {
		*end = '\0';
		if (strncasecmp(line, wanted, sizeof(wanted) - 1) == 0)
			return disposition(m, line + sizeof(wanted) - 1);
		line = end + 2;
	}
	return 400;
}

static bool head_ends(const struct multipart *m)
{
	const char *end = m->head + m->head_len;

	return (m->head_len == 2 && memcmp(m->head, "\r\n", 2) == 0) ||
	       (m->head_len >= 4 && memcmp(end - 4, "\r\n\r\n", 4) == 0);
}

static int head_byte(struct multipart *m, char c)
{
	bool after_cr = m->head_len > 0 && m->head[m->head_len - 1] == '\r';

	if (m->head_len == PART_HEAD_MAX || c == '\0' ||
	    (c == '\n') != after_cr)
		return 400;
	m->head[m->head_len++] = c;
	m->head[m->head_len] = '\0';
	return head_ends(m) ? part_head(m) : 0;
}

/* ---- between the parts ---- */

/* After a delimiter: "--" ends all, white space and CRLF begin a part. */
static int after_byte(struct multipart *m, char c)
{
	static const char *const next[] = {"-\r \t", "-", "\n"};

	if (!c || !strchr(next[m->matched], c))
		return 400;
	if (c == ' ' || c == '\t')
		return 0;
	if (m->matched == 0) {
		m->matched = c == '-' ? 1 : 2;
		return 0;
	}
	m->stage = m->matched == 1 ? EPILOGUE : HEAD;
	m->head_len = 0;
	return 0;
}

static int emit(struct multipart *m, const char *bytes, size_t n)
{
	if (n == 0 || m->stage == PREAMBLE)
		return 0;
	return m->events->data(m->ctx, bytes, n);
}

/* The rest of a delimiter that had begun; *io_at moves over what fits. */
static int match_more(struct multipart *m, const char **io_at, const char *end)
{
	size_t was;

	while (*io_at < end && m->matched < m->delimiter_len &&
	       **io_at == m->delimiter[m->matched]) {
		m->matched++;
		(*io_at)++;
	}
	if (m->matched == m->delimiter_len) {
		bool in_part = m->stage == DATA;

		m->stage = AFTER;
		m->matched = 0;
		return in_part ? m->events->end(m->ctx) : 0;
	}
	if (*io_at == end)
		return 0;
	was = m->matched;
	m->matched = 0;
	return emit(m, m->delimiter, was);
}

static int data_bytes(struct multipart *m, const char **io_at, const char *end)
{
	const char *cr;
	int status;

	if (m->matched > 0)
		return match_more(m, io_at, end);
	cr = memchr(*io_at, '\r', (size_t)(end - *io_at));
	if (!cr)
		cr = end;
	status = emit(m, *io_at, (size_t)(cr - *io_at));
	*io_at = cr;
	if (cr < end) {
		m->matched = 1;
		(*io_at)++;
	}
	return status;
}

int multipart_feed(struct multipart *m, const char *bytes, size_t n)
{
	const char *end = bytes + n;
	int status = 0;

	while (bytes < end && !status) {
		switch (m->stage) {
		case PREAMBLE:
		case DATA:
			status = data_bytes(m, &bytes, end);
			break;
		case AFTER:
			status = after_byte(m, *bytes++);
			break;
		case HEAD:
			status = head_byte(m, *bytes++);
			break;
		default: /* the epilogue is nobody's */
			return 0;
		}
	}
	return status;
}

bool multipart_done(const struct multipart *m)
{
	return m->stage == EPILOGUE;
}
