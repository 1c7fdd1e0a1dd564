# Kaiku: the only build file. `make help` lists every target.

B       ?= build
# make V=1 shows the whole commands
ifndef V
  .SILENT:
endif
CC      ?= gcc
CCACHE  := $(shell command -v ccache 2>/dev/null)

PKGS     = libuv sqlite3 libpq jansson libsodium gmime-3.0 libcurl libseccomp zlib libbrotlienc libcmark libvoikko libqrencode
WARN     = -Wall -Wextra -Wpedantic -Wconversion -Wno-sign-conversion \
           -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla \
           -Wundef -Wwrite-strings -Wformat=2 -Wimplicit-fallthrough -Werror
HARDEN   = -fstack-protector-strong -fPIE -D_FORTIFY_SOURCE=2 -fcf-protection
OPT     ?= -O2
# make SAN=1: AddressSanitizer and UndefinedBehaviorSanitizer, in $(B)-san
ifdef SAN
  B     := $(B)-san
  OPT    = -O1
  HARDEN = -fPIE
  SANFLAGS = -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
endif
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null | sed 's/-I/-isystem /g')
# libvips is loaded by the one process that needs it, never linked
VIPS_CFLAGS := $(shell pkg-config --cflags vips 2>/dev/null | sed 's/-I/-isystem /g')
PKG_LIBS   := $(shell pkg-config --libs $(PKGS) 2>/dev/null)

CPPFLAGS = -Isrc -I$(B)/gen -isystem /usr/share/include/llhttp -isystem /usr/include/llhttp $(PKG_CFLAGS) \
           -D_GNU_SOURCE -include src/base/banned.h
$(B)/src/image/image.o: CPPFLAGS += $(VIPS_CFLAGS)
CFLAGS   = -std=c17 -g $(OPT) $(WARN) $(HARDEN) $(SANFLAGS)
LDFLAGS  = -pie -Wl,-z,relro,-z,now $(SANFLAGS)
LDLIBS   = $(PKG_LIBS) -lhpdf -lstemmer -lm

# ---- what is made before compiling ----
SQL      = $(wildcard src/*/*.sql)
SQL_H    = $(patsubst src/%.sql,$(B)/gen/%_sql.h,$(SQL))
PAGES    = $(wildcard src/*/pages/*.html src/*/pages/*.xml)
SLICES_WITH_PAGES = $(sort $(foreach p,$(PAGES),$(word 2,$(subst /, ,$(p)))))
TPL_H    = $(foreach s,$(SLICES_WITH_PAGES),$(B)/gen/$(s)/$(s)_tpl.h)
TPL_C    = $(foreach s,$(SLICES_WITH_PAGES),$(B)/gen/$(s)/$(s)_tpl.c)
PO       = $(wildcard po/*.po)
WORDS    = $(B)/gen/html/words.h $(B)/gen/html/words.c
STATIC   = $(wildcard static/*)
# Leaflet comes from Debian (libjs-leaflet), embedded under names of our own.
LEAFLET ?= /usr/share/javascript/leaflet
VENDOR   = $(B)/gen/static/leaflet.js $(B)/gen/static/leaflet.css
MIGR     = $(sort $(wildcard migrations/*.sql))
GEN_C    = $(TPL_C) $(B)/gen/html/words.c $(B)/gen/assets.c $(B)/gen/migrations.c $(B)/gen/shore.c
GEN_H    = $(SQL_H) $(TPL_H) $(B)/gen/html/words.h

SRC      = $(wildcard src/*/*.c)
OBJ      = $(SRC:%.c=$(B)/%.o) $(GEN_C:%.c=%.o) $(B)/llhttp/llhttp.o $(B)/llhttp/api.o $(B)/llhttp/http.o
LIBOBJ   = $(filter-out $(B)/src/app/main.o,$(OBJ))

# ---- what the machine needs: Debian packages ----
BUILD_DEBS = gcc make pkg-config libc6-dev libuv1-dev node-llhttp libsqlite3-dev libpq-dev \
             libjansson-dev libsodium-dev libgmime-3.0-dev libcurl4-openssl-dev \
             libvips-dev libseccomp-dev zlib1g-dev libbrotli-dev libcmark-dev libhpdf-dev libqrencode-dev libvoikko-dev voikko-fi libstemmer-dev fonts-dejavu-core libjs-leaflet tzdata ca-certificates
TEST_DEBS  = nodejs npm sqlite3 postgresql chromium poppler-utils clang libclang-rt-14-dev \
             clang-format clang-tidy cppcheck git curl procps libasan8 libubsan1 \
             dovecot-imapd python3-aiosmtpd openssl libvips-tools zbar-tools
DATA   ?= ./var
LISTEN ?= 127.0.0.1:8080
MATTERS ?=

all: deps-build ## build build/kaiku, installing missing Debian packages first
	@$(MAKE) --no-print-directory $(B)/kaiku

deps-build:
	@tools/debs $(BUILD_DEBS)

deps-test: deps-build
	@tools/debs $(TEST_DEBS)
	@test -d node_modules/playwright-core -a -d node_modules/axe-core || npm ci --no-audit --no-fund --loglevel=error

run: all ## build and serve a demo municipality: make run [DATA=DIR] [LISTEN=ADDR:PORT]
	@$(B)/kaiku demo --data $(DATA) $(if $(MATTERS),--matters $(MATTERS)) --if-missing
	@exec $(B)/kaiku serve --data $(DATA) --listen $(LISTEN)

test: deps-test ## everything, on both engines; ends with "N passed, N failed"
	@test/run

bench: deps-test all ## measure, engines side by side; compare with docs/bench.md
	@test/bench/run

soak: deps-test all ## an hour of mixed use with kills (KAIKU_SOAK_SECONDS=N)
	@test/run soak

fault: deps-test all ## killed processes, full disks, lost databases: the long form
	@test/run fault

fuzz: deps-test ## coverage-guided fuzzing, ten minutes a target
	@test/run fuzz

format: ## rewrite the C files in the house style
	clang-format -i $$(git ls-files 'src/*.[ch]' 'test/*.[ch]' 'tools/*.c')

check: ## the house rules: floors, sizes, words, SQL
	@tools/check/all && tools/check/selftest

lint: deps-test $(GEN_H) ## clang-tidy and cppcheck
	@tools/check/lint "$(CPPFLAGS) $(VIPS_CFLAGS)"

$(B)/kaiku: $(OBJ)
	@echo "link    $@"
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(B)/libkaiku.a: $(LIBOBJ)
	rm -f $@; ar rcs $@ $^

$(B)/src/%.o: src/%.c $(GEN_H)
	@mkdir -p $(@D)
	@echo "compile $<"
	$(CCACHE) $(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/gen/%.o: $(B)/gen/%.c $(GEN_H)
	$(CCACHE) $(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# Third-party code is compiled from where the Debian package put it.
$(B)/llhttp/%.o: /usr/share/llhttp/%.c
	@mkdir -p $(@D)
	$(CCACHE) $(CC) -isystem /usr/share/include/llhttp -DLLHTTP_STRICT_MODE=1 -O2 -g -fPIE $(SANFLAGS) -w -c -o $@ $<


$(B)/src/app/demo_data.o: data/demo.json data/feedback_corpus.jsonl
# ---- generators ----
$(B)/gen/%_sql.h: src/%.sql tools/parts.awk tools/queries.awk
	@mkdir -p $(@D)
	awk -f tools/parts.awk -f tools/queries.awk $< > $@.tmp && mv $@.tmp $@

$(B)/tools/%: tools/%.c $(wildcard tools/*.h)
	@mkdir -p $(@D)
	$(CC) -D_GNU_SOURCE -std=c17 -g -O1 -Wall -Wextra -Werror -o $@ $< -lz -lbrotlienc -lsodium

# tools/templates SLICE FILES...: writes SLICE_tpl.h and SLICE_tpl.c into the folder
define slice_tpl
$(B)/gen/$(1)/$(1)_tpl.h $(B)/gen/$(1)/$(1)_tpl.c &: $(wildcard src/$(1)/pages/*.html src/$(1)/pages/*.xml) $(B)/tools/templates | $(VENDOR)
	@mkdir -p $(B)/gen/$(1)
	$(B)/tools/templates $(1) $(B)/gen/$(1) $$(filter src/%,$$^)
endef
$(foreach s,$(SLICES_WITH_PAGES),$(eval $(call slice_tpl,$(s))))

$(WORDS) &: $(PO) $(B)/tools/words
	@mkdir -p $(B)/gen/html
	$(B)/tools/words $(B)/gen/html $(PO)

$(B)/gen/assets.c: $(STATIC) $(VENDOR) $(B)/tools/embed
	$(B)/tools/embed assets $(STATIC) $(VENDOR) > $@.tmp && mv $@.tmp $@

# Without the address of a source map that we do not serve.
$(B)/gen/static/leaflet.js: $(LEAFLET)/leaflet.min.js
	@mkdir -p $(@D)
	{ echo '/* Leaflet, copyright Vladimir Agafonkin and CloudMade, BSD-2-Clause: leafletjs.com */'; \
	  grep -v '^//# sourceMappingURL' $<; } > $@.tmp && mv $@.tmp $@

# Without its pictures: what uses them is not used here.
$(B)/gen/static/leaflet.css: $(LEAFLET)/leaflet.css
	@mkdir -p $(@D)
	sed -E 's/[^{}]*\{[^{}]*url\([^}]*\}//g; /sourceMappingURL/d' $< > $@.tmp && mv $@.tmp $@

# The built-in map, made once by `make shore`; see data/README.md.
$(B)/gen/shore.c: data/shore.bin $(B)/tools/embed
	@mkdir -p $(@D)
	$(B)/tools/embed data shore $< > $@.tmp && mv $@.tmp $@

shore: ## make the built-in map anew: needs libnetcdf-dev and gmt-gshhg-full
	@mkdir -p $(B)/tools
	$(CC) -D_GNU_SOURCE -std=c17 -O2 -Wall -Wextra -Werror -o $(B)/tools/shore tools/shore.c -lnetcdf -lz -lm
	$(B)/tools/shore /usr/share/gmt-gshhg/binned_GSHHS_f.nc data/shore.bin

$(B)/gen/migrations.c: $(MIGR) tools/migrations.awk
	@mkdir -p $(@D)
	awk -f tools/migrations.awk $(MIGR) > $@.tmp && mv $@.tmp $@

# every named query of the house, for test_plans
$(B)/gen/queries.h: $(SQL) tools/parts.awk tools/queries.awk
	@mkdir -p $(@D)
	awk -v registry=1 -f tools/parts.awk -f tools/queries.awk $(SQL) > $@.tmp && mv $@.tmp $@
$(B)/test/test_plans: $(B)/gen/queries.h

# ---- unit tests: each test/unit/X.c is a program; prints TAP ----
UNIT     = $(patsubst test/unit/%.c,$(B)/test/%,$(wildcard test/unit/*.c))
$(B)/test/%: test/unit/%.c $(wildcard test/unit/*.h) $(B)/libkaiku.a
	@mkdir -p $(@D)
	$(CCACHE) $(CC) $(CPPFLAGS) -Itest/unit $(CFLAGS) $(LDFLAGS) -o $@ $< $(B)/libkaiku.a $(LDLIBS)
unit: $(UNIT)

# ---- wire tests: the HTTP floor alone, with a small owner ----
WIRE_OBJ = $(patsubst %.c,$(B)/%.o,$(wildcard src/base/*.c src/sql/*.c src/http/*.c)) \
           $(B)/gen/migrations.o $(filter $(B)/llhttp/%,$(OBJ))
$(B)/test/wire/echo_server: test/wire/echo_server.c $(WIRE_OBJ)
	@mkdir -p $(@D)
	$(CCACHE) $(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(WIRE_OBJ) $(LDLIBS)
wire: $(B)/test/wire/echo_server

clean: ## remove what the build made
	rm -rf build build-san

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.PHONY: all deps-build deps-test run test bench soak fault fuzz format check lint unit wire shore clean help
-include $(shell find $(B) -name '*.d' 2>/dev/null)
