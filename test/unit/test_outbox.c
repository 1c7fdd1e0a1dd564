/*
 * test_outbox.c: mails as rows and the job that sends them, on both engines,
 * through a small relay that answers as told.
 */
#include "jobtest.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>

QUERY(Q_names, "UPDATE tenant SET name_fi = $2, name_sv = $3 "
	       "WHERE tenant_id = $1");

static const struct job_kind mail_kinds[] = {
	{.kind = "mail",
	 .run = mail_job_run,
	 .attempts_max = 3,
	 .backoff_s = 60,
	 .lease_s = 180,
	 .ready = mail_job_ready},
	{.kind = NULL},
};

static void turn(void)
{
	turn_with(mail_kinds);
}

static void set(const char *name, const char *value)
{
	insert(tenant,
	       (struct insert){.query = &Q_note, .name = name, .value = value});
}

static void fresh_outbox(void)
{
	fresh();
	set("mail_from", "kunta@esimerkki.fi");
	set("contact_mail", "neuvonta@esimerkki.fi");
	insert(tenant, (struct insert){.query = &Q_names,
				       .name = "Kunta",
				       .value = "Kommun"});
}

/* A relay that takes one connection and answers RCPT and the final dot as
 * told; an empty reply hangs up. */
static void relay_talk(FILE *io, const char *rcpt, const char *end)
{
	char line[2000];
	bool body = false;

	fprintf(io, "220 relay.test\r\n");
	while (fflush(io), fgets(line, sizeof(line), io)) {
		const char *reply = "250 ok";

		if (body && strcmp(line, ".\r\n") != 0)
			continue;
		if (body)
			reply = end;
		else if (str_starts(line, "RCPT"))
			reply = rcpt;
		else if (str_starts(line, "DATA"))
			reply = "354 go on";
		body = !body && str_starts(line, "DATA");
		if (!*reply)
			return;
		fprintf(io, "%s\r\n", reply);
	}
}

static int listener(int *ret_port)
{
	struct sockaddr_in at = {.sin_family = AF_INET,
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof(at)) ||
	    listen(fd, 8) || getsockname(fd, (struct sockaddr *)&at, &len))
		bail("no socket");
	*ret_port = ntohs(at.sin_port);
	return fd;
}

/* Sends what is due through a relay of these words. */
static void turn_with_relay(const char *rcpt, const char *end)
{
	static char url[60];
	int port, fd = listener(&port);
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		int talk = accept(fd, NULL, NULL);
		FILE *io = talk < 0 ? NULL : fdopen(talk, "r+");

		if (io)
			relay_talk(io, rcpt, end);
		_exit(0);
	}
	close(fd);
	snprintf(url, sizeof(url), "smtp://127.0.0.1:%d", port);
	config.mail_relay = url;
	turn();
	config.mail_relay = NULL;
	waitpid(child, NULL, 0);
}

static struct mail mail_now(int64_t id)
{
	static struct arena a = ARENA_INIT;
	struct mail m = {.delivery = "(none)"};

	arena_release(&a);
	if (mail_get(get(tenant), &a, id, &m))
		bail("no mail");
	return m;
}

static int64_t queue_mail(const char *to)
{
	return insert(tenant,
		      (struct insert){.mail = &(struct mail){
					      .matter_id = 5,
					      .purpose = "receipt",
					      .to = to,
					      .lang = LANG_EN,
					      .subject = "We got it",
					      .body_text = "A secret link",
					      .body_html = "<p>link</p>",
				      }});
}

static void test_outbox(void)
{
	int64_t id;
	struct mail m;

	fresh_outbox();
	id = queue_mail("maija@example.fi");
	turn();
	m = mail_now(id);
	ok(str_same(m.delivery, "queued") && alive("mail") == 1 &&
		   look("mail").attempts == 0,
	   "%s: without a relay a mail waits, unhurried", on);
	ok(m.matter_id == 5 && str_same(m.to, "maija@example.fi") &&
		   m.lang == LANG_EN && str_same(m.body_text, "A secret link"),
	   "%s: and can be read", on);
	turn_with_relay("451 4.7.1 greylisted", "");
	m = mail_now(id);
	ok(str_same(m.delivery, "queued") &&
		   str_same(m.detail, "451 4.7.1 greylisted"),
	   "%s: 4xx: later (%s)", on, m.detail);
	ok(look("mail").attempts == 1 &&
		   str_same(look("mail").error, "relay said later 451"),
	   "%s: with one attempt less (%s)", on, look("mail").error);
	pass_time(2 * MINUTE_US);
	turn_with_relay("250 ok", "");
	ok(str_same(mail_now(id).delivery, "queued") &&
		   look("mail").attempts == 2,
	   "%s: a lost reply: later", on);
	pass_time(4 * MINUTE_US);
	turn_with_relay("250 ok", "250 2.0.0 taken as 77");
	m = mail_now(id);
	ok(str_same(m.delivery, "sent") && m.sent_at == now &&
		   str_same(m.detail, "250 2.0.0 taken as 77"),
	   "%s: sent", on);
	ok(str_same(m.body_text, "") && str_same(m.body_html, "") &&
		   str_same(m.subject, "We got it"),
	   "%s: its secrets are gone, the row stays", on);
	ok(alive("mail") == 0, "%s: and the job with it", on);
}

static enum err send_again(struct db *db, struct arena *a, void *arg)
{
	return mail_send_again(db, a, *(int64_t *)arg);
}

static void test_bounced(void)
{
	struct arena a = ARENA_INIT;
	struct mail_filter bounced = {.delivery = "bounced", .limit = 10};
	struct mail *list;
	size_t n = 0;
	int64_t id;

	fresh_outbox();
	id = queue_mail("nobody@example.fi");
	turn_with_relay("550 5.1.1 no such user", "");
	ok(str_same(mail_now(id).delivery, "bounced") &&
		   alive("mail") + dead("mail") == 0,
	   "%s: 5xx: it bounced, once and for all", on);
	ok(!mail_list(get(tenant), &a, &bounced, &list, &n) && n == 1 &&
		   list[0].id == id &&
		   str_same(list[0].detail, "550 5.1.1 no such user"),
	   "%s: staff find it in the list", on);
	ok(!db_write(get(tenant), &a, send_again, &id) &&
		   db_write(get(tenant), &a, send_again, &id) == ERR_CONFLICT,
	   "%s: and may send it again, once", on);
	turn_with_relay("250 ok", "250 ok");
	ok(str_same(mail_now(id).delivery, "sent"), "%s: then it goes", on);
	bounced.delivery = "";
	ok(!mail_list(get(tenant), &a, &bounced, &list, &n) && n == 2 &&
		   list[0].id == id && list[1].id < id,
	   "%s: the outbox shows all, newest first", on);
	bounced.before_id = id;
	ok(!mail_list(get(tenant), &a, &bounced, &list, &n) && n == 1,
	   "%s: page by page", on);
	ok(!mail_of_matter(get(tenant), &a, 5, &list, &n) && n == 2 &&
		   list[1].id == id,
	   "%s: a matter's mails, oldest first", on);
	arena_release(&a);
}

static void test_relay_away(void)
{
	int port, fd = listener(&port);
	struct arena a = ARENA_INIT;
	char url[60];
	int64_t id, oldest = 0;

	fresh_outbox();
	close(fd);
	id = queue_mail("maija@example.fi");
	snprintf(url, sizeof(url), "smtp://127.0.0.1:%d", port);
	config.mail_relay = url;
	turn();
	ok(str_same(mail_now(id).delivery, "queued") &&
		   look("mail").attempts == 0 &&
		   str_same(look("mail").error, "relay away"),
	   "%s: nobody there: no attempt was used (%s)", on,
	   look("mail").error);
	ok(!str_same(mail_now(id).detail, ""), "%s: staff see why", on);
	id = queue_mail("matti@example.fi");
	turn();
	ok(str_same(mail_now(id).detail, ""),
	   "%s: then the relay gets a rest, the next is not even tried", on);
	pass_time(30 * SECOND_US);
	turn();
	ok(!str_same(mail_now(id).detail, ""), "%s: of half a minute", on);
	queue_mail("pekka@example.fi");
	turn();
	ok(!job_oldest_due(get(tenant), &a, &config, mail_kinds, &oldest) &&
		   oldest > 0,
	   "%s: while what waits is counted", on);
	pass_time(MINUTE_US);
	config.mail_relay = NULL;
	arena_release(&a);
}

static void test_refusals(void)
{
	struct arena a = ARENA_INIT;
	struct db *db = get(tenant);
	struct mail m = {.purpose = "x",
			 .to = "no address",
			 .subject = "x",
			 .body_text = "x"};
	struct mail_from from;
	int64_t id = -1;

	ok(!db_write_begin(db) && mail_queue(db, &a, &m, &id) == ERR_INVALID &&
		   id == -1,
	   "%s: no mail to what is no address", on);
	db_write_abort(db);
	ok(mail_get(db, &a, 12345, &m) == ERR_NOT_FOUND, "%s: no such mail",
	   on);
	ok(!mail_sender(db, &a, LANG_SV, &from) &&
		   str_same(from.name, "Kommun") &&
		   str_same(from.from, "kunta@esimerkki.fi") &&
		   str_same(from.reply_to, "neuvonta@esimerkki.fi"),
	   "%s: who it comes from, in the reader's language", on);
	arena_release(&a);
}

static void test_all(void)
{
	test_outbox();
	test_bounced();
	test_refusals();
	test_relay_away();
}

int main(void)
{
	return on_both_engines("test_outbox", test_all);
}
