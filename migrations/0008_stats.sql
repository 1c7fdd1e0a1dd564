-- Figures of the promise. What a matter means for them is a narrow row of its
-- own without anybody's words: it stays when the matter is erased after its
-- time. The cells are the counted months; a public page reads a few of them and
-- never counts matters.
CREATE TABLE stat_matter (
    tenant_id    BIGINT NOT NULL,
    matter_id    BIGINT NOT NULL,
    month        BIGINT NOT NULL,              -- of arrival, 202611
    unit_id      BIGINT NOT NULL,              -- 0 = none
    topic_id     BIGINT NOT NULL,              -- 0 = none
    received_at  BIGINT NOT NULL,
    reaction_s   BIGINT NOT NULL,              -- -1 = not yet
    answer_s     BIGINT NOT NULL,              -- -1 = not yet
    status       TEXT   NOT NULL,              -- answered, no_answer, waiting
    unreacted    BIGINT NOT NULL,              -- 1 = nobody has reacted
    late_at      BIGINT NOT NULL,              -- when it was, or will be late; 0 = never
    pending_at   BIGINT NOT NULL,              -- the first promise not kept; 0 = none
    verdict      TEXT   NOT NULL,
    reopened     BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, matter_id)
);
CREATE INDEX stat_matter_month ON stat_matter (tenant_id, month, matter_id);
CREATE INDEX stat_matter_pending ON stat_matter (tenant_id, pending_at)
    WHERE pending_at > 0;

-- unit_id and topic_id: 0 = all, -1 = those without; topic_id -2 = all
-- confidential topics together, which are in no other cell.
CREATE TABLE stat_cell (
    tenant_id    BIGINT NOT NULL,
    month        BIGINT NOT NULL,
    unit_id      BIGINT NOT NULL,
    topic_id     BIGINT NOT NULL,
    arrived      BIGINT NOT NULL,
    answered     BIGINT NOT NULL,
    no_answer    BIGINT NOT NULL,
    waiting      BIGINT NOT NULL,
    oldest_at    BIGINT NOT NULL,              -- arrival of the oldest waiting; 0 = none
    late         BIGINT NOT NULL,
    late_now     BIGINT NOT NULL,
    unreacted    BIGINT NOT NULL,
    reopened     BIGINT NOT NULL,
    satisfied    BIGINT NOT NULL,
    unsatisfied  BIGINT NOT NULL,
    reaction_s   BIGINT NOT NULL,              -- sums, for the means
    answer_s     BIGINT NOT NULL,
    reactions    TEXT   NOT NULL,              -- "hours:matters ...", for the medians
    answers      TEXT   NOT NULL,
    PRIMARY KEY (tenant_id, month, unit_id, topic_id)
);
CREATE INDEX stat_cell_topic ON stat_cell (tenant_id, topic_id, unit_id, month);
CREATE INDEX stat_cell_unit ON stat_cell (tenant_id, unit_id, month);

CREATE TABLE stat_month (
    tenant_id    BIGINT NOT NULL,
    month        BIGINT NOT NULL,
    dirty        BIGINT NOT NULL,              -- 1 = to be counted again
    PRIMARY KEY (tenant_id, month)
);

-- How far the job "figures" has come; without a row it begins anew.
CREATE TABLE stat_mark (
    tenant_id    BIGINT NOT NULL PRIMARY KEY,
    event_id     BIGINT NOT NULL,              -- events seen
    matter_id    BIGINT NOT NULL,              -- matters read at the beginning
    built        BIGINT NOT NULL,              -- 1 = all of them
    looked_at    BIGINT NOT NULL               -- dues that passed before are seen
);
