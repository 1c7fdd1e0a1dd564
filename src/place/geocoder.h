/*
 * geocoder.h: another service that knows addresses, when the operator names
 * one (--geocoder): any that answers as Pelias does, with a FeatureCollection
 * of points. It is asked by us, by a process a question, so that it learns
 * nobody's address and no worker waits; its answers are kept for a while, and
 * what lies beyond the municipality's box is left out. When it does not answer
 * within 2 s, or nonsense, the local addresses do (address.h).
 */
#ifndef PLACE_GEOCODER_H
#define PLACE_GEOCODER_H

#include "base/config.h"
#include "place/address.h"

bool geocoder_ok(const char *url);
/* Once in each process that answers; the config stays. */
void geocoder_use(const struct config *c);
bool geocoder_any(void);

/* The question, and where its answer is kept. */
const char *geocoder_url(struct arena *a, const struct geo_box *box,
			 enum lang lang, const char *typed);
const char *geocoder_path(struct arena *a, const struct geo_box *box,
			  enum lang lang, const char *typed);
/* There is one, young enough; or the service failed just now: then nobody asks
 * it for 5 s. */
bool geocoder_fresh(const char *path);
/* How many it names within the box; 0 too when there is no answer. */
size_t geocoder_read(struct arena *a, const char *path,
		     const struct geo_box *box,
		     struct address_hit ret_hits[ADDRESS_HITS]);

/* In a process of its own: blocks. Then, now and then, makes room. */
MUST_CHECK enum err geocoder_fetch(const char *url, const char *path,
				   const char *cache);
const char *geocoder_cache(struct arena *a);

#endif
