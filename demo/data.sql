-- Made by the server itself, the same on each run. Scattered over the ids by hashes, with NULLs, text of many scripts, and
-- values at the edges of their types.
SET LOCAL synchronous_commit = off;
SET LOCAL TimeZone = 'UTC';

INSERT INTO shop.customers
  (email, full_name, country, birth_date, phone, newsletter, interests, preferences, last_ip, created_at)
SELECT
  'customer' || g || '@example.com',
  (ARRAY['Ada Lovelace', 'Jürgen Groß', 'Siân O''Brien', 'Łukasz Żak', 'Ελένη Παππά', 'Мария Иванова', 'محمد علي', '山田 太郎',
         '김민준', 'Zoë "Zo" d''Angelo', '🦄 Test-User 🎉'])[1 + g % 11] || ' ' || g,
  (ARRAY['GB', 'DE', 'IE', 'PL', 'GR', 'BG', 'EG', 'JP', 'KR', 'NL', 'US'])[1 + g % 11],
  CASE WHEN g % 7 > 0 THEN date '1940-01-01' + g * 37 % 24000 END,
  CASE WHEN g % 3 > 0 THEN '+' || 10000000000 + g::bigint * 7919 END,
  g % 4 = 0,
  CASE g % 5 WHEN 0 THEN '{}' WHEN 1 THEN ARRAY['books', NULL] WHEN 2 THEN ARRAY['a "quoted", {odd} one']
    ELSE ARRAY['garden', 'música'] END,
  CASE WHEN g % 6 > 0 THEN jsonb_build_object('theme', CASE WHEN g % 2 = 0 THEN 'dark' END, 'sizes', jsonb_build_array(g % 40, 1.50)) END,
  CASE g % 4 WHEN 0 THEN NULL WHEN 1 THEN inet '2001:db8::1' + g ELSE inet '203.0.113.0' + g END,
  timestamptz '2020-01-01' + g * interval '101 minutes 3.000001 seconds'
FROM generate_series(1, 20000) AS g;

INSERT INTO shop.categories
SELECT g, CASE WHEN g > 8 THEN 1 + g % 8 END, 'Category ' || g,
  CASE WHEN g > 8 THEN ARRAY['Category ' || 1 + g % 8, 'Category ' || g] ELSE ARRAY['Category ' || g] END
FROM generate_series(1, 60) AS g;

INSERT INTO shop.products
SELECT
  md5('product' || g)::uuid,
  1 + g % 60,
  'SKU-' || lpad(g::text, 8, '0'),
  (ARRAY['Chair', 'Stuhl „Größe L“', 'Fauteuil', '椅子', 'كرسي', 'Стул'])[1 + g % 6] || ' №' || g,
  CASE WHEN g % 4 > 0 THEN repeat(E'Comfortable.\n\tBuilt to last: 50 % more, "guaranteed" \\o/ ', 1 + g % 30) END,
  (g * 7919 % 100000) / 100.0,
  CASE WHEN g % 10 > 0 THEN g % 500 / 7.0 END,
  CASE WHEN g % 3 > 0 THEN ARRAY[g % 200, g % 90 / 3.0, NULL] END,
  CASE g % 50 WHEN 0 THEN NULL WHEN 1 THEN 'NaN' ELSE 1 + g % 40 / 10.0 END,
  jsonb_build_object('color', (ARRAY['red', 'grün', '青'])[1 + g % 3], 'parts', g % 12, 'tags', jsonb_build_array('a', NULL, true)),
  CASE WHEN g % 5 > 0 THEN decode(repeat(md5(g::text), 4 + g % 60), 'hex') END,
  CASE g % 4 WHEN 0 THEN NULL WHEN 1 THEN 'empty' WHEN 2 THEN tstzrange('2026-01-01', NULL)
    ELSE tstzrange(timestamptz '2026-01-01' + g * interval '1 hour', timestamptz '2026-02-01' + g * interval '1 hour', '[]') END,
  to_tsvector('simple', 'chair number ' || g || ' built to last')
FROM generate_series(1, 5000) AS g;

INSERT INTO shop.warehouses
SELECT g, 'Warehouse ' || chr(64 + g), point(g * 3.25, -g * 7.125), ('10.' || g || '.0.0/16')::cidr,
  CASE WHEN g % 3 > 0 THEN ('08:00:2b:00:00:' || lpad(to_hex(g), 2, '0'))::macaddr END,
  time '06:00' + g * interval '15 minutes', timetz '18:30:00.5+02', g * interval '1 day 02:03:04.000005',
  g::bit(16)::bit varying
FROM generate_series(1, 12) AS g;

INSERT INTO shop.stock
SELECT w.id, p.id, abs(hashtext(p.sku || w.id)) % 500, abs(hashtext(p.sku)) % 20,
  CASE WHEN w.id % 4 > 0 THEN timestamp '2026-06-01' + w.id * interval '1 hour' END,
  CASE WHEN w.id % 5 > 0 THEN (abs(hashtext(p.sku)) % 100000 / 100.0)::numeric::money END
FROM shop.warehouses AS w JOIN shop.products AS p ON hashtext(p.sku || w.id) % 3 = 0;

INSERT INTO shop.orders
SELECT
  g, 1 + g::bigint * 7919 % 20000, (enum_range(NULL::shop.order_status))[1 + g % 5],
  timestamptz '2023-01-01' + g * interval '7 minutes 11.123456 seconds',
  CASE g % 9 WHEN 0 THEN NULL WHEN 1 THEN 'infinity' ELSE date '2023-01-05' + g / 206 END,
  CASE WHEN g % 5 > 0 THEN json_build_object('street', 'Straße ' || g % 300, 'zip', lpad((g % 100000)::text, 5, '0')) END,
  CASE WHEN g % 8 = 0 THEN g % 100 / 4.0 END,
  (g::bigint * 104729 % 1000000) / 100.0,
  CASE g % 20 WHEN 0 THEN '' WHEN 1 THEN E'Leave it\nwith the neighbour, please \u2764\uFE0F' END
FROM generate_series(1, 120000) AS g;

INSERT INTO shop.order_items
SELECT o.id, line, md5('product' || 1 + (o.id * 31 + line * 17) % 5000)::uuid, 1 + (o.id + line) % 5,
  (o.id * 7919 + line) % 100000 / 100.0, CASE WHEN o.id % 3 > 0 THEN line = 1 END
FROM shop.orders AS o CROSS JOIN generate_series(1, 2) AS line
WHERE line = 1 OR o.id % 2 = 0;

INSERT INTO shop.payments
SELECT md5('payment' || id)::uuid, id, (enum_range(NULL::shop.payment_method))[1 + id % 4], total,
  CASE WHEN id % 10 > 0 THEN placed_at::timestamp + interval '90 seconds' END,
  CASE WHEN id % 4 > 0 THEN jsonb_build_object('code', id % 7, 'ok', true) END
FROM shop.orders WHERE status <> 'new';
