-- Why people were not content with an answer, in the figures. What was counted
-- before is counted again.
ALTER TABLE stat_matter ADD COLUMN reason TEXT NOT NULL DEFAULT '';    -- with the verdict; '' = none
ALTER TABLE stat_cell ADD COLUMN reasons TEXT NOT NULL DEFAULT '';     -- "reason:matters ..."
UPDATE stat_mark SET matter_id = 0, built = 0;
