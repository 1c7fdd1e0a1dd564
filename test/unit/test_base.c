/*
 * test_base.c: memory, strings, time, randomness, codes, JSON, log and the
 * shared counters.
 */
#include "tap.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"
#include "base/lang.h"
#include "base/log.h"
#include "base/seal.h"
#include "base/shared.h"
#include "base/str.h"
#include "base/utf8.h"

#include <fcntl.h>
#include <inttypes.h>
#include <jansson.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void is(const char *got, const char *want, const char *what)
{
	if (!ok(strcmp(got, want) == 0, "%s", what))
		printf("# got  %s\n# want %s\n", got, want);
}

static void is_int(int64_t got, int64_t want, const char *what)
{
	if (!ok(got == want, "%s", what))
		printf("# got  %" PRId64 "\n# want %" PRId64 "\n", got, want);
}

/* ---- arena ---- */

static bool all_zero(const unsigned char *p, size_t n)
{
	while (n && !*p) {
		p++;
		n--;
	}
	return n == 0;
}

static void test_arena_memory(void)
{
	struct arena a = ARENA_INIT;
	unsigned char *p, *first;
	bool zero = true, aligned = true;
	int round, i;

	for (round = 0; round < 3; round++) {
		for (i = 1; i < 400; i++) {
			p = arena_alloc(&a, (size_t)i);
			zero = zero && all_zero(p, (size_t)i);
			aligned = aligned && (uintptr_t)p % 16 == 0;
			memset(p, 0xff, (size_t)i);
		}
		arena_release(&a);
	}
	ok(zero, "memory comes zeroed, also in blocks used before");
	ok(aligned, "memory is aligned to 16 bytes");
	ok(a.used == 0 && !a.head, "a released arena is as new");

	first = arena_alloc(&a, 100);
	p = arena_alloc(&a, 1000000);
	ok(all_zero(p, 1000000), "a huge block is zeroed");
	memset(p, 1, 1000000);
	p = arena_alloc(&a, 100);
	ok(p == first + 112, "a huge block does not waste the one in use");
	ok(arena_alloc(&a, 0) != arena_alloc(&a, 0), "nothing has an address");
	arena_release(&a);

	p = arena_alloc(&a, 50000);
	memset(p, 1, 50000);
	p = arena_alloc(&a, 50000);
	ok(all_zero(p, 50000), "a huge block can come first");
	arena_release(&a);
}

static void test_arena_text(void)
{
	struct arena a = ARENA_INIT;
	char *s;

	is(arena_strdup(&a, ""), "", "an empty copy");
	is(arena_strndup(&a, "palaute", 4), "pala", "a part of a string");
	is(arena_strndup(&a, NULL, 0), "", "no bytes of nothing");
	is(arena_printf(&a, "%s-%d", "a", 7), "a-7", "a short print");
	s = arena_printf(&a, "%0255d", 1);
	ok(strlen(s) == 255, "a print that just fits");
	s = arena_printf(&a, "%0256d|%s", 1, "end");
	ok(strlen(s) == 260 && !strcmp(s + 256, "|end"), "a longer print");
	s = arena_printf(&a, "%040000d", 5);
	ok(strlen(s) == 40000 && s[39999] == '5', "a print over a block");
	arena_release(&a);
}

static char order[8];

static void closer(void *letter)
{
	order[strlen(order)] = *(char *)letter;
}

static void test_arena_defers(void)
{
	struct arena a = ARENA_INIT;
	char letters[] = "abc";

	arena_defer(&a, closer, &letters[0]);
	arena_alloc(&a, 40000);
	arena_defer(&a, closer, &letters[1]);
	arena_defer(&a, closer, &letters[2]);
	arena_release(&a);
	is(order, "cba", "closers run newest first");
	arena_release(&a);
	is(order, "cba", "closers run once");
}

static void test_arena_limit(void)
{
	struct arena a = ARENA_INIT;
	char letter = 'x';
	volatile int got = 0;
	jmp_buf back;

	memset(order, 0, sizeof(order));
	a.limit = 1024 * 1024;
	a.unwind = &back;
	if (setjmp(back) == 0) {
		for (;;) {
			memset(arena_alloc(&a, 1000), 1, 1000);
			got++;
			if (got == 1040) /* nearly full: closing still works */
				arena_defer(&a, closer, &letter);
		}
	}
	is_int(got, 1040, "1 MiB holds 1,040 pieces of 1,008 bytes");
	arena_release(&a);
	is(order, "x", "an unwound arena still closes");
	if (setjmp(back) == 0) {
		arena_array(&a, SIZE_MAX / 2, 3);
		got = -1;
	}
	is_int(got, 1040, "an overflowing size unwinds");
	if (setjmp(back) == 0) {
		arena_alloc(&a, 1024 * 1024 + 1);
		got = -1;
	}
	is_int(got, 1040, "one piece over the limit unwinds");
	ok(arena_alloc(&a, 1024 * 1024) != NULL, "exactly the limit is fine");
	arena_release(&a);
}

static void test_arena_abort(void)
{
	struct arena a = ARENA_INIT;
	int status = 0;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		signal(SIGABRT, SIG_DFL);
		a.limit = 16;
		arena_alloc(&a, 17);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT,
	   "an exhausted arena without a way back aborts");
}

/* ---- str ---- */

static void test_str(void)
{
	struct arena a = ARENA_INIT;
	struct str s;
	int i;

	str_init(&s, &a, 0);
	is(s.ptr, "", "a new string is empty");
	str_init(&s, &a, 1);
	str_add(&s, NULL, 0);
	str_putc(&s, 'a');
	str_puts(&s, "");
	str_puts(&s, "bc");
	str_printf(&s, "%d", 12345);
	is(s.ptr, "abc12345", "pieces follow each other");
	for (i = 0; i < 10000; i++)
		str_printf(&s, "%c", 'x');
	ok(s.len == 10008 && strlen(s.ptr) == 10008, "it grows");
	str_printf(&s, "%s", "");
	ok(s.len == 10008, "an empty print adds nothing");
	str_init(&s, &a, 8);
	str_puts(&s, "1234567");
	ok(s.cap == 8, "seven letters and the NUL fit in eight");
	str_puts(&s, "8");
	is(s.ptr, "12345678", "the eighth moves it");
	arena_release(&a);
}

static void test_str_questions(void)
{
	ok(str_empty(NULL) && str_empty("") && !str_empty(" "), "empty");
	ok(str_same(NULL, "") && str_same("a", "a"), "same");
	ok(!str_same("a", NULL) && !str_same("a", "A"), "not the same");
	ok(str_same_nocase("Content-TYPE", "content-type"), "same but case");
	ok(!str_same_nocase("ab", "abc") && !str_same_nocase("abc", "ab"),
	   "a prefix is not the same");
	ok(str_same_nocase(NULL, "") && !str_same_nocase("[", "{"),
	   "only letters have case");
	ok(!str_same_nocase("\xc3\x84", "\xc3\xa4"), "only ASCII letters");
	ok(str_starts("/api/x", "/api/") && str_starts("x", ""), "starts");
	ok(!str_starts("/ap", "/api") && !str_starts(NULL, "a") &&
		   str_starts(NULL, NULL),
	   "does not start");
}

static void test_str_copies(void)
{
	struct arena a = ARENA_INIT;

	is(str_trim(&a, " \t\r\n a b \v\f\n"), "a b", "trim");
	is(str_trim(&a, "\xc2\xa0 \xc2\xa0x\xc2\xa0y\xc2\xa0 "), "x\xc2\xa0y",
	   "trim no-break spaces");
	is(str_trim(&a, "  \xc2\xa0 "), "", "trim everything");
	is(str_trim(&a, "\xc3\xa0"), "\xc3\xa0",
	   "trim knows a letter ending in the same byte");
	is(str_trim(&a, "x\xc2"), "x\xc2", "trim leaves half a character");
	is(str_trim(&a, NULL), "", "trim of nothing");
	is(str_lower(&a, "ÅÄÖ ŠŽ ÉÜÞ × ÁČĐŊŦ Straße Ÿ Ĺŉ İı 7"),
	   "åäö šž éüþ × áčđŋŧ straße ÿ ĺŉ İı 7", "lower case");
	is(str_lower(&a, "A\xff\xc3"), "a\xff\xc3", "lower leaves bad bytes");
	is(str_lower(&a, "ΑБẞ"), "ΑБẞ", "lower leaves other letters");
	is(str_lower(&a, NULL), "", "lower of nothing");
	arena_release(&a);
}

/* ---- utf8 ---- */

static void test_utf8_valid(void)
{
	static const struct {
		const char *bytes;
		size_t n;
		bool valid;
	} rows[] = {
		{"", 0, true},
		{"a\0b", 3, true},
		{"\x7f", 1, true},
		{"\x80", 1, false},
		{"\xbf", 1, false},
		{"\xc0\x80", 2, false},
		{"\xc1\xbf", 2, false},
		{"\xc2\x80", 2, true},
		{"\xdf\xbf", 2, true},
		{"\xc3", 1, false},
		{"\xc3(", 2, false},
		{"\xe0\x9f\xbf", 3, false},
		{"\xe0\xa0\x80", 3, true},
		{"\xed\x9f\xbf", 3, true},
		{"\xed\xa0\x80", 3, false},
		{"\xed\xbf\xbf", 3, false},
		{"\xee\x80\x80", 3, true},
		{"\xef\xbf\xbf", 3, true},
		{"\xe2\x82", 2, false},
		{"\xe2\x28\xa1", 3, false},
		{"\xe2\x82\x28", 3, false},
		{"\xf0\x8f\xbf\xbf", 4, false},
		{"\xf0\x90\x80\x80", 4, true},
		{"\xf4\x8f\xbf\xbf", 4, true},
		{"\xf4\x90\x80\x80", 4, false},
		{"\xf5\x80\x80\x80", 4, false},
		{"\xf0\x9f\x98", 3, false},
		{"\xf8\x88\x80\x80\x80", 5, false},
		{"\xfe", 1, false},
		{"\xff", 1, false},
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		ok(utf8_valid(rows[i].bytes, rows[i].n) == rows[i].valid,
		   "UTF-8 row %zu is %s", i,
		   rows[i].valid ? "valid" : "not valid");
}

static void test_utf8_every_code_point(void)
{
	bool same = true;
	char bytes[5];
	uint32_t c;

	for (c = 1; c <= 0x10ffff && same; c++) {
		const char *at = bytes;
		size_t n;

		if (c == 0xd800)
			c = 0xe000;
		n = utf8_put(bytes, c);
		bytes[n] = '\0';
		same = utf8_valid(bytes, n) && utf8_next(&at) == c &&
		       at == bytes + n && utf8_length(bytes) == 1;
	}
	ok(same, "every code point is written and read");
	ok(utf8_put(bytes, 0xd800) == 3 && !memcmp(bytes, "\xef\xbf\xbd", 3),
	   "a surrogate is written as U+FFFD");
	ok(utf8_put(bytes, 0x110000) == 3, "so is what lies above");
}

static void test_utf8_next(void)
{
	const char *at = "a\xc3\xa4\xff\xe2\x82x";
	const uint32_t want[] = {'a', 0xe4, 0xfffd, 0xfffd, 0xfffd, 'x', 0, 0};
	bool same = true;
	size_t i;

	for (i = 0; i < sizeof(want) / sizeof(*want); i++)
		same = utf8_next(&at) == want[i] && same;
	ok(same, "a bad byte is U+FFFD and stepped over alone");
}

static void test_utf8_texts(void)
{
	struct arena a = ARENA_INIT;

	is_int((int64_t)utf8_length("päivää 😀"), 8, "length");
	is(utf8_clip(&a, "päivää", 6), "päivää", "clip: it fits");
	is(utf8_clip(&a, "päivää", 5), "päivä…", "clip: one too many");
	is(utf8_clip(&a, "😀😀", 1), "😀…", "clip: never inside a character");
	is(utf8_clip(&a, "x", 0), "…", "clip to nothing");
	is(utf8_clip(&a, "", 0), "", "clip nothing");
	is(utf8_clip_words(&a, "kadut ja puistot", 16), "kadut ja puistot",
	   "clip words: it fits");
	is(utf8_clip_words(&a, "kadut ja puistot", 15), "kadut ja …",
	   "clip words: never inside a word");
	is(utf8_clip_words(&a, "kadut ja puistot", 8), "kadut ja …",
	   "clip words: a word that just fits stays");
	is(utf8_clip_words(&a, "kadut ja\n puistot", 11), "kadut ja …",
	   "clip words: no gaps before the mark");
	is(utf8_clip_words(&a, "ä kevyenliikenteenväylä", 10), "ä kevyenli…",
	   "clip words: a word longer than half is cut");
	is(utf8_clip_words(&a, "kadut", 0), "…", "clip words to nothing");
	ok(utf8_order("zoo", "Åbo") < 0 && utf8_order("åbo", "Äbo") < 0 &&
		   utf8_order("äbo", "Öbo") < 0,
	   "order: z å ä ö");
	ok(utf8_order("apa", "Bpa") < 0 && utf8_order("Katu", "katu") == 0 &&
		   utf8_order("ÄKÄ", "äkä") == 0,
	   "order: case does not count");
	ok(utf8_order("katu", "katut") < 0 && utf8_order("katut", "katu") > 0 &&
		   utf8_order("", "a") < 0 && utf8_order("", "") == 0,
	   "order: the shorter first");
	is(utf8_clean(&a, "a\r\nb\rc\n\rd\te"), "a\nb\nc\n\nd\te", "line ends");
	is(utf8_clean(&a, "a\x01\x1b[0m\x7f\xc2\x85"
			  "b\x08"),
	   "a[0mb", "controls are dropped");
	is(utf8_clean(&a, "\r\n \t\xc2\xa0x\xe2\x80\x8b\xe3\x80\x80\n"), "x",
	   "white space at the ends goes");
	is(utf8_clean(&a, " \xe2\x80\x8b\xef\xbb\xbf\n"), "",
	   "invisible text is no text");
	is(utf8_clean(&a, "a\xff\xffz"), "a\xef\xbf\xbd\xef\xbf\xbdz",
	   "bad bytes become U+FFFD, however many");
	is(utf8_clean(&a, ""), "", "clean nothing");
	arena_release(&a);
}

/* ---- clock ---- */

static int64_t utc(int year, int month, int day, int hour, int minute)
{
	return date_to_days((struct date){year, month, day}) * DAY_US +
	       hour * HOUR_US + minute * MINUTE_US;
}

static bool same_date(struct date a, struct date b)
{
	return a.year == b.year && a.month == b.month && a.day == b.day;
}

static void test_dates(void)
{
	bool same = true;
	int64_t days, last = 0;

	is_int(date_to_days((struct date){1970, 1, 1}), 0, "day 0");
	is_int(date_to_days((struct date){2000, 3, 1}), 11017, "day 11017");
	is_int(date_to_days((struct date){1969, 12, 31}), -1, "day -1");
	for (days = -100000; days < 100000; days++) {
		struct date d = date_from_days(days);

		same = same && date_to_days(d) == days && date_valid(d);
		same = same &&
		       (days == -100000 || date_weekday(d) == last % 7 + 1);
		last = date_weekday(d);
	}
	ok(same, "days and dates agree for 500 years, weekdays follow");
	is_int(date_weekday((struct date){2026, 11, 22}), 7, "a Sunday");
	ok(date_valid((struct date){2024, 2, 29}), "leap day");
	ok(!date_valid((struct date){2023, 2, 29}), "no leap day");
	ok(!date_valid((struct date){1900, 2, 29}), "not in 1900");
	ok(!date_valid((struct date){2026, 4, 31}), "no 31 April");
	ok(!date_valid((struct date){2026, 13, 1}), "no 13th month");
	ok(!date_valid((struct date){2026, 0, 1}), "no month 0");
	ok(!date_valid((struct date){2026, 1, 0}), "no day 0");
	ok(!date_valid((struct date){0, 1, 1}), "no year 0");
}

static void test_summer_time(void)
{
	struct date spring = {2026, 3, 29}, autumn = {2026, 10, 25};
	int hour = -1, minute = -1;

	is_int(date_start_us(spring), utc(2026, 3, 28, 22, 0), "23 h day");
	is_int(date_end_us(spring), utc(2026, 3, 29, 21, 0), "23 h day ends");
	is_int(date_end_us(autumn) - date_start_us(autumn), 25 * HOUR_US,
	       "a day of 25 hours");
	is_int(date_end_us((struct date){2026, 12, 31}),
	       date_start_us((struct date){2027, 1, 1}), "the year ends");
	ok(same_date(date_of(date_start_us(spring)), spring), "first instant");
	ok(same_date(date_of(date_end_us(spring) - 1), spring),
	   "last microsecond");
	ok(same_date(date_of(date_end_us(spring)), (struct date){2026, 3, 30}),
	   "the end belongs to the next day");
	ok(same_date(date_of(-1), (struct date){1970, 1, 1}), "before 1970");
	is_int(date_minute_us(spring, 150), utc(2026, 3, 29, 0, 30),
	       "2.30 before the clocks go");
	is_int(date_minute_us(spring, 8 * 60), utc(2026, 3, 29, 5, 0),
	       "8.00 after they went");
	is_int(date_minute_us(spring, 23 * 60 + 30), utc(2026, 3, 29, 20, 30),
	       "23.30 of a short day");
	is_int(date_minute_us(autumn, 210), utc(2026, 10, 25, 0, 30),
	       "3.30 the first time");
	is_int(date_minute_us(autumn, 23 * 60), utc(2026, 10, 25, 21, 0),
	       "23.00 of a long day");
	is_int(date_minute_us(spring, 24 * 60), date_end_us(spring),
	       "24.00 of a short day");
	is_int(date_minute_us(autumn, 24 * 60), date_end_us(autumn),
	       "24.00 of a long day");
	is_int(date_minute_us((struct date){2026, 11, 25}, 24 * 60),
	       date_start_us((struct date){2026, 11, 26}), "24.00");
	clock_local_hm(utc(2026, 10, 25, 0, 30), &hour, &minute);
	ok(hour == 3 && minute == 30, "half past three, summer time");
	clock_local_hm(utc(2026, 10, 25, 1, 30), &hour, &minute);
	ok(hour == 3 && minute == 30, "half past three again, winter time");
	clock_local_hm(utc(2026, 3, 29, 1, 0), &hour, &minute);
	ok(hour == 4 && minute == 0, "there is no three o'clock in spring");
}

static void test_clock(void)
{
	struct arena a = ARENA_INIT;
	int64_t real = clock_now_us(), mono = clock_mono_us();

	is(clock_iso(&a, utc(2026, 11, 22, 12, 5)), "2026-11-22T12:05:00Z",
	   "ISO time");
	is(clock_iso(&a, -1), "1969-12-31T23:59:59Z", "ISO before 1970");
	clock_set(123);
	is_int(clock_now_us(), 123, "a set clock stands");
	ok(clock_mono_us() >= mono, "the other one does not care");
	clock_set(0);
	ok(clock_now_us() >= real, "the real clock comes back");
	arena_release(&a);
}

/* What a process of its own exits with, KAIKU_CLOCK being value. */
static int with_clock(const char *value, int64_t low, int64_t high)
{
	int status = 0;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(9);
		setenv("KAIKU_CLOCK", value, 1);
		clock_init();
		_exit(clock_now_us() >= low && clock_now_us() <= high ? 0 : 1);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_clock_env(void)
{
	int64_t now = clock_now_us(), year = 365 * DAY_US;

	is_int(with_clock("+31536000", now + year, now + year + HOUR_US), 0,
	       "KAIKU_CLOCK a year ahead");
	is_int(with_clock("-60", now - MINUTE_US, now + HOUR_US), 0,
	       "KAIKU_CLOCK a minute back");
	is_int(with_clock("@1800000000", 1800000000 * (int64_t)SECOND_US,
			  1800000000 * (int64_t)SECOND_US),
	       0, "KAIKU_CLOCK frozen");
	is_int(with_clock("", now, now + HOUR_US), 0, "KAIKU_CLOCK empty");
	is_int(with_clock("tomorrow", 0, INT64_MAX), 2, "KAIKU_CLOCK wrong");
	is_int(with_clock("@", 0, INT64_MAX), 2, "KAIKU_CLOCK half");
	is_int(with_clock("+99999999999999999", 0, INT64_MAX), 2,
	       "KAIKU_CLOCK too far");
}

/* ---- id ---- */

static void test_hex(void)
{
	struct arena a = ARENA_INIT;
	unsigned char bytes[4] = {1, 2, 3, 4};

	is(hex_encode(&a, "\x00\xff\x1a", 3), "00ff1a", "hex");
	is(hex_encode(&a, "", 0), "", "hex of nothing");
	ok(hex_decode("00fF1a", bytes, 3) == OK &&
		   !memcmp(bytes, "\x00\xff\x1a\x04", 4),
	   "hex read");
	ok(hex_decode("00ff1", bytes, 3) == ERR_INVALID, "hex too short");
	ok(hex_decode("00ff1a00", bytes, 3) == ERR_INVALID, "hex too long");
	ok(hex_decode("99zz99", bytes, 3) == ERR_INVALID, "not hex");
	ok(!memcmp(bytes, "\x00\xff\x1a\x04", 4), "a failure writes nothing");
	arena_release(&a);
}

static void test_base64url(void)
{
	struct arena a = ARENA_INIT;
	unsigned char bytes[32], back[32];
	bool same = true;
	size_t n;

	is(base64url(&a, "\xfb\xff\xfe", 3), "-__-", "base64url letters");
	is(base64url(&a, "f", 1), "Zg", "no padding");
	for (n = 0; n <= sizeof(bytes); n++) {
		random_bytes(bytes, n);
		same = same &&
		       base64url_decode(base64url(&a, bytes, n), back, n) ==
			       OK &&
		       !memcmp(bytes, back, n);
	}
	ok(same, "base64url of all lengths comes back");
	memset(back, 7, 2);
	ok(base64url_decode("Zh", back, 1) == ERR_INVALID,
	   "unused bits must be zero");
	ok(base64url_decode("Zm9", back, 2) == ERR_INVALID,
	   "also of two bytes");
	ok(base64url_decode("Zg==", back, 1) == ERR_INVALID, "no padding read");
	ok(base64url_decode("Z+", back, 1) == ERR_INVALID, "not the other set");
	ok(base64url_decode("Z", back, 1) == ERR_INVALID, "too short");
	ok(base64url_decode("Zm8A", back, 2) == ERR_INVALID, "too long");
	ok(back[0] == 7 && back[1] == 7, "a failure writes nothing");
	arena_release(&a);
}

/* ---- seal ---- */

static char dir[] = "/tmp/kaiku-test-XXXXXX";

static void key_path(char *to, size_t size)
{
	snprintf(to, size, "%s/key", dir);
}

static size_t read_key(unsigned char *to, size_t size)
{
	char path[64];
	size_t n;
	FILE *f;

	key_path(path, sizeof(path));
	f = fopen(path, "rb");
	if (!f)
		return 0;
	n = fread(to, 1, size, f);
	fclose(f);
	return n;
}

/* Processes that start at once must all end up with one key. */
static void test_key_race(void)
{
	unsigned char code[SEAL_BYTES], other[SEAL_BYTES];
	int pipes[2], i, same = 0, status;
	char path[64];

	key_path(path, sizeof(path));
	if (pipe(pipes))
		return;
	fflush(stdout);
	for (i = 0; i < 8; i++) {
		if (fork() == 0) {
			memset(code, i, sizeof(code));
			if (seal_load(dir) == OK)
				seal_make("x", 1, "y", 1, code);
			_exit(write(pipes[1], code, sizeof(code)) !=
			      sizeof(code));
		}
	}
	while (wait(&status) > 0)
		;
	ok(seal_load(dir) == OK, "a key is made or read");
	seal_make("x", 1, "y", 1, code);
	for (i = 0; i < 8; i++) {
		if (read(pipes[0], other, sizeof(other)) == sizeof(other) &&
		    !memcmp(code, other, sizeof(code)))
			same++;
	}
	is_int(same, 8, "eight processes made one key");
	close(pipes[0]);
	close(pipes[1]);
}

static void test_key_file(void)
{
	unsigned char bytes[64];
	struct stat st;
	char path[64];
	FILE *f;

	key_path(path, sizeof(path));
	is_int((int64_t)read_key(bytes, sizeof(bytes)), 32, "32 bytes");
	ok(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600, "mode 0600");
	ok(st.st_nlink == 1, "no second name is left");
	chmod(path, 0640);
	ok(seal_load(dir) == ERR_DENIED, "a key others may read is refused");
	chmod(path, 0600);
	f = fopen(path, "ab");
	if (f) {
		fputc('x', f);
		fclose(f);
	}
	ok(seal_load(dir) == ERR_INVALID, "a key too long is refused");
	ok(truncate(path, 31) == 0 && seal_load(dir) == ERR_INVALID,
	   "a key too short is refused");
	ok(seal_load("/nonexistent/kaiku") == ERR_UNAVAILABLE, "no folder");
	unlink(path);
	ok(symlink("/dev/zero", path) == 0 && seal_load(dir) == ERR_UNAVAILABLE,
	   "a link is not followed");
	unlink(path);
	ok(seal_load(dir) == OK, "a new key");
}

static void test_seal(void)
{
	unsigned char one[SEAL_BYTES], two[SEAL_BYTES];

	seal_make("tracking", 1, "abc", 3, one);
	seal_make("tracking", 1, "abc", 3, two);
	ok(!memcmp(one, two, SEAL_BYTES), "a code can be made again");
	seal_make("tracking", 2, "abc", 3, two);
	ok(memcmp(one, two, SEAL_BYTES) != 0, "other tenant, other code");
	seal_make("form", 1, "abc", 3, two);
	ok(memcmp(one, two, SEAL_BYTES) != 0, "other purpose, other code");
	seal_make("tracking", 1, "abd", 3, two);
	ok(memcmp(one, two, SEAL_BYTES) != 0, "other data, other code");
	seal_make("tracking", 1, "", 0, two);
	ok(memcmp(one, two, SEAL_BYTES) != 0, "no data, other code");
}

/* Any one letter changed must not pass. */
static void test_tracking(void)
{
	static const char letters[] = "0aZ-_g ~";
	struct arena a = ARENA_INIT;
	const int64_t ids[] = {1, 63000000000000, ((int64_t)1 << 53) - 1};
	int forged = 0, i, k;
	int64_t id = -1;
	char *code;

	for (i = 0; i < 3; i++) {
		code = tracking_make(&a, 5, ids[i], 1);
		ok(strlen(code) == 37 && tracking_id(code, &id) == OK &&
			   id == ids[i] && tracking_check(code, 5, id, 1),
		   "tracking code %d", i);
	}
	is(tracking_make(&a, 5, id, 1), code, "made again for the next mail");
	ok(!tracking_check(code, 6, id, 1), "not of another tenant");
	ok(!tracking_check(code, 5, id, 2), "a new version revokes it");
	ok(!tracking_check(code, 5, id - 1, 1), "not of another matter");
	for (i = 0; i < 37; i++) {
		for (k = 0; letters[k]; k++) {
			char *forge = arena_strdup(&a, code);

			if (forge[i] == letters[k])
				continue;
			forge[i] = letters[k];
			id = ids[2];
			forged += tracking_id(forge, &id) == OK &&
				  tracking_check(forge, 5, id, 1);
		}
	}
	is_int(forged, 0, "no changed letter passes");
	arena_release(&a);
}

static void test_tracking_nonsense(void)
{
	struct arena a = ARENA_INIT;
	char *code = tracking_make(&a, 5, 77, 1);
	int64_t id = 123;

	ok(tracking_id(NULL, &id) == ERR_NOT_FOUND, "no code");
	ok(tracking_id("", &id) == ERR_NOT_FOUND, "an empty code");
	ok(tracking_id("00000000000004d", &id) == ERR_NOT_FOUND, "half a code");
	ok(tracking_id(arena_printf(&a, "%sA", code), &id) == ERR_NOT_FOUND,
	   "a letter too many");
	ok(tracking_id(arena_strndup(&a, code, 36), &id) == ERR_NOT_FOUND,
	   "a letter too few");
	ok(tracking_id(str_lower(&a, "00000000000004D"), &id) == ERR_NOT_FOUND,
	   "still half a code");
	code[14] = 'D';
	ok(tracking_id(code, &id) == ERR_NOT_FOUND, "one spelling only");
	ok(!tracking_check(code, 5, 77, 1) && !tracking_check(NULL, 5, 77, 1),
	   "nonsense does not pass");
	is_int(id, 123, "a failure writes nothing");
	arena_release(&a);
}

static void test_form_key(void)
{
	struct arena a = ARENA_INIT;
	int64_t then = utc(2026, 11, 22, 12, 5) + 123456;
	char *key, *later;
	int i, passed = 0;

	clock_set(then);
	key = form_key_make(&a, 3);
	clock_set(then + 1000);
	later = form_key_make(&a, 3);
	clock_set(0);
	ok(strcmp(key, later) < 0, "form keys sort by time");
	ok(strcmp(key, form_key_make(&a, 3)) != 0, "no two are the same");
	ok(form_key_check(key, 3), "a form key of ours");
	is_int(form_key_time(key), then / 1000 * 1000, "its time");
	ok(!form_key_check(key, 4), "not of another tenant");
	for (i = 0; key[i]; i++) {
		char *forge = arena_strdup(&a, key);

		forge[i] = forge[i] == '0' ? '1' : '0';
		passed += form_key_check(forge, 3);
	}
	is_int(passed, 0, "no changed letter passes");
	ok(!form_key_check(NULL, 3) && !form_key_check("", 3), "no form key");
	ok(!form_key_check(arena_printf(&a, "%sA", key), 3), "too long");
	ok(!form_key_check(key + 1, 3), "too short");
	is_int(form_key_time("zz"), 0, "no time in nonsense");
	arena_release(&a);
}

/* ---- lang ---- */

static void test_lang(void)
{
	enum lang lang = LANG_SV;

	ok(!lang_parse("de", &lang) && lang == LANG_SV, "not ours");
	ok(!lang_parse(NULL, &lang) && !lang_parse("", &lang), "nothing");
	ok(!lang_parse("fin", &lang) && !lang_parse("f", &lang), "whole codes");
	ok(lang_parse("en", &lang) && lang == LANG_EN, "English");
	is(lang_codes[LANG_FI], "fi", "Finnish");
}

/* ---- json ---- */

static void test_json(void)
{
	struct arena a = ARENA_INIT;
	struct json j;
	struct str s;

	str_init(&s, &a, 16);
	json_init(&j, &s);
	json_open(&j, '{');
	json_put_text(&j, "a", "1");
	json_key(&j, "list");
	json_open(&j, '[');
	json_close(&j, ']');
	json_key(&j, "rows");
	json_open(&j, '[');
	json_int(&j, INT64_MIN);
	json_open(&j, '{');
	json_put_bool(&j, "t", true);
	json_put_bool(&j, "f", false);
	json_close(&j, '}');
	json_open(&j, '{');
	json_close(&j, '}');
	json_text(&j, NULL);
	json_close(&j, ']');
	json_put_int(&j, "n", 0);
	json_put_text(&j, "none", NULL);
	json_close(&j, '}');
	is(s.ptr,
	   "{\"a\":\"1\",\"list\":[],\"rows\":[-9223372036854775808,"
	   "{\"t\":true,\"f\":false},{},null],\"n\":0,\"none\":null}",
	   "objects, lists, commas");
	arena_release(&a);
}

static void test_json_escapes(void)
{
	struct arena a = ARENA_INIT;
	char every[128];
	struct json j;
	struct str s;
	json_t *read;
	int i;

	str_init(&s, &a, 16);
	json_init(&j, &s);
	json_text(&j, "\"\\/\b\t\n\v\f\r\x01\x7f"
		      "ä😀\xe2\x80\xa8");
	is(s.ptr, "\"\\\"\\\\/\\b\\t\\n\\u000b\\f\\r\\u0001\\u007fä😀\\u2028\"",
	   "what JSON wants escaped");

	str_init(&s, &a, 16);
	json_init(&j, &s);
	json_text(&j, "x\xff\xed\xa0\x80y");
	is(s.ptr, "\"x\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdy\"",
	   "bad bytes never leave");

	for (i = 0; i < 127; i++)
		every[i] = (char)(i + 1);
	every[127] = '\0';
	str_init(&s, &a, 16);
	json_init(&j, &s);
	json_open(&j, '{');
	json_put_text(&j, every, every);
	json_close(&j, '}');
	read = json_loads(s.ptr, 0, NULL);
	ok(read && !strcmp(json_string_value(json_object_get(read, every)),
			   every),
	   "another reader agrees on every letter");
	json_decref(read);
	arena_release(&a);
}

static void test_json_depth(void)
{
	struct arena a = ARENA_INIT;
	struct json j;
	struct str s;
	int i, status = 0;
	pid_t pid;

	str_init(&s, &a, 16);
	json_init(&j, &s);
	for (i = 0; i < 16; i++)
		json_open(&j, '[');
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		signal(SIGABRT, SIG_DFL);
		json_open(&j, '[');
		_exit(0);
	}
	waitpid(pid, &status, 0);
	ok(WIFSIGNALED(status), "17 deep is a bug of ours");
	for (i = 0; i < 16; i++)
		json_close(&j, ']');
	is(s.ptr, "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]", "16 deep");
	arena_release(&a);
}

/* ---- log ---- */

static char logged[1 << 17];
static int log_fd = -1, real_stderr = -1;

static void log_catch(void)
{
	log_fd = memfd_create("log", 0);
	real_stderr = dup(STDERR_FILENO);
	dup2(log_fd, STDERR_FILENO);
}

/* What has been written since log_catch(). */
static const char *log_caught(void)
{
	ssize_t n = pread(log_fd, logged, sizeof(logged) - 1, 0);

	logged[n > 0 ? n : 0] = '\0';
	return logged;
}

static void log_let_go(void)
{
	dup2(real_stderr, STDERR_FILENO);
	close(real_stderr);
	close(log_fd);
}

static void test_log_lines(void)
{
	clock_set(utc(2026, 11, 22, 12, 5) + 7000);
	log_catch();
	log_debug("too quiet");
	log_info("served: status=%d", 200);
	log_scope(4, "a1b2");
	log_warn("two\nlines\r\x1b[31m");
	log_scope(0, NULL);
	log_level_set(LOG_DEBUG);
	log_debug("heard");
	log_level_set(LOG_INFO);
	log_caught();
	log_let_go();
	clock_set(0);
	is(logged,
	   "2026-11-22T12:05:00.007Z info tenant=0 req=- served: status=200\n"
	   "2026-11-22T12:05:00.007Z warn tenant=4 req=a1b2 two lines  [31m\n"
	   "2026-11-22T12:05:00.007Z debug tenant=0 req=- heard\n",
	   "lines of the log");
}

static void test_log_batch(void)
{
	bool waits, whole;
	size_t n;
	int i;

	log_catch();
	log_batch(true);
	log_info("one");
	waits = *log_caught() == '\0';
	log_error("two");
	whole = strstr(log_caught(), " one\n") && strstr(logged, " two\n");
	for (i = 0; i < 500; i++)
		log_info("%0100d", i);
	log_flush();
	n = strlen(log_caught());
	log_batch(false);
	log_info("%05000d", 1);
	i = (int)(strlen(log_caught()) - n);
	log_let_go();
	ok(waits, "a batch waits");
	ok(whole, "an error leaves at once, with what waited");
	ok(n > 500 * 100, "a batch may be longer than its buffer");
	is_int(i, 1024, "a long line is cut");
	ok(logged[n + 1023] == '\n', "and still ends");
}

static void test_log_levels(void)
{
	enum log_level level = LOG_WARN;

	ok(!log_level_parse("loud", &level) && level == LOG_WARN, "no level");
	ok(log_level_parse("debug", &level) && level == LOG_DEBUG, "debug");
	ok(log_level_parse("error", &level) && level == LOG_ERROR, "error");
}

/* ---- shared ---- */

static int allowed(const char *what, const char *who, int max, int tries)
{
	int i, n = 0;

	for (i = 0; i < tries; i++)
		n += shared_allow(what, who, max, 60);
	return n;
}

static void test_shared(void)
{
	clock_set(1800000000 * (int64_t)SECOND_US); /* a full minute */
	is_int(allowed("give", "1.2.3.4", 5, 100), 100, "no mapping, no limit");
	shared_make();
	is_int(allowed("give", "1.2.3.4", 5, 100), 5, "five a minute");
	is_int(allowed("give", "1.2.3.5", 5, 100), 5, "somebody else");
	is_int(allowed("login", "1.2.3.4", 5, 100), 5, "something else");
	is_int(allowed("none", "1.2.3.4", 0, 10), 0, "none at all");
	clock_set(1800000059 * (int64_t)SECOND_US);
	is_int(allowed("give", "1.2.3.4", 5, 100), 0, "the last second");
	clock_set(1800000060 * (int64_t)SECOND_US);
	is_int(allowed("give", "1.2.3.4", 5, 100), 5, "the next minute");
	clock_set(1800000000 * (int64_t)SECOND_US);
	is_int(allowed("give", "1.2.3.4", 5, 100), 0, "a clock set back");
	clock_set(1900000030 * (int64_t)SECOND_US);
	is_int(allowed("give", "1.2.3.4", 5, 100), 5, "much later");
	clock_set(1900000089 * (int64_t)SECOND_US);
	is_int(allowed("give", "1.2.3.4", 5, 100), 0,
	       "the minute began with the first, not on the clock");
	clock_set(0);
}

static void test_shared_processes(void)
{
	int i, n = 0, status;

	clock_set(1800000000 * (int64_t)SECOND_US);
	fflush(stdout);
	for (i = 0; i < 4; i++) {
		if (fork() == 0)
			_exit(allowed("all", "x", 100, 90));
	}
	while (wait(&status) > 0)
		n += WEXITSTATUS(status);
	is_int(n, 100, "four processes share one limit");
	clock_set(0);
}

static void clean_up(void)
{
	char path[64];

	key_path(path, sizeof(path));
	unlink(path);
	ok(rmdir(dir) == 0, "nothing else was left in the folder");
}

int main(void)
{
	clock_init();
	test_arena_memory();
	test_arena_text();
	test_arena_defers();
	test_arena_limit();
	test_arena_abort();
	test_str();
	test_str_questions();
	test_str_copies();
	test_utf8_valid();
	test_utf8_every_code_point();
	test_utf8_next();
	test_utf8_texts();
	test_dates();
	test_summer_time();
	test_clock();
	test_clock_env();
	test_hex();
	test_base64url();
	if (!mkdtemp(dir))
		return 1;
	test_key_race();
	test_key_file();
	test_seal();
	test_tracking();
	test_tracking_nonsense();
	test_form_key();
	clean_up();
	test_lang();
	test_json();
	test_json_escapes();
	test_json_depth();
	test_log_lines();
	test_log_batch();
	test_log_levels();
	test_shared();
	test_shared_processes();
	return tap_done();
}
