/*
 * mailbox_views.h: what the pages of mailboxes show.
 */
#ifndef MAILBOX_MAILBOX_VIEWS_H
#define MAILBOX_MAILBOX_VIEWS_H

#include "html/html_views.h"
#include "tenant/form.h"
#include "tenant/tenant_views.h"

struct mailbox_line {
	const char *href, *name, *address, *unit;
	struct badge state;
	const char *error;  /* or NULL */
	int64_t checked_us; /* 0 = never, or a mail server hands mails in */
};

/* A mail that came in: from whom and what became of it, not what it says. */
struct received_line {
	int64_t at_us;
	const char *from, *mailbox;
	enum word fate;
};

struct mailbox_list_view {
	struct crumb crumb;
	struct notice done;
	struct empty none;
	const struct mailbox_line *lines;
	size_t line_count;
	const struct received_line *received;
	size_t received_count;
};

struct mailbox_edit_view {
	struct crumb crumb;
	struct notice done;
	struct error_summary errors;
	struct conflict conflict;
	const char *title, *action, *command;
	int64_t version;
	struct field name, address, server, login, password, folder, move_to;
	struct field plus, active;
	struct choice unit;
};

#endif
