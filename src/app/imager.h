/*
 * imager.h: photos are unpacked in processes of their own, one for each: in the
 * sandbox, without files, network, keys or database, and with an end to time
 * and memory. Whatever a photo does to the one that unpacks it, the next
 * begins as if nothing had been.
 *
 * The keeper loads libvips once and forks; it never looks at a photo. It holds
 * neither key nor database, for the supervisor that forked it holds none.
 */
#ifndef APP_IMAGER_H
#define APP_IMAGER_H

#include "app/channel.h"

/* Before the fork. ERR_UNAVAILABLE: no memory or sockets. */
MUST_CHECK enum err imager_make(struct channel *c);
/* The keeper's own life; returns when nobody asks any more. */
int imager_main(const struct channel *c);
/* From now on photo_unpack() (attach/photo.h) asks this one. */
void imager_use(struct channel *c);

#endif
