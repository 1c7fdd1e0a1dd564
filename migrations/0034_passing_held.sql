-- What is passed on waits like any answer to be taken back: what the body was
-- to be told beside it is kept until then.
ALTER TABLE passing ADD COLUMN said TEXT NOT NULL DEFAULT ''; -- as it was typed
ALTER TABLE passing ADD COLUMN leaves BIGINT NOT NULL DEFAULT 0; -- 1: its mail has not left yet
