/*
 * load.c: a load generator for the benchmarks. Keep-alive connections on one
 * epoll loop, one request in flight on each; closed loop, or open at a fixed
 * rate with the latency counted from the time a request was due.
 *
 *	load PORT get SECONDS RATE PATH...      RATE 0 = as fast as it goes
 *	load PORT give COUNT                    sends COUNT messages by the form
 *
 * LOAD_COOKIE in the environment goes with every GET: pages of staff.
 * `give` first fetches COUNT forms (not measured), because each submission
 * carries a form key of its own. Prints one line of JSON.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
	CONNECTIONS = 64,
	BUFFER = 256 * 1024,
	KEY_MAX = 96,
	LATENCY_MAX = 4000000
};

enum mode { MODE_GET, MODE_KEYS, MODE_GIVE };

struct connection {
	int fd;
	bool busy;
	int64_t sent_us, due_us;
	size_t have, want; /* want: whole reply, 0 = head not complete */
	int status;
	char *in;
};

static struct {
	int port;
	enum mode mode;
	char **paths;
	int path_count;
	const char *cookie;
	int64_t count, begun, done, errors; /* requests */
	double rate;
	int64_t start_us, end_us;
	char (*keys)[KEY_MAX];
	int64_t key_count;
	uint32_t *latency;
} L;

static int64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static void die(const char *what)
{
	fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void connect_to(struct connection *c)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)L.port)};
	int one = 1;

	inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
	c->fd = socket(AF_INET, SOCK_STREAM, 0);
	if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&to, sizeof(to)))
		die("connect");
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
}

static int request_text(char *to, size_t size, int64_t n)
{
	static const char head[] = "Host: localhost\r\n";
	char body[1024];

	if (L.mode == MODE_GET)
		return snprintf(to, size,
				"GET %s HTTP/1.1\r\n%sCookie: %s\r\n\r\n",
				L.paths[n % L.path_count], head, L.cookie);
	if (L.mode == MODE_KEYS)
		return snprintf(to, size, "GET /fi/give HTTP/1.1\r\n%s\r\n",
				head);
	snprintf(
		body, sizeof(body),
		"key=%s&text=Katuvalo+on+pime%%C3%%A4n%%C3%%A4+Tehtaankadun+ja+Koulukadun+"
		"kulmassa%%2C+mittaus+%lld.+Pimeys+on+vaarallinen+koululaisille."
		"&title=Katuvalo&type=fault&topic=street_lighting&place=Tehtaankatu+%lld"
		"&lat=60.2&lon=24.9&nickname=&name=&email=&phone=&may_publish=1",
		L.keys[n], (long long)n, (long long)n % 90);
	return snprintf(
		to, size,
		"POST /fi/give HTTP/1.1\r\n%sOrigin: http://localhost\r\n"
		"Content-Type: application/x-www-form-urlencoded\r\n"
		"Content-Length: %zu\r\n\r\n%s",
		head, strlen(body), body);
}

static void send_next(struct connection *c, int64_t due_us)
{
	char out[4096];
	int n = request_text(out, sizeof(out), L.begun++);

	c->sent_us = now_us();
	c->due_us = due_us ? due_us : c->sent_us;
	c->busy = true;
	c->have = c->want = 0;
	if (write(c->fd, out, (size_t)n) != n)
		die("write");
}

/* The head is complete: how long is the whole reply? */
static void read_head(struct connection *c)
{
	char *end = strstr(c->in, "\r\n\r\n"), *length;

	if (!end)
		return;
	c->status = (int)strtol(c->in + 9, NULL, 10);
	*end = '\0';
	length = strcasestr(c->in, "\ncontent-length:");
	*end = '\r';
	c->want = (size_t)(end + 4 - c->in) +
		  (length ? strtoul(length + 16, NULL, 10) : 0);
}

static void take_key(struct connection *c)
{
	char *at = strstr(c->in, "name=\"key\" value=\"");
	size_t n;

	if (!at) {
		L.errors++;
		return;
	}
	at += strlen("name=\"key\" value=\"");
	n = strcspn(at, "\"");
	if (n < KEY_MAX && L.key_count < L.count) {
		memcpy(L.keys[L.key_count], at, n);
		L.keys[L.key_count++][n] = '\0';
	}
}

static void finished(struct connection *c)
{
	int64_t took = now_us() - c->due_us;

	c->busy = false;
	if (c->status != 200 ||
	    (L.mode == MODE_GIVE && !strstr(c->in, "/follow/")))
		L.errors++;
	else if (L.mode == MODE_KEYS)
		take_key(c);
	if (L.done < LATENCY_MAX)
		L.latency[L.done] = (uint32_t)took;
	L.done++;
}

static bool more(void)
{
	if (L.mode == MODE_GET)
		return now_us() < L.end_us;
	return L.begun < L.count;
}

static void readable(struct connection *c)
{
	ssize_t n = read(c->fd, c->in + c->have, BUFFER - 1 - c->have);

	if (n <= 0)
		die(n ? "read" : "the server closed a connection");
	c->have += (size_t)n;
	c->in[c->have] = '\0';
	if (!c->want)
		read_head(c);
	if (!c->want || c->have < c->want)
		return;
	finished(c);
	if (!(L.rate > 0) && more())
		send_next(c, 0);
}

/* Open loop: what is due by now goes out on whatever connection is free. */
static void send_due(struct connection *all)
{
	int64_t now = now_us();

	for (int i = 0; i < CONNECTIONS && more(); i++) {
		int64_t due =
			L.start_us + (int64_t)((double)L.begun * 1e6 / L.rate);

		if (due > now)
			return;
		if (!all[i].busy)
			send_next(&all[i], due);
	}
}

static void run(void)
{
	struct connection all[CONNECTIONS] = {0};
	struct epoll_event ready[CONNECTIONS];
	int ep = epoll_create1(0);

	L.begun = L.done = L.errors = 0;
	for (int i = 0; i < CONNECTIONS; i++) {
		struct epoll_event e = {.events = EPOLLIN, .data.ptr = &all[i]};

		connect_to(&all[i]);
		all[i].in = malloc(BUFFER);
		epoll_ctl(ep, EPOLL_CTL_ADD, all[i].fd, &e);
	}
	L.start_us = now_us();
	for (int i = 0; i < CONNECTIONS && !(L.rate > 0) && more(); i++)
		send_next(&all[i], 0);
	while (more() || L.done < L.begun) {
		int n = epoll_wait(ep, ready, CONNECTIONS,
				   L.rate > 0 ? 1 : 1000);

		for (int i = 0; i < n; i++)
			readable(ready[i].data.ptr);
		if (L.rate > 0)
			send_due(all);
	}
	L.end_us = now_us();
	for (int i = 0; i < CONNECTIONS; i++) {
		close(all[i].fd);
		free(all[i].in);
	}
	close(ep);
}

static int by_value(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void report(void)
{
	int64_t n = L.done < LATENCY_MAX ? L.done : LATENCY_MAX;
	double s = (double)(L.end_us - L.start_us) / 1e6;

	if (!n) {
		puts("{\"requests\":0}");
		return;
	}
	qsort(L.latency, (size_t)n, sizeof(*L.latency), by_value);
	printf("{\"requests\":%lld,\"errors\":%lld,\"seconds\":%.2f,\"rate\":%.0f,"
	       "\"p50_us\":%u,\"p99_us\":%u,\"max_us\":%u}\n",
	       (long long)L.done, (long long)L.errors, s, (double)L.done / s,
	       L.latency[n / 2], L.latency[n - 1 - n / 100], L.latency[n - 1]);
}

int main(int argc, char **argv)
{
	if (argc < 4)
		return 2;
	L.port = (int)strtol(argv[1], NULL, 10);
	L.cookie = getenv("LOAD_COOKIE") ? getenv("LOAD_COOKIE") : "none=1";
	L.latency = malloc(LATENCY_MAX * sizeof(*L.latency));
	if (!strcmp(argv[2], "get") && argc >= 6) {
		L.rate = strtod(argv[4], NULL);
		L.paths = argv + 5;
		L.path_count = argc - 5;
		L.end_us = now_us() + (int64_t)(strtod(argv[3], NULL) * 1e6);
		run();
	} else {
		L.count = strtoll(argv[3], NULL, 10);
		L.keys = malloc((size_t)L.count * KEY_MAX);
		L.mode = MODE_KEYS;
		run();
		if (L.key_count < L.count) {
			fprintf(stderr, "load: %lld forms, %lld keys\n",
				(long long)L.count, (long long)L.key_count);
			return 1;
		}
		L.mode = MODE_GIVE;
		run();
	}
	report();
	return L.errors != 0;
}
