-- What is said to many at once, and a promised date, wait to be taken back like
-- any other answer, and become drafts again.
ALTER TABLE outgoing ADD COLUMN answer_id BIGINT NOT NULL DEFAULT 0; -- said to a whole group; 0 = to this one alone
ALTER TABLE group_answer ADD COLUMN leaves_at BIGINT NOT NULL DEFAULT 0; -- 0: it leaves, or has left
-- Which form a draft is of is decided by the rules. Of a joint answer it is
-- about the group, and its text the Finnish one.
ALTER TABLE draft DROP CONSTRAINT draft_kind_check;
ALTER TABLE draft ADD COLUMN text_sv TEXT NOT NULL DEFAULT '';
ALTER TABLE draft ADD COLUMN text_en TEXT NOT NULL DEFAULT '';
