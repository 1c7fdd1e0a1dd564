/*
 * intake.h: what comes in by other ways than the web. Somebody of the staff
 * writes down what a resident says: the sender is the matter's party, who
 * wrote it down is in the event that made the matter. What was answered at
 * once is only counted.
 */
#ifndef MATTER_INTAKE_H
#define MATTER_INTAKE_H

#include "matter/matter.h"

enum { ARRIVED_DAYS_MAX = 366 };

/* The ways staff enter by, in the order of forms; ends with NULL. */
extern const char *const intake_channels[];
bool intake_channel_ok(const char *channel);

enum arrival { ARRIVAL_GOOD, ARRIVAL_MALFORMED, ARRIVAL_FUTURE, ARRIVAL_OLD };
/*
 * When it arrived, from a date and a time as typed. Neither: now. A time
 * alone is today's. A date alone: now if it is today, else at noon. Never in
 * the future, at most ARRIVED_DAYS_MAX ago.
 */
enum arrival intake_arrived(const char *date, const char *time, int64_t now,
			    int64_t *ret_at);

/*
 * Answered on the spot: no words of the resident and nobody's name, a closed
 * matter with the outcome answered, of the unit of who answered. ERR_INVALID:
 * no such topic or channel.
 */
struct spot {
	const char *topic_code, *channel;
	const char *text; /* the same for all */
	enum lang lang;
};
MUST_CHECK enum err matter_on_the_spot(struct db *db, struct arena *a,
				       const struct session *s,
				       const struct spot *spot,
				       struct matter *ret_matter);

#endif
