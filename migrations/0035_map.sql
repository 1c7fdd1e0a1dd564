-- Published messages on a map. The cell is the Morton code of the place in
-- web-mercator at zoom 26 (src/geo/cell.h): NULL until a person publishes the
-- point, so nothing that is public today gets one by itself.
ALTER TABLE publication ADD COLUMN cell BIGINT;
CREATE INDEX publication_cell ON publication (tenant_id, cell)
    WHERE text_state = 'public' AND cell IS NOT NULL;
CREATE INDEX publication_cell_topic ON publication (tenant_id, topic_id, cell)
    WHERE text_state = 'public' AND cell IS NOT NULL;
CREATE INDEX publication_cell_unit ON publication (tenant_id, unit_id, cell)
    WHERE text_state = 'public' AND cell IS NOT NULL;
CREATE INDEX publication_cell_type ON publication (tenant_id, type, cell)
    WHERE text_state = 'public' AND cell IS NOT NULL;

-- How many of them lie in a square of a zoom, for each filter there is: 0 and
-- '' count all topics, units and types. Kept by whatever publishes, hides or
-- moves one, in the same transaction.
CREATE TABLE map_count (
    tenant_id    BIGINT NOT NULL,
    zoom         BIGINT NOT NULL,
    topic_id     BIGINT NOT NULL,
    unit_id      BIGINT NOT NULL,
    type         TEXT   NOT NULL,
    square       BIGINT NOT NULL,
    n            BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, zoom, topic_id, unit_id, type, square)
);
