/*
 * publication_read.h: a row of publication.sql's part "publication". For this
 * folder only.
 */
#ifndef MATTER_PUBLICATION_READ_H
#define MATTER_PUBLICATION_READ_H

#include "matter/matter.h"

struct publication publication_read(const struct rows *r);

#endif
