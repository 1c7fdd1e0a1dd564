/*
 * test_http.c: the parts of http/ that need neither a socket nor a database.
 * What travels over a socket is in test/wire/.
 */
#include "base/shared.h"
#include "base/str.h"
#include "http/limit.h"
#include "http/media.h"
#include "http/problem.h"
#include "http/proxy.h"
#include "http/url.h"
#include "tap.h"

static struct arena a = ARENA_INIT;
static const struct form no_form;

static enum err nothing(struct request *req, struct response *res)
{
	(void)req;
	(void)res;
	return OK;
}

static const struct route table[] = {
	{.method = "GET", .path = "/", .handler = nothing},
	{.method = "GET", .path = "/health", .handler = nothing},
	{.method = "GET", .path = "/{lang}/give", .handler = nothing},
	{.method = "POST", .path = "/{lang}/give", .handler = nothing},
	{.method = "GET", .path = "/{lang}/matters/new", .handler = nothing},
	{.method = "GET",
	 .path = "/{lang}/matters/{number}",
	 .handler = nothing},
	{.method = "POST", .path = "/staff/{a}/{b}/x{c}", .handler = nothing},
	{.method = "GET", .path = "/a/{1}/{2}/{3}/{4}", .handler = nothing},
	{.method = "GET", .path = "/b/{1}/{2}/{3}/{4}/{5}", .handler = nothing},
	{.method = NULL},
};
static const struct route *const tables[] = {table, NULL};

static struct request request(enum method method, const char *path)
{
	return (struct request){.arena = &a,
				.method = method,
				.path = path,
				.query = "",
				.form = &no_form,
				.ip = "192.0.2.1",
				.origin = "http://a.fi"};
}

/* The pattern found, or the error's name. */
static const char *find(struct request *req)
{
	const struct route *r = NULL;

	switch (route_find(tables, req, &r)) {
	case OK:
		return r->path;
	case ERR_INVALID:
		return "405";
	default:
		return "404";
	}
}

static void found(enum method m, const char *path, const char *want)
{
	struct request req = request(m, path);

	ok(str_same(find(&req), want), "route of %s: %s", path, want);
}

static void test_routes(void)
{
	struct request req;

	found(METHOD_GET, "/", "/");
	found(METHOD_HEAD, "/health", "/health");
	found(METHOD_GET, "/health/", "404");
	found(METHOD_GET, "/healt", "404");
	found(METHOD_GET, "//", "404");
	found(METHOD_GET, "/fi/give", "/{lang}/give");
	found(METHOD_GET, "/de/give", "404");
	found(METHOD_GET, "//give", "404");
	found(METHOD_GET, "/fi/matters/new", "/{lang}/matters/new");
	found(METHOD_GET, "/fi/matters/", "404");
	found(METHOD_GET, "/fi/matters/a/b", "404");
	found(METHOD_POST, "/staff/1/2/x3", "/staff/{a}/{b}/x{c}");
	found(METHOD_POST, "/staff/1/2/x", "404");
	found(METHOD_POST, "/health", "405");
	found(METHOD_OTHER, "/", "405");
	found(METHOD_GET, "/b/1/2/3/4/5", "404");

	req = request(METHOD_GET, "/sv/matters/2026-1");
	find(&req);
	ok(req.lang == LANG_SV && str_same(req.param[0], "2026-1") &&
		   !req.param[1],
	   "{lang} takes no hole");
	req = request(METHOD_GET, "/a/w/x/y/z");
	find(&req);
	ok(str_same(req.param[0], "w") && str_same(req.param[3], "z"),
	   "four holes");
	req = request(METHOD_OTHER, "/sv/give");
	find(&req);
	ok(str_same(req.allow, "GET, HEAD, POST") && req.lang == LANG_SV,
	   "a 405 knows what is allowed, and the language");
	req = request(METHOD_GET, "/staff/1/2/x3");
	find(&req);
	ok(str_same(req.allow, "POST"), "only POST is allowed");
}

static void test_numbers(void)
{
	static const char *const bad[] = {
		"",   "-",   "1 ", " 1",  "1.0", "0x1",
		"+1", "1e3", "a",  "--1", "９",  "9223372036854775808"};
	int64_t n = 77;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ok(parse_int(bad[i], &n) == ERR_INVALID && n == 77,
		   "no number: '%s'", bad[i]);
	ok(!parse_int("-9223372036854775808", &n) && n == INT64_MIN, "lowest");
	ok(!parse_int("007", &n) && n == 7, "zeros in front");
}

static void test_fields(void)
{
	const struct pair pairs[] = {
		{"a", " one\r\ntwo\x01 "}, {"a", "second"}, {"n", " 12 "}};
	const struct form form = {.fields = pairs, .field_count = 3};
	struct request req = request(METHOD_POST, "/");
	int64_t n = 0;

	req.form = &form;
	ok(str_same(req_field(&req, "a"), "one\ntwo"), "first, and cleaned");
	ok(str_same(req_field(&req, "b"), "") && !req_has_field(&req, "b"),
	   "none is empty");
	ok(!field_int(&req, "n", &n) && n == 12, "a number in a field");
	ok(param_int(&req, 0, &n) == ERR_INVALID, "a hole that is not there");
}

static const char *location(struct request *req, const char *to)
{
	struct response res = {.status = 0};

	if (res_redirect(req, &res, "%s", to) || res.status != 303)
		return "";
	return res.headers[0].value;
}

static void test_redirects(void)
{
	struct request req = request(METHOD_GET, "/");

	ok(str_same(location(&req, "/fi/give?a=b#c"), "/fi/give?a=b#c"),
	   "a local address");
	ok(str_same(location(&req, "/ä \"\r\n"), "/%C3%A4%20%22%0D%0A"),
	   "what may not stand in a header is encoded");
	ok(str_same(location(&req, "//evil.example"), "/"), "no other host");
	ok(str_same(location(&req, "/\\evil.example"), "/"), "nor this way");
	ok(str_same(location(&req, "https://evil.example"), "/"), "nor so");
	ok(str_same(location(&req, ""), "/"), "nor nothing");
	ok(str_same(url_encode_value(&a, "/a?b=c&d%e"), "/a%3Fb%3Dc%26d%25e"),
	   "a whole address as a value");
}

static void test_cookies(void)
{
	const struct pair headers[] = {
		{"cookie", "x=1; kaiku_s=plain ;__Host-kaiku_s=tls"},
		{"cookie", "kaiku_t=two"}};
	struct request req = request(METHOD_GET, "/");
	struct response res = {.status = 0};

	req.headers = headers;
	req.header_count = 2;
	ok(str_same(req_cookie(&req, "s"), "plain"), "without TLS");
	ok(str_same(req_cookie(&req, "t"), "two"), "of the second header");
	ok(str_same(req_cookie(&req, "u"), ""), "none");
	req.secure = true;
	ok(str_same(req_cookie(&req, "s"), "tls"), "under TLS");
	ok(str_same(req_cookie(&req, "t"), ""), "the other is not believed");
	res_cookie(&req, &res, "s", "", 0);
	ok(str_same(res.headers[0].value,
		    "__Host-kaiku_s=; Path=/; Max-Age=0; HttpOnly; "
		    "SameSite=Lax; Secure"),
	   "deleting");
	for (int i = 0; i < 12; i++)
		res_header(&res, "X", "y");
	ok(res.header_count == 12, "too many headers are dropped");
}

static bool holds(const char *cidr, const char *ip)
{
	struct cidr c;
	struct addr addr;

	return cidr_parse(cidr, &c) && addr_parse(ip, &addr) &&
	       cidr_holds(&c, 1, &addr);
}

static void test_addresses(void)
{
	struct addr addr;
	struct cidr c;

	ok(holds("10.0.0.0/8", "10.255.1.2"), "in a /8");
	ok(!holds("10.0.0.0/8", "11.0.0.0"), "not in it");
	ok(holds("192.0.2.128/25", "192.0.2.200"), "in a /25");
	ok(!holds("192.0.2.128/25", "192.0.2.127"), "not in it");
	ok(holds("0.0.0.0/0", "203.0.113.1") && !holds("0.0.0.0/0", "::1"),
	   "all of IPv4 is none of IPv6");
	ok(holds("192.0.2.1", "::ffff:192.0.2.1"), "mapped is the same");
	ok(holds("2001:db8::/33", "2001:db8:7fff::1"), "in a /33");
	ok(!holds("2001:db8::/33", "2001:db8:8000::1"), "not in it");
	ok(!cidr_parse("10.0.0.0/33", &c) && !cidr_parse("::/129", &c) &&
		   !cidr_parse("10.0.0/8", &c) && !cidr_parse("", &c) &&
		   !cidr_parse("10.0.0.0/-1", &c),
	   "no networks");
	ok(addr_parse("[2001:db8:1:2:3::4]", &addr) &&
		   str_same(addr_household(&a, &addr), "2001:db8:1:2::"),
	   "a household is a /64");
	ok(addr_parse("127.9.9.9", &addr) && addr_loopback(&addr), "loopback");
	ok(addr_parse("::1", &addr) && addr_loopback(&addr), "loopback too");
	ok(addr_parse("128.0.0.1", &addr) && !addr_loopback(&addr), "not so");
}

static int allowed(const char *ip, bool proxied, enum limit limit)
{
	struct request req = request(METHOD_POST, "/");
	int n = 0;

	req.ip = ip;
	req.proxied = proxied;
	while (n < 1000 && limit_allow(&req, limit))
		n++;
	return n;
}

static void test_limits(void)
{
	ok(allowed("192.0.2.1", false, LIMIT_LOGIN) == 1000,
	   "a command that never forks counts nothing");
	shared_make();
	ok(allowed("192.0.2.1", false, LIMIT_NONE) == 1000, "no limit");
	ok(allowed("192.0.2.1", false, LIMIT_LOGIN) == 60, "sixty a minute");
	ok(allowed("192.0.2.1", false, LIMIT_LOGIN) == 0, "then no more");
	ok(allowed("192.0.2.2", true, LIMIT_LOGIN) == 60, "another address");
	ok(allowed("192.0.2.1", false, LIMIT_GIVE) == 30, "another thing");
	ok(allowed("2001:db8::1", true, LIMIT_LOGIN) == 60, "IPv6");
	ok(allowed("2001:db8::2", true, LIMIT_LOGIN) == 0, "one household");
	ok(allowed("2001:db8:0:1::2", true, LIMIT_LOGIN) == 60, "the next");
	ok(allowed("127.0.0.1", false, LIMIT_GIVE) == 1000, "this machine");
	ok(allowed("127.0.0.1", true, LIMIT_GIVE) == 30,
	   "but not what a proxy calls so");
	ok(allowed("nonsense", false, LIMIT_GIVE) == 0, "no address, no use");
}

static void test_statuses(void)
{
	static const int want[ERR__MAX] = {200, 422, 403, 401, 404,
					   409, 413, 429, 503, 500};
	struct request req = request(METHOD_GET, "/");
	struct response res = {.status = 0};

	for (int i = 0; i < ERR__MAX; i++)
		ok(problem_status((enum err)i) == want[i], "error %d is %d", i,
		   want[i]);
	ok(problem_status(ERR__MAX) == 500, "anything else is our bug");
	problem_page(&req, &res, 404);
	ok(res.status == 404 && res.body_len == strlen(res.body),
	   "a page without html/");
}

static void test_pairs(void)
{
	const struct pair *p;
	const char *path;
	size_t n = 0;

	ok(!url_pairs(&a, "", 0, &p, &n) && n == 0, "no pairs");
	ok(!url_pairs(&a, "&&a=b&&", 7, &p, &n) && n == 1, "only real ones");
	ok(!url_pairs(&a, "=x&y", 4, &p, &n) && n == 2 &&
		   str_same(p[0].name, "") && str_same(p[1].name, "y") &&
		   str_same(p[1].value, ""),
	   "without a name, without a value");
	ok(!url_pairs(&a, "a%3D=b+c%2B&a=", 14, &p, &n) &&
		   str_same(p[0].name, "a=") && str_same(p[0].value, "b c+") &&
		   str_same(p[1].name, "a"),
	   "decoded, in order, repeated");
	ok(url_path(&a, "x", 1, &path) == ERR_INVALID, "no slash");
	ok(!url_path(&a, "/%C3%A4+b", 9, &path) && str_same(path, "/ä+b"),
	   "a path's plus is a plus");
	ok(!url_path(&a, "/...a/..b", 9, &path), "dots in names");
}

int main(void)
{
	test_limits();
	test_routes();
	test_numbers();
	test_fields();
	test_redirects();
	test_cookies();
	test_addresses();
	test_statuses();
	test_pairs();
	ok(str_same(media_type((const unsigned char *)"%PDF", 4), ""),
	   "half a signature is none");
	arena_release(&a);
	return tap_done();
}
