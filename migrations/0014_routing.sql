-- Which unit gets what by itself: topic x area, in an order. Areas are drawn in
-- the city's own map programs and brought here as GeoJSON.
CREATE TABLE area (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    code         TEXT   NOT NULL,             -- names the area in GeoJSON
    name_fi      TEXT   NOT NULL,
    name_sv      TEXT   NOT NULL,
    name_en      TEXT   NOT NULL,
    shape        TEXT   NOT NULL,             -- coordinates of a MultiPolygon, WGS 84
    stamp        BIGINT NOT NULL,             -- grows with every change
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, code)
);

CREATE TABLE route_rule (
    tenant_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    sort_order   BIGINT NOT NULL,             -- the first that fits decides
    topic_id     BIGINT,                      -- and those below; NULL = any
    area_id      BIGINT,                      -- NULL = anywhere
    unit_id      BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

-- The rule that directed a matter last; it may be gone since.
ALTER TABLE matter ADD COLUMN route_rule_id BIGINT;
