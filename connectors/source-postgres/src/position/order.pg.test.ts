import { expect, test } from 'vitest';
import { describeOnServers } from '../testing/tiling-server.ts';
import { orderOfType } from './order-of-type.ts';
import { OrderReader } from './order-reader.ts';

const values = 3_000;

/** SQL of a random value from the row's number `g`; special values come more often than by chance. */
const random: Readonly<Record<string, { readonly type?: string; readonly value: string; readonly special: string }>> = {
  int2: { value: '(random() * 65535 - 32768)::int2', special: '-32768, 32767, 0, -1, 1' },
  int4: { value: '(random() * 4294967295 - 2147483648)::int4', special: '-2147483648, 2147483647, 0, -1' },
  int8: {
    value: '(random() * 1.8e19 - 9e18)::int8',
    special: "'-9223372036854775808', 9223372036854775807, 0, -1",
  },
  oid: { value: '(random() * 4294967295)::int8::oid', special: '0, 4294967295, 2147483648' },
  xid8: { value: '((random() * 9e18)::numeric::text)::xid8', special: "'0', '18446744073709551615'" },
  pg_lsn: {
    value: "(to_hex((random() * 4294967295)::int8) || '/' || to_hex((random() * 4294967295)::int8))::pg_lsn",
    special: "'0/0', 'FFFFFFFF/FFFFFFFF', '1/0', '0/1'",
  },
  bool: { value: 'random() < 0.5', special: 'true, false' },
  float4: {
    value: '((random() - 0.5) * 10::float8 ^ (random() * 60 - 30))::float4',
    special: "'NaN', 'Infinity', '-Infinity', '-0', '0', '1.4e-45', '-1.4e-45', '3.4028235e38'",
  },
  float8: {
    value: '(random() - 0.5) * 10::float8 ^ (random() * 600 - 300)',
    special: "'NaN', 'Infinity', '-Infinity', '-0', '0', '5e-324', '-5e-324', '1.7976931348623157e308'",
  },
  numeric: {
    value:
      "(round((random() - 0.5)::numeric, 15)::text || repeat(g::text, g % 20))::numeric * ('1e' || (random() ^ 3 * 200 - 100)::int)::numeric",
    special:
      "'NaN', 'Infinity', '-Infinity', 0, 0.00, 1, 1.000, -1, 10000, 9999, 0.0001, 0.00010001, -10000, -9999.9999, 1e-16383, -1e-16383, 1e131071, -1e131071, 1.5, 1.50",
  },
  text: {
    value: "substr(convert_from(decode(translate(md5(g::text), '0', '1'), 'hex'), 'LATIN1'), 1, (random() * 4)::int)",
    special:
      "'', ' ', 'a', 'a ', 'ab', 'B', 'ä', 'é', '𝄞', '\uffff', chr(1), chr(127), repeat('a', 2000), 'it''s \\ \"'",
  },
  'varchar(9)': { type: 'varchar', value: 'left(md5(g::text), g % 9)', special: "'', 'a', 'A', 'ß'" },
  'char(9)': { type: 'bpchar', value: 'left(md5((g / 2)::text), g % 9)', special: "'', 'a', 'a  ', 'a' || chr(9)" },
  bytea: {
    value: "substr(decode(replace(md5(g::text), '7', '0'), 'hex'), 1, g % 5)",
    special: "'', '\\x00', '\\x0000', '\\x00ff', '\\x01', '\\xff', '\\xff00', '\\x0001', '\\x00ff00'",
  },
  uuid: {
    value: 'md5(g::text)::uuid',
    special: "'00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'",
  },
  date: {
    value: "'2000-01-01'::date + (random() * 4e6 - 2e6)::int",
    special:
      "'infinity', '-infinity', '4714-11-24 BC', '5874897-12-31', '0001-12-31 BC', '0001-01-01', '2000-02-29', '1900-02-28', '1900-03-01', '2000-01-01', '1999-12-31'",
  },
  time: { value: "'00:00'::time + random() * interval '1 day'", special: "'00:00', '24:00', '23:59:59.999999'" },
  timestamp: {
    value: "'2000-01-01'::timestamp + (random() * 4e6 - 2e6)::int * interval '1 day 0.000037 s'",
    special:
      "'infinity', '-infinity', '4714-11-24 00:00:00 BC', '294276-12-31 23:59:59.999999', '1999-12-31 23:59:59.999999', '2000-01-01', '0001-01-01 00:00:00 BC'",
  },
  timestamptz: {
    value: "'2000-01-01 00:00+00'::timestamptz + random() ^ 3 * interval '9000 days' + g * interval '1 microsecond'",
    special:
      "'infinity', '-infinity', '4714-11-24 00:00:00+00 BC', '294276-12-31 23:59:59.999999+00', '2020-03-29 01:59:59.999999+00'",
  },
};

describeOnServers((tiling) => {
  test.each(Object.entries(random))(
    '%s: bytes sort as the server does, and the value comes back',
    async (declared, of) => {
      const { type = declared, value, special } = of;
      const codec = orderOfType(type, 'UTF8') ?? expect.fail('no order');
      const collate = ['text', 'varchar', 'bpchar'].includes(type) ? 'COLLATE "C"' : '';
      const rows = await tiling.database().query<{ form: Buffer; place: string }>(`
    SELECT setseed(0.4);
    DROP TABLE IF EXISTS ordered;
    CREATE TABLE ordered (id int GENERATED ALWAYS AS IDENTITY, v ${declared});
    INSERT INTO ordered (v) SELECT ${value} FROM generate_series(1, ${values}) g;
    INSERT INTO ordered (v) SELECT unnest(ARRAY[${special}]::${declared}[]);
    SELECT ${codec.form('v')} AS form, dense_rank() OVER (ORDER BY v ${collate}) AS place FROM ordered ORDER BY id`);
      const orders = rows.map(({ form, place }) => ({ order: codec.encode(form), place: Number(place) }));
      // Whatever comes behind a value must not change its place.
      const tails = [Buffer.alloc(0), Buffer.of(0), Buffer.of(255, 255), Buffer.of(0, 255, 1)];
      for (const [index, left] of orders.entries()) {
        const right = orders[(index * 7919 + 1) % orders.length] ?? left;
        const bytes = Math.sign(Buffer.compare(left.order, right.order));
        expect(bytes, `${index}`).toBe(Math.sign(left.place - right.place));
        if (bytes === 0) continue;
        for (const tail of tails) {
          expect(Math.sign(Buffer.compare(Buffer.concat([left.order, tail]), right.order)), `${index}`).toBe(bytes);
        }
      }
      const sorted = orders.toSorted((a, b) => Buffer.compare(a.order, b.order));
      expect(sorted.map(({ place }) => place)).toEqual(orders.map(({ place }) => place).toSorted((a, b) => a - b));

      const literals = orders.map(({ order }) => {
        const reader = new OrderReader(Buffer.concat([order, Buffer.of(7)]));
        const { literal } = codec.decode(reader);
        expect(reader.take(1)[0]).toBe(7);
        expect(reader.ended).toBe(true);
        return literal;
      });
      // In settings in which a value's text might be read as another one.
      const [wrong] = await tiling.database().query<{ count: string; types: string }>(`
    SET DateStyle = 'SQL, DMY'; SET TimeZone = 'Asia/Kathmandu'; SET IntervalStyle = 'sql_standard'; SET extra_float_digits = 0;
    SELECT count(*) FILTER (WHERE o.v ${collate} IS DISTINCT FROM l.v) AS count, min(pg_typeof(l.v)::text) AS types
    FROM ordered o FULL JOIN (VALUES ${literals.map((one, index) => `(${index + 1}, ${one})`).join(', ')}) AS l(id, v) USING (id)`);
      await tiling.database().query('RESET ALL');
      expect(wrong?.count).toBe('0');
      expect(rows).toHaveLength(
        Number((await tiling.database().query<{ n: string }>('SELECT count(*) AS n FROM ordered'))[0]?.n),
      );
    },
  );
});
