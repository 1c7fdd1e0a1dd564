-- The pages every municipality must have, in each language, once somebody has
-- saved them; until then the service's own words stand there.
CREATE TABLE about (
    tenant_id    BIGINT NOT NULL,
    page         TEXT   NOT NULL,             -- accessibility, privacy, handling
    lang         TEXT   NOT NULL,
    text         TEXT   NOT NULL,             -- Markdown
    version      BIGINT NOT NULL,
    saved_at     BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, page, lang)
);

-- Feedback about accessibility has a topic of its own: the law gives it 14 days.
INSERT INTO topic (tenant_id, id, code, name_fi, name_sv, name_en, sort_order)
SELECT t.tenant_id,
       (SELECT COALESCE(MAX(o.id), 0) + 1 FROM topic o WHERE o.tenant_id = t.tenant_id),
       'accessibility', 'Saavutettavuus', 'Tillgänglighet', 'Accessibility', 9000
  FROM tenant t
 WHERE NOT EXISTS (SELECT 1 FROM topic o
                    WHERE o.tenant_id = t.tenant_id AND o.code = 'accessibility');
