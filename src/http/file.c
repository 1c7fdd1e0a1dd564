/*
 * file.c: a file from the disk as a reply: read by libuv's pool a piece at a
 * time, the next piece when the last has left.
 */
#include "http/conn.h"

#include "base/log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 128 * 1024 };

/* Outlives its connection when a read is in the pool. */
struct sender {
	struct conn *c; /* NULL once that has gone */
	uv_loop_t *loop;
	int fd;
	size_t left; /* bytes of the file not yet read */
	bool busy;   /* a read is in the pool */
	uv_fs_t fs;
	uv_write_t write;
	char piece[PIECE];
};

static void sender_free(struct sender *s)
{
	if (s->c)
		s->c->sender = NULL;
	close(s->fd);
	free(s);
}

void sender_detach(struct conn *c)
{
	struct sender *s = c->sender;

	if (!s)
		return;
	c->sender = NULL;
	s->c = NULL;
	if (!s->busy)
		sender_free(s);
}

bool file_open(struct conn *c)
{
	struct response *res = &c->x.res;
	int fd = open(res->file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct sender *s;
	struct stat st;

	if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		log_error("file of a reply is not there");
		if (fd >= 0)
			close(fd);
		conn_refuse(c, 500);
		return false;
	}
	s = calloc(1, sizeof(*s));
	if (!s)
		abort();
	s->c = c;
	s->loop = c->server->c.loop;
	s->fd = fd;
	s->left = (size_t)st.st_size;
	c->sender = s;
	res->body_len = s->left;
	return true;
}

static void next_piece(struct sender *s);

static void on_written(uv_write_t *write, int status)
{
	struct sender *s = write->data;
	struct conn *c = s->c;

	s->busy = false;
	if (!c)
		sender_free(s);
	else if (status < 0)
		conn_close(c);
	else
		next_piece(s);
}

static void send_piece(struct sender *s, uv_buf_t *buf)
{
	s->write.data = s;
	s->c->reply_bytes += buf->len;
	if (uv_write(&s->write, (uv_stream_t *)&s->c->tcp, buf, 1,
		     on_written) != 0)
		conn_close(s->c);
	else
		s->busy = true;
}

static void on_piece(uv_fs_t *fs)
{
	struct sender *s = fs->data;
	ssize_t n = fs->result;
	uv_buf_t buf;

	uv_fs_req_cleanup(fs);
	s->busy = false;
	if (!s->c) {
		sender_free(s);
		return;
	}
	if (n <= 0) { /* shorter than it was: the length cannot be kept */
		conn_close(s->c);
		return;
	}
	s->left -= (size_t)n;
	buf = uv_buf_init(s->piece, (unsigned)n);
	send_piece(s, &buf);
}

static void next_piece(struct sender *s)
{
	struct conn *c = s->c;
	size_t want = s->left < PIECE ? s->left : PIECE;
	uv_buf_t buf = uv_buf_init(s->piece, (unsigned)want);

	if (s->left == 0) {
		sender_free(s);
		conn_replied(c);
		return;
	}
	s->fs.data = s;
	s->busy = true;
	uv_fs_read(s->loop, &s->fs, s->fd, &buf, 1, -1, on_piece);
}

void file_send(struct conn *c, const uv_buf_t *head)
{
	struct sender *s = c->sender;
	uv_buf_t buf = *head;

	if (c->x.req.method == METHOD_HEAD)
		s->left = 0;
	c->reply_bytes = 0;
	send_piece(s, &buf);
}
