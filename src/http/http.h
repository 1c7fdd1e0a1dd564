/*
 * http.h: a request, a response and the table that joins them.
 *
 * Handlers see these structs and nothing of the socket, so a test can call
 * any page without a network. Everything in a request is valid UTF-8 without
 * NUL; everything lives in request.arena.
 */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include "base/arena.h"
#include "base/err.h"
#include "base/lang.h"
#include "sql/sql.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum method { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_OTHER };

/* Documented ceilings; docs/limits.md is made from this table's comments. */
enum {
	HTTP_HEAD_MAX = 16 * 1024,  /* bytes of request line and headers */
	HTTP_LINE_MAX = 8 * 1024,   /* bytes of the request line */
	HTTP_HEADERS_MAX = 64,      /* header fields */
	HTTP_FORM_MAX = 256 * 1024, /* bytes of a body without files */
	HTTP_FILE_MAX = 20 * 1024 * 1024, /* bytes of one file */
	HTTP_FILES_MAX = 5,               /* files in one body */
	/* Bytes of a body with files: more than can be kept, so that whoever
	 * chose a film gets the form back with all that was typed. */
	HTTP_BODY_MAX = 25 * HTTP_FILE_MAX,
	HTTP_FIELDS_MAX = 200,      /* form fields */
	HTTP_PER_ADDRESS_MAX = 200, /* connections of one address */
	HTTP_LOOPBACK_MAX = 2000,   /* of this machine itself */
	HTTP_HOLES_MAX = 4,
};

struct pair {
	const char *name; /* headers: lower case */
	const char *value;
};

/* One uploaded file, already on the disk (streamed, hashed, fsynced). */
struct upload {
	const char *field;
	const char *name; /* as the browser said, cleaned, <= 120 characters */
	const char *media_type; /* by content: image/jpeg, image/png,
				   image/webp, image/heic, application/pdf;
				   "" = none of these */
	int64_t bytes;
	const char *digest; /* BLAKE2b-256, hex */
	const char *file;   /* random name in DIR/<slug>/files, no row yet */
};

struct form {
	const struct pair *fields; /* in order, repeated names kept */
	size_t field_count;
	const struct upload *uploads;
	size_t upload_count;
	bool too_large; /* a file was over HTTP_FILE_MAX or one too many: it was
			   not kept, the rest was; the handler says so kindly */
};

/* Who is signed in. Made by staff/, carried by the request. */
struct session {
	int64_t staff_id;
	const char *name;
	const char *mail;
	int64_t unit_id;
	enum lang lang;   /* the person's own: the pages under /staff */
	bool shortcuts;   /* single keys do something in the queues */
	const char *csrf; /* token in this session's forms */
	uint32_t rights;  /* bits of staff/permission.h held for any unit */
	const char *token_hash;
};

struct brand; /* html/page.h: the municipality's name and looks */
struct route;

struct request {
	struct arena *arena;
	struct db *db; /* bound to the tenant of the Host, in a transaction */
	enum method method;
	const char *path;   /* percent-decoded, starts with "/" */
	const char *query;  /* raw, without "?"; "" when none */
	const char *host;   /* lower case, without port */
	const char *origin; /* "https://host[:port]" as the browser sees us */
	const char *ip;     /* of the client, behind trusted proxies too */
	bool proxied;       /* came through a trusted proxy */
	bool secure;        /* TLS at the proxy */
	const struct pair *headers;
	size_t header_count;
	const struct form *form; /* never NULL; empty for GET */
	const struct pair *args; /* decoded query fields */
	size_t arg_count;
	const char *param[HTTP_HOLES_MAX]; /* what the {holes} matched */
	enum lang lang;
	const struct session *session; /* NULL when nobody is signed in */
	const struct brand *brand;
	const char *folder; /* DIR/<slug>, where uploads lie in files/ */
	const struct route *route;
	const char *id;    /* request id, for the log and error pages */
	int64_t tenant;    /* for the log; 0 until the owner says so */
	const char *allow; /* set by route_find when the method is wrong:
				     the Allow header of the 405 */
	bool form_key_ok;  /* set by dispatch on guarded routes */
	bool counted;      /* set by dispatch: the rate limit has seen it, also
			      when it is run again */
	void *prepared;    /* what route.prepare found, or NULL */
};

struct response {
	int status;       /* 200 unless set */
	const char *type; /* default text/html; charset=utf-8 */
	const char *body;
	size_t body_len;
	const char *file; /* instead of body: absolute path to send */
	struct pair headers[12];
	size_t header_count;
	bool secret; /* carries session or form secrets: no-store, never
				 compressed */
	bool open;   /* the same for everybody: kept although somebody is signed
		      in */
	const char *cache; /* Cache-Control when not secret; NULL = no-cache */
	const char *csp;   /* NULL = the strict default */
	/* Written with the rest, and by itself when the rest is undone since
	 * the status is 400 or more: a page that refuses shows things, too. */
	enum err (*lasting)(struct request *req, int64_t id);
	int64_t lasting_id;
};

enum access { ANYONE, STAFF };
enum effect { READ, WRITE };
enum guard {
	GUARD_NONE,    /* GET */
	GUARD_FORM,    /* a form key of ours (field "key"), no session needed */
	GUARD_SESSION, /* signed in: the session's token (field "csrf") and a
			  form key, which makes the act idempotent */
	GUARD_ONE_CLICK, /* RFC 8058: a mail program stops mails; the address
			    in the path is the right to, nothing is signed in */
};
enum body { BODY_NONE, BODY_FORM, BODY_FILES };

/* Rate limits by address, a const table in http/limit.c. */
enum limit {
	LIMIT_NONE,
	LIMIT_GIVE,
	LIMIT_LOGIN,
	LIMIT_FOLLOW,
	LIMIT_LINK,
	LIMIT_NEAR
};

/*
 * Runs in the loop before the transaction, on a READ snapshot. Fills
 * *ret_work with what a helper must do first (a password to hash or to
 * verify); dispatch parks the request, and the handler finds the result in
 * request.prepared. An error is answered at once.
 */
struct work {
	enum { WORK_NONE, WORK_HASH, WORK_VERIFY, WORK_TILE, WORK_PLACES } kind;
	const char *password;
	const char *hash; /* WORK_VERIFY: the Argon2id string to verify */
	const char *url,
		*path; /* the last two: fetched into this file, or not */
	/* the result: */
	bool verified;
	const char *new_hash; /* WORK_HASH, or WORK_VERIFY with rehash set */
	const char *rehash;   /* WORK_VERIFY: also hash this new password */
};

struct route {
	const char *method; /* "GET" (HEAD follows) or "POST" */
	const char *path;   /* "/{lang}/matters/{number}"; {lang} sets
			       request.lang and takes no hole */
	enum err (*handler)(struct request *req, struct response *res);
	enum access access;
	uint32_t need; /* any one of these rights is enough; 0 = none */
	enum effect effect;
	enum guard guard;
	enum body body;
	enum limit limit;
	enum err (*prepare)(struct request *req, struct work *ret_work);
	bool own_repeat; /* the handler itself answers a repeat and a form key
			    that is not ours (req.form_key_ok), so that
			    nothing typed is lost; else dispatch does */
	bool any_host;   /* answers for every Host, and without a tenant: db,
			    brand and session are NULL */
	/* A form that came after its session had ended, from a page of ours:
	 * keeps what was typed; ERR_LOGIN: it cannot. NULL: the page of the 401
	 * shows it, to be copied. */
	enum err (*expired)(struct request *req, struct response *res);
	const char *why; /* one line for `kaiku routes` */
};

/*
 * Past the end of one table stands the first row of the next; NULL at the end:
 * for (r = *tables; (r = route_row(&tables, r)); r++)
 */
const struct route *route_row(const struct route *const **tables,
			      const struct route *r);
/* The first route of this method and path, of tables that end with method NULL,
 * in a list that ends with NULL; fills holes and lang.
 * ERR_NOT_FOUND, or ERR_INVALID when only the method is wrong (405). */
MUST_CHECK enum err route_find(const struct route *const *routes,
			       struct request *req,
			       const struct route **ret_route);

/*
 * Access, guard, limit, then the handler; turns an enum err into a page or
 * problem+json through http/problem.h. On a WRITE route with a form key it
 * also answers a repeated submission (see http/repeat.h).
 */
enum err http_dispatch(struct request *req, struct response *res);
/* After what a WRITE route wrote is undone: res->lasting once more, when there
 * is one. An error is answered in res like one of the handler. */
enum err http_dispatch_lasting(struct request *req, struct response *res);
/*
 * The first half for a route with a prepare step: everything its row demands,
 * then prepare(). On failure the answer stands in res.
 */
MUST_CHECK enum err http_prepare(struct request *req, struct response *res,
				 struct work *ret_work);

/* ---- reading (http/form.c) ---- */

/* Header by lower-case name, or "". The first, should there be several. */
const char *req_header(const struct request *req, const char *name);
/* First query field by name, or "". */
const char *req_arg(const struct request *req, const char *name);
/* First form field by name, cleaned (utf8_clean), or "". */
const char *req_field(const struct request *req, const char *name);
bool req_has_field(const struct request *req, const char *name);
/* Whole decimal number; ERR_INVALID otherwise. */
MUST_CHECK enum err param_int(const struct request *req, int hole,
			      int64_t *ret_value);
MUST_CHECK enum err field_int(const struct request *req, const char *name,
			      int64_t *ret_value);
MUST_CHECK enum err parse_int(const char *text, int64_t *ret_value);

/* ---- answering (http/response.c) ---- */

/* 303 See Other to a local path. */
enum err res_redirect(struct request *req, struct response *res,
		      const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void res_header(struct response *res, const char *name, const char *value);
/* What anybody may keep, once res.body stands: an entity tag of the body, and
 * 304 for who has it already. */
enum err res_tagged(struct request *req, struct response *res);
/* "__Host-kaiku_NAME" under TLS, "kaiku_NAME" without; HttpOnly,
 * SameSite=Lax, Path=/. max_age_s 0 deletes. */
void res_cookie(struct request *req, struct response *res, const char *name,
		const char *value, int64_t max_age_s);
const char *req_cookie(const struct request *req, const char *name);

#endif
