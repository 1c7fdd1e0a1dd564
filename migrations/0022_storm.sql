-- One act for a snowfall or a water leak: words on the front page, in the form
-- and in each receipt, a date by which all are answered, and a group (of the
-- same id) that messages about the topic join as they arrive.
CREATE TABLE storm (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    topic_id     BIGINT NOT NULL,
    staff_id     BIGINT NOT NULL,
    notice_fi    TEXT   NOT NULL,
    notice_sv    TEXT   NOT NULL,
    notice_en    TEXT   NOT NULL,
    receipt_fi   TEXT   NOT NULL,
    receipt_sv   TEXT   NOT NULL,
    receipt_en   TEXT   NOT NULL,
    answer_by    BIGINT NOT NULL,
    starts_at    BIGINT NOT NULL,
    ends_at      BIGINT NOT NULL,             -- by the date, or when somebody ended it
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX storm_ends ON storm (tenant_id, ends_at);
