-- 100,000 visits of ten pages each.
SET LOCAL synchronous_commit = off;
SET LOCAL TimeZone = 'UTC';

INSERT INTO shop.page_views
SELECT
  id, CASE WHEN visit % 3 > 0 THEN 1 + visit * 7919 % 20000 END, session_id,
  '/products/' || 1 + id * 31 % 5000,
  CASE id % 4 WHEN 0 THEN NULL WHEN 1 THEN 'https://suche.example/?q=st%C3%BChle' ELSE 'https://shop.example/' END,
  timestamptz '2026-01-01' + id * interval '21.001 seconds',
  CASE WHEN id % 11 > 0 THEN id * 37 % 60000 END, id % 5 < 3,
  CASE WHEN id % 10 = 0 THEN jsonb_build_object('utm', 'mail-' || id % 50, 'scroll', id % 100) END
FROM (SELECT visit, md5('visit' || visit)::uuid AS session_id FROM generate_series(0, 99999) AS visit OFFSET 0) AS visits
  CROSS JOIN LATERAL (SELECT visit::bigint * 10 + page AS id FROM generate_series(1, 10) AS page) AS pages;
