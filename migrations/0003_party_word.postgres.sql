-- The words of a sender's name in lower case, so that staff find a person by
-- first name, by surname, or by how one of them begins. Bytes sort as bytes.
CREATE TABLE party_word (
    tenant_id BIGINT NOT NULL,
    word      TEXT   COLLATE "C" NOT NULL,
    matter_id BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, word, matter_id)
);
CREATE INDEX party_word_matter ON party_word (tenant_id, matter_id);
