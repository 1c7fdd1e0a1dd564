/*
 * labels.h: the words for a matter's states, for residents and for staff.
 */
#ifndef MATTER_LABELS_H
#define MATTER_LABELS_H

#include "html/words.h"
#include "matter/matter.h"

/* "vastaanotettu", "käsittelyssä" ...; with the outcome once it is closed. */
enum word label_handling(enum handling h);
enum word label_state(const char *handling); /* as in SQL */
enum word label_outcome(enum outcome o);
/* W_type_none for "" and unknown values. */
enum word label_type(const char *type);
enum word label_entry(const char *kind);
enum word label_due(const char *what);
enum word label_event(const char *kind);
enum word label_channel(const char *channel);
enum word label_delivery(const char *delivery);
/* The class of a state badge: "new", "work", "wait", "done", "closed". */
const char *label_tone(enum handling h);

/* The feedback types in the order of forms; ends with NULL. */
extern const char *const type_names[];

#endif
