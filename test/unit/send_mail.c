/*
 * send_mail.c: builds one mail and sends it, for test/http/smtp.test.mjs:
 *
 *	send_mail RELAY FROM TO SUBJECT TEXT [TIMEOUT_MS [CA]]
 *
 * Prints the result's word, a space, and the relay's last words.
 */
#include "base/clock.h"
#include "mail/mail.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const words[] = {
	[SMTP_SENT] = "sent",
	[SMTP_LATER] = "later",
	[SMTP_REFUSED] = "refused",
	[SMTP_AWAY] = "away",
};

int main(int argc, char **argv)
{
	struct arena a = ARENA_INIT;
	struct letter letter;
	const char *detail;
	enum smtp_result result;

	if (argc < 6)
		return 2;
	clock_init();
	if (argc > 6)
		smtp_timeout_set((int)strtol(argv[6], NULL, 10));
	if (mail_build(&a,
		       &(struct mail){.id = 1234567,
				      .to = argv[3],
				      .lang = LANG_FI,
				      .subject = argv[4],
				      .body_text = argv[5],
				      .body_html = argv[5]},
		       &(struct mail_from){"Esimerkkilän kunta", argv[2],
					   "palaute@esimerkkila.example"},
		       7, &letter)) {
		puts("not built");
		return 1;
	}
	result = smtp_send(&a,
			   &(struct relay){argv[1], argc > 7 ? argv[7] : NULL},
			   &letter, &detail);
	printf("%s %s\n", words[result], detail);
	arena_release(&a);
	return 0;
}
