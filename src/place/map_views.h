/*
 * map_views.h: what maps need to be drawn.
 */
#ifndef PLACE_MAP_VIEWS_H
#define PLACE_MAP_VIEWS_H

#include "geo/shore.h"
#include "html/words.h"

#endif
