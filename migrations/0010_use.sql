-- The log of use: who looked, searched, took out. Few among many events, read
-- by the auditor from the newest on.
CREATE INDEX event_use ON event (tenant_id, id)
    WHERE kind = 'viewed' OR kind = 'searched' OR kind = 'exported'
       OR kind = 'disclosed' OR kind = 'held' OR kind = 'released_hold'
       OR kind = 'log_read';
