/*
 * address_load.c: see address_load.h.
 */
#include "place/address_load.h"

#include "base/csv.h"
#include "base/str.h"
#include "base/utf8.h"
#include "geo/project.h"
#include "place/address_store.h"
#include "tenant/audit.h"
#include "tenant/form.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	CHUNK = 128 * 1024, /* bytes a batch: about 2,000 rows */
	DELETE_ROWS = 2000,
	LETTER_MAX = 8,
	POSTCODE_MAX = 10,
};

const char *const load_states[LOAD__COUNT] = {"reading", "waiting", "current",
					      "gone"};
const char *const load_faults[ROW__COUNT] = {"", "street", "number", "point",
					     "text"};

/* ---- columns ---- */

enum { C_FI, C_SV, C_NUMBER, C_LETTER, C_POSTCODE, C_LAT, C_LON, COLUMNS };
enum { NAMES = 10 };

static const char *const names[COLUMNS][NAMES] = {
	{"street_fi", "street", "katu", "katu_fi", "katunimi", "kadunnimi",
	 "katunimi_fi", "osoite", NULL},
	{"street_sv", "gata", "katu_sv", "gatunamn", "katunimi_sv", NULL},
	{"number", "numero", "osoitenumero", "talonumero", "house", "nummer",
	 NULL},
	{"letter", "kirjain", "jakokirjain", "bokstav", NULL},
	{"postcode", "postinumero", "postnummer", NULL},
	{"lat", "latitude", "leveys", "leveysaste", "n", "north", "pohjoinen",
	 NULL},
	{"lon", "longitude", "pituus", "pituusaste", "e", "east", "it\xC3\xA4",
	 "ita", NULL},
};

static int column_of(const char *name)
{
	for (int c = 0; c < COLUMNS; c++)
		for (int i = 0; names[c][i]; i++)
			if (str_same_nocase(names[c][i], name))
				return c;
	return -1;
}

static void find_columns(const struct csv *csv, int at[COLUMNS])
{
	for (int c = 0; c < COLUMNS; c++)
		at[c] = -1;
	for (size_t i = 0; csv->count && i < csv->rows[0].count; i++) {
		int c = column_of(csv->rows[0].cells[i]);

		if (c >= 0 && at[c] < 0)
			at[c] = (int)i;
	}
}

const char *address_lacks(struct arena *a, const char *head, size_t size)
{
	const char *end = memchr(head, '\n', size);
	int at[COLUMNS];
	struct csv csv;

	if (csv_parse(a, head, end ? (size_t)(end - head) : size, &csv))
		return names[C_FI][0];
	find_columns(&csv, at);
	if (at[C_FI] < 0 && at[C_SV] < 0)
		return names[C_FI][0];
	if (at[C_LAT] < 0)
		return names[C_LAT][0];
	return at[C_LON] < 0 ? names[C_LON][0] : NULL;
}

/* ---- one row ---- */

struct reading {
	struct db *db;
	struct arena *arena;
	int at[COLUMNS];
	struct address_load *load;
	struct str bad_rows;
};

static const char *cell(const struct reading *w, const struct csv_row *row,
			int column)
{
	return text_line(w->arena, csv_cell(row, w->at[column]));
}

/* "12", "12b", "12 B", "12-14": the number, and what stands behind it. */
static bool read_number(const struct reading *w, const char *text,
			struct address *x)
{
	size_t n = strspn(text, "0123456789");

	x->house = 0;
	if (!*text)
		return true;
	if (!n || n > 6)
		return false;
	x->house = strtol(text, NULL, 10);
	text += n + strspn(text + n, " ");
	if (*text == '-')
		return true;
	if (!str_empty(x->letter) || utf8_length(text) > LETTER_MAX)
		return str_empty(text);
	x->letter = str_lower(w->arena, text);
	return true;
}

static enum load_fault read_row(const struct reading *w,
				const struct csv_row *row, struct address *x)
{
	*x = (struct address){
		.street = {cell(w, row, C_FI), cell(w, row, C_SV)},
		.letter = str_lower(w->arena, cell(w, row, C_LETTER)),
		.postcode = cell(w, row, C_POSTCODE),
	};
	if (str_empty(x->street[LANG_FI]))
		x->street[LANG_FI] = x->street[LANG_SV];
	if (str_empty(x->street[LANG_FI]) ||
	    utf8_length(x->street[LANG_FI]) > ADDRESS_STREET_MAX ||
	    utf8_length(x->street[LANG_SV]) > ADDRESS_STREET_MAX)
		return ROW_STREET;
	if (utf8_length(x->letter) > LETTER_MAX ||
	    !read_number(w, cell(w, row, C_NUMBER), x))
		return ROW_NUMBER;
	if (utf8_length(x->postcode) > POSTCODE_MAX)
		x->postcode = "";
	if (!geo_from_words(cell(w, row, C_LAT), cell(w, row, C_LON), &x->at))
		return ROW_POINT;
	return ROW_FINE;
}

static void bad_row(struct reading *w, int64_t line, enum load_fault why)
{
	if (w->load->bad++ < ADDRESS_BAD_SHOWN)
		str_printf(&w->bad_rows, "%lld %s\n", (long long)line,
			   load_faults[why]);
}

static enum err take_row(struct reading *w, const struct csv_row *row,
			 int64_t line)
{
	struct address x;
	enum load_fault fault = read_row(w, row, &x);
	const char *keys[2];

	if (fault) {
		bad_row(w, line, fault);
		return OK;
	}
	keys[0] = address_key(w->arena, x.street[LANG_FI]);
	keys[1] = address_key(w->arena, x.street[LANG_SV]);
	return store_address_insert(w->db, w->load->id, ++w->load->rows, keys,
				    &x);
}

/* ---- one batch ---- */

/* The head and some whole lines, as a table. */
static enum err take_lines(struct reading *w, const struct str *table)
{
	struct csv csv;
	enum err err = csv_parse(w->arena, table->ptr, table->len, &csv);

	if (err)
		return err;
	find_columns(&csv, w->at);
	for (size_t i = 1; !err && i < csv.count; i++)
		err = take_row(w, &csv.rows[i],
			       w->load->line + csv.rows[i].line - 1);
	return err;
}

static int64_t lines_in(const char *s, size_t n)
{
	int64_t lines = 0;

	for (size_t i = 0; i < n; i++)
		lines += s[i] == '\n';
	return lines;
}

/* What is read now: from where the last batch ended to a line's end. */
struct window {
	const char *head, *bytes; /* the first line with its end; whole lines */
	size_t head_size, size;
	bool last;
};

static enum err take_window(struct reading *w, const struct window *v)
{
	struct address_load *l = w->load;
	struct str table;
	enum err err;

	if (!l->read_bytes)
		l->line = 1;
	str_init(&table, w->arena, v->head_size + v->size + 2);
	str_add(&table, v->head, v->head_size);
	str_add(&table, v->bytes, v->size);
	str_init(&w->bad_rows, w->arena, 256);
	str_puts(&w->bad_rows, l->bad_rows);
	err = take_lines(w, &table);
	if (err == ERR_INVALID || err == ERR_TOO_LARGE) {
		bad_row(w, l->line + 1, ROW_TEXT);
		l->read_bytes = l->bytes; /* the rest is not to be trusted */
		err = OK;
	}
	l->line += lines_in(v->bytes, v->size);
	l->read_bytes += (int64_t)v->size;
	l->bad_rows = w->bad_rows.ptr;
	return err;
}

/* The first line, then whole lines of a batch; the last line needs no end. */
static bool cut(struct arena *a, const char *path, const struct address_load *l,
		struct window *ret)
{
	char *head = arena_alloc(a, CHUNK + 1), *at = arena_alloc(a, CHUNK + 1);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t first = fd < 0 ? -1 : pread(fd, head, CHUNK, 0), n = -1;
	const char *end = first > 0 ? memchr(head, '\n', (size_t)first) : NULL;
	size_t size = end ? (size_t)(end - head) + 1 : 0;

	if (end)
		n = pread(fd, at, CHUNK,
			  l->read_bytes ? l->read_bytes : (off_t)size);
	if (fd >= 0)
		close(fd);
	if (n < 0)
		return false;
	*ret = (struct window){head, at, size, (size_t)n, n < CHUNK};
	while (!ret->last && ret->size && at[ret->size - 1] != '\n')
		ret->size--;
	return true;
}

struct step {
	const char *folder;
	bool more;
};

static enum err finish(struct db *db, const struct address_load *l)
{
	if (l->bad || !l->rows)
		return store_load_state(db, l->id, load_states[LOAD_WAITING]);
	return address_load_use(db, l->id);
}

static enum err read_some(struct db *db, struct arena *a, const struct step *s,
			  struct address_load *l)
{
	const char *path = arena_printf(a, "%s/files/%s", s->folder, l->file);
	struct reading w = {.db = db, .arena = a, .load = l};
	struct window v = {.last = true};
	bool first = !l->read_bytes;
	enum err err = OK;

	if (cut(a, path, l, &v) && (v.size || v.last)) {
		err = take_window(&w, &v);
		if (first)
			l->read_bytes += (int64_t)v.head_size;
	} else {
		l->bad++;
		v.last = true;
		l->bad_rows = arena_printf(a, "%s%lld %s\n", l->bad_rows,
					   (long long)l->line + 1,
					   load_faults[ROW_TEXT]);
	}
	if (!err)
		err = store_load_read(db, l);
	if (!err && (v.last || l->read_bytes >= l->bytes))
		err = finish(db, l);
	return err;
}

static enum err delete_some(struct db *db, struct address_load *l)
{
	enum err err;

	l->rows = l->rows > DELETE_ROWS ? l->rows - DELETE_ROWS : 0;
	err = store_address_delete(db, l->id, l->rows);
	if (err)
		return err;
	return l->rows ? store_load_read(db, l) : store_load_delete(db, l->id);
}

static enum err one_batch(struct db *db, struct arena *a, void *arg)
{
	struct address_load *list;
	struct step *s = arg;
	size_t n;
	enum err err = store_loads(db, a, &list, &n);

	s->more = false;
	for (size_t i = 0; !err && i < n; i++) {
		if (list[i].state != LOAD_READING && list[i].state != LOAD_GONE)
			continue;
		s->more = true;
		return list[i].state == LOAD_READING
			       ? read_some(db, a, s, &list[i])
			       : delete_some(db, &list[i]);
	}
	return err;
}

/* ---- the job ---- */

enum err address_job_wanted(struct db *db, struct arena *a, bool *ret_wanted)
{
	struct address_load *list;
	size_t n = 0;
	enum err err = store_loads(db, a, &list, &n);

	*ret_wanted = false;
	for (size_t i = 0; !err && i < n; i++)
		*ret_wanted |= list[i].state == LOAD_READING ||
			       list[i].state == LOAD_GONE;
	return err;
}

/* Of the job that runs: there is one at a time in a process. */
static const char *folder;

static enum err step(struct db *db, struct arena *a, bool *ret_more)
{
	struct step s = {.folder = folder};
	enum err err = db_write(db, a, one_batch, &s);

	*ret_more = s.more;
	return err;
}

enum err address_job_run(struct job_context *c, const struct job *job)
{
	bool more;

	(void)job;
	folder = c->folder;
	return job_in_batches(c, step, &more);
}

/* ---- what people do ---- */

enum err address_loads(struct db *db, struct arena *a,
		       struct address_load **ret_list, size_t *ret_count)
{
	return store_loads(db, a, ret_list, ret_count);
}

enum err address_load_use(struct db *db, int64_t id)
{
	enum err err = store_load_others(db, id);

	return err ? err : store_load_state(db, id, load_states[LOAD_CURRENT]);
}

enum err address_load_begin(struct db *db, struct arena *a, int64_t staff_id,
			    const struct address_load *l)
{
	enum err err = store_load_unready(db);

	if (!err)
		err = store_load_insert(db, staff_id, l);
	if (err)
		return err;
	return audit_add(db, a, "addresses_imported", staff_id, "{}");
}

enum err address_load_decide(struct db *db, struct arena *a, int64_t staff_id,
			     int64_t id, bool take)
{
	struct address_load *list;
	size_t n;
	enum err err = store_loads(db, a, &list, &n);

	for (size_t i = 0; !err && i < n; i++) {
		if (list[i].id != id || list[i].state != LOAD_WAITING ||
		    (take && !list[i].rows))
			continue;
		err = take ? address_load_use(db, id)
			   : store_load_state(db, id, load_states[LOAD_GONE]);
		if (err)
			return err;
		return audit_add(db, a,
				 take ? "addresses_taken" : "addresses_dropped",
				 staff_id, "{}");
	}
	return err ? err : ERR_CONFLICT;
}

enum err address_load_text(struct db *db, struct arena *a, const char *csv,
			   size_t size)
{
	struct address_load l = {.file = "", .name = "", .bad_rows = ""};
	struct reading w = {.db = db, .arena = a, .load = &l};
	struct address_load *list;
	struct str table;
	size_t n;
	enum err err = store_load_insert(db, 0, &l);

	if (!err)
		err = store_loads(db, a, &list, &n);
	if (err)
		return err;
	l.id = list[0].id;
	str_init(&w.bad_rows, a, 64);
	str_init(&table, a, size + 1);
	str_add(&table, csv, size);
	err = take_lines(&w, &table);
	if (!err && l.bad)
		return ERR_INVALID;
	if (!err)
		err = store_load_read(db, &l);
	return err ? err : address_load_use(db, l.id);
}
