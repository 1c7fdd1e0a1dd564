-- first.sql: what was offered before sending, counted. $1 is always the tenant.

-- name: first_count_add
-- Adds to the counts of one suggestion on a day.
INSERT INTO first_count (tenant_id, day, kind, ref_id, shown, answers, same,
       different)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (tenant_id, day, kind, ref_id) DO UPDATE
   SET shown = first_count.shown + excluded.shown,
       answers = first_count.answers + excluded.answers,
       same = first_count.same + excluded.same,
       different = first_count.different + excluded.different

-- name: first_count_back
-- One of those it had answered on that day wrote all the same; never more of
-- them than there were.
UPDATE first_count
   SET back = back + 1
 WHERE tenant_id = $1 AND day = $2 AND kind = $3 AND ref_id = $4
   AND back < answers

-- name: first_counts
-- Of the days $2 to $3, what was offered most first.
SELECT kind, ref_id, SUM(shown), SUM(answers), SUM(same), SUM(different),
       SUM(back)
  FROM first_count
 WHERE tenant_id = $1 AND day BETWEEN $2 AND $3
 GROUP BY kind, ref_id
 ORDER BY SUM(shown) DESC, kind, ref_id
 LIMIT $4

-- name: first_count_sum
-- All of them together.
SELECT COALESCE(SUM(shown), 0), COALESCE(SUM(answers), 0),
       COALESCE(SUM(same), 0), COALESCE(SUM(different), 0),
       COALESCE(SUM(back), 0), COUNT(DISTINCT kind || ref_id)
  FROM first_count
 WHERE tenant_id = $1 AND day BETWEEN $2 AND $3
