-- Earlier answers to the same topic: the newest ones, and those near a place.
-- A message that arrives is in neither.
CREATE INDEX matter_answered ON matter (tenant_id, topic_id, id)
    WHERE answered_at IS NOT NULL;
CREATE INDEX matter_answered_near ON matter (tenant_id, topic_id, lat)
    WHERE answered_at IS NOT NULL AND lat IS NOT NULL;
