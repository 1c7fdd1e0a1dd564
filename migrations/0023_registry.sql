-- Matters that went to the registry: the package lies in the folder registry/
-- of the municipality, and went by mail too when it could.
CREATE TABLE registry (
    tenant_id    BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    file         TEXT   NOT NULL,             -- below the municipality's folder
    mailed       BIGINT NOT NULL,             -- with the package itself
    made_at      BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, matter_id)
);

-- A file that goes with a mail, below the municipality's folder; '' = none.
ALTER TABLE mail ADD COLUMN file TEXT NOT NULL DEFAULT '';
