/*
 * import.c: where an imported table comes from, and its columns.
 */
#include "tenant/import.h"

#include "base/id.h"
#include "base/seal.h"
#include "html/out.h"
#include "tenant/form.h"

#include <inttypes.h>

/* ---- where it comes from ---- */

/* Only who uploaded the file may name it again. */
static const char *file_code(struct request *req, const char *file)
{
	const char *text = arena_printf(req->arena, "%" PRId64 " %s",
					req->session->staff_id, file);
	unsigned char code[SEAL_BYTES];

	seal_make("import", db_tenant(req->db), text, strlen(text), code);
	return base64url(req->arena, code, sizeof(code));
}

static enum err read_file(struct request *req, const char *file,
			  size_t bytes_max, struct import_source *to)
{
	const char *path =
		arena_printf(req->arena, "%s/files/%s", req->folder, file);
	char *bytes = arena_alloc(req->arena, bytes_max + 1);
	FILE *f = fopen(path, "rbe");
	size_t n;
	bool failed;

	if (!f)
		return ERR_NOT_FOUND;
	n = fread(bytes, 1, bytes_max + 1, f);
	failed = ferror(f);
	fclose(f);
	if (failed)
		return ERR_UNAVAILABLE;
	if (n > bytes_max)
		return ERR_TOO_LARGE;
	to->bytes = bytes;
	to->size = n;
	to->file = file;
	to->file_code = file_code(req, file);
	to->given = n > 0;
	return OK;
}

enum err import_read(struct request *req, struct import_source *ret_source)
{
	return import_read_up_to(req, IMPORT_BYTES_MAX, ret_source);
}

enum err import_read_up_to(struct request *req, size_t bytes_max,
			   struct import_source *ret_source)
{
	struct import_source s = {.text = req_field(req, "csv")};
	const char *file = req_field(req, "file_name");
	enum err err = OK;

	s.bytes = s.text;
	s.size = strlen(s.text);
	s.given = s.size > 0;
	if (req->form->too_large)
		return ERR_TOO_LARGE;
	if (req->form->upload_count && req->form->uploads[0].bytes)
		err = read_file(req, req->form->uploads[0].file, bytes_max, &s);
	else if (*file &&
		 str_same(req_field(req, "file_code"), file_code(req, file)))
		err = read_file(req, file, bytes_max, &s);
	else if (*file)
		return ERR_NOT_FOUND;
	if (err)
		return err;
	*ret_source = s;
	return OK;
}

/* ---- the table ---- */

static int find_column(const struct import_shape *shape, const char *name)
{
	for (int i = 0; shape->columns[i]; i++)
		if (str_same_nocase(shape->columns[i], name))
			return i;
	return -1;
}

static const char *columns_problem(struct arena *a, enum lang lang,
				   const struct import_shape *shape,
				   struct import_table *t)
{
	const struct csv_row *head = &t->csv.rows[0];

	for (size_t i = 0; shape->columns[i]; i++)
		t->column[i] = -1;
	for (size_t i = 0; i < head->count; i++) {
		int at = find_column(shape, head->cells[i]);

		if (at < 0)
			return word_fill(
				a, lang, W_import_unknown_column,
				WORDS(WORD_TEXT("name", head->cells[i])));
		if (t->column[at] >= 0)
			return word_fill(
				a, lang, W_import_twice_column,
				WORDS(WORD_TEXT("name", head->cells[i])));
		t->column[at] = (int)i;
	}
	for (size_t i = 0; i < shape->needed; i++)
		if (t->column[i] < 0)
			return word_fill(
				a, lang, W_import_missing_column,
				WORDS(WORD_TEXT("name", shape->columns[i])));
	return NULL;
}

const char *import_parse(struct arena *a, enum lang lang,
			 const struct import_source *source,
			 const struct import_shape *shape,
			 struct import_table *ret_table)
{
	const size_t rows_max =
		shape->rows_max ? shape->rows_max : IMPORT_ROWS_MAX;
	enum err err;

	if (!source->given)
		return word(lang, W_import_nothing);
	err = csv_parse(a, source->bytes, source->size, &ret_table->csv);
	if (err == ERR_TOO_LARGE ||
	    (!err && ret_table->csv.count > rows_max + 1))
		return word_fill(a, lang, W_import_too_many,
				 WORDS(WORD_INT("n", (int64_t)rows_max)));
	if (err && ret_table->csv.bad_line)
		return word_fill(
			a, lang, W_import_bad_quote,
			WORDS(WORD_INT("line", ret_table->csv.bad_line)));
	if (err)
		return word(lang, W_import_bad_utf8);
	if (ret_table->csv.count < 2)
		return word(lang, W_import_nothing);
	return columns_problem(a, lang, shape, ret_table);
}

const char *import_cell(struct arena *a, const struct import_table *t,
			const struct csv_row *row, int column, const char *now)
{
	if (t->column[column] < 0)
		return now;
	return text_line(a, csv_cell(row, t->column[column]));
}

bool import_flag(const struct import_table *t, const struct csv_row *row,
		 int column, bool now, bool *ret_flag)
{
	const char *cell = csv_cell(row, t->column[column]);

	if (!*cell)
		*ret_flag = now;
	else if (str_same(cell, "1") || str_same(cell, "0"))
		*ret_flag = *cell == '1';
	else
		return false;
	return true;
}

void import_count(struct import_plan *plan)
{
	memset(plan->counts, 0, sizeof(plan->counts));
	for (size_t i = 0; i < plan->count; i++)
		plan->counts[plan->lines[i].result]++;
}

const char *import_digest(struct arena *a, const struct import_plan *plan)
{
	struct str s;

	str_init(&s, a, 4096);
	for (size_t i = 0; i < plan->count; i++)
		str_printf(&s, "%s %s %d %" PRId64 "\n", plan->lines[i].key,
			   plan->lines[i].name, (int)plan->lines[i].result,
			   plan->lines[i].version);
	return text_digest(a, s.ptr, s.len);
}

bool import_seen(const struct request *req, const struct import_plan *plan)
{
	return str_same(req_field(req, "digest"),
			import_digest(req->arena, plan));
}
