-- What is asked beside the message when a topic is chosen. A version of a
-- topic's questions is written in place until the first answer; from then on
-- its rows never change, and the next change makes a new version.
CREATE TABLE question_set (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    topic_id     BIGINT NOT NULL,
    version      BIGINT NOT NULL,             -- 1, 2, 3 of the topic; the newest is asked
    edit         BIGINT NOT NULL DEFAULT 1,   -- how often it was saved: optimistic lock
    answered     BIGINT NOT NULL DEFAULT 0,   -- 1 = frozen
    saved_at     BIGINT NOT NULL,
    staff_id     BIGINT NOT NULL,             -- who saved it last
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, topic_id, version)
);
CREATE TABLE question (
    tenant_id    BIGINT NOT NULL,
    set_id       BIGINT NOT NULL,
    place        BIGINT NOT NULL,             -- 1 first
    code         TEXT   NOT NULL,             -- the same in every version
    kind         TEXT   NOT NULL CHECK (kind = 'text' OR kind = 'long' OR kind = 'number' OR kind = 'date'
                                     OR kind = 'yes_no' OR kind = 'one' OR kind = 'many' OR kind = 'info'),
    required     BIGINT NOT NULL DEFAULT 0,
    label_fi     TEXT   NOT NULL DEFAULT '',
    label_sv     TEXT   NOT NULL DEFAULT '',
    label_en     TEXT   NOT NULL DEFAULT '',
    help_fi      TEXT   NOT NULL DEFAULT '',
    help_sv      TEXT   NOT NULL DEFAULT '',
    help_en      TEXT   NOT NULL DEFAULT '',
    shown_by     TEXT   NOT NULL DEFAULT '',  -- an earlier question; '' = always shown
    shown_value  TEXT   NOT NULL DEFAULT '',  -- and the choice that shows this one
    PRIMARY KEY (tenant_id, set_id, place)
);
CREATE TABLE question_choice (
    tenant_id    BIGINT NOT NULL,
    set_id       BIGINT NOT NULL,
    place        BIGINT NOT NULL,             -- of its question
    choice_place BIGINT NOT NULL,             -- 1 first
    code         TEXT   NOT NULL,
    name_fi      TEXT   NOT NULL DEFAULT '',  -- yes and no have the service's own words
    name_sv      TEXT   NOT NULL DEFAULT '',
    name_en      TEXT   NOT NULL DEFAULT '',
    stop         BIGINT NOT NULL DEFAULT 0,   -- advice instead of the form
    advice_fi    TEXT   NOT NULL DEFAULT '',  -- Markdown
    advice_sv    TEXT   NOT NULL DEFAULT '',
    advice_en    TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, set_id, place, choice_place)
);
-- What a resident answered, kept with the version it was asked by.
CREATE TABLE question_answer (
    tenant_id    BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    place        BIGINT NOT NULL,             -- of its question
    set_id       BIGINT NOT NULL,
    value        TEXT   NOT NULL,             -- text, 12.5, 2026-11-24, a code, codes with spaces between
    PRIMARY KEY (tenant_id, matter_id, place)
);
