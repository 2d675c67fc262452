-- A small shop, as an application's database looks: keys, enums, domains, arrays, JSON, and columns that may be NULL. `constraints.sql`
-- adds the references between the large tables.
CREATE SCHEMA shop;

CREATE TYPE shop.order_status AS ENUM ('new', 'paid', 'shipped', 'delivered', 'returned');
CREATE TYPE shop.payment_method AS ENUM ('card', 'bank transfer', 'gift card', 'cash on delivery');
CREATE DOMAIN shop.email AS text CHECK (VALUE ~ '^[^@\s]+@[^@\s]+$');
CREATE DOMAIN shop.amount AS numeric(12, 2) CHECK (VALUE >= 0);

CREATE TABLE shop.customers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email shop.email NOT NULL UNIQUE,
  full_name text NOT NULL,
  country char(2) NOT NULL,
  birth_date date,
  phone varchar(20),
  newsletter boolean NOT NULL DEFAULT false,
  interests text[] NOT NULL DEFAULT '{}',
  preferences jsonb,
  last_ip inet,
  created_at timestamptz NOT NULL
);

CREATE TABLE shop.categories (
  id integer PRIMARY KEY,
  parent_id integer REFERENCES shop.categories,
  name text NOT NULL,
  path text[] NOT NULL
);

CREATE TABLE shop.products (
  id uuid PRIMARY KEY,
  category_id integer NOT NULL REFERENCES shop.categories,
  sku varchar(32) NOT NULL UNIQUE,
  name text NOT NULL,
  description text,
  price shop.amount NOT NULL,
  weight_kg real,
  size_cm double precision[],
  rating numeric,
  attributes jsonb NOT NULL,
  thumbnail bytea,
  on_sale tstzrange,
  search tsvector NOT NULL
);

CREATE TABLE shop.warehouses (
  id smallint PRIMARY KEY,
  name text NOT NULL,
  location point NOT NULL,
  network cidr NOT NULL,
  scanner macaddr,
  opens time NOT NULL,
  cut_off timetz NOT NULL,
  restock_every interval NOT NULL,
  features bit varying(16) NOT NULL
);

CREATE TABLE shop.stock (
  warehouse_id smallint,
  product_id uuid,
  on_hand integer NOT NULL,
  reserved integer NOT NULL,
  counted_at timestamp,
  value_on_books money,
  PRIMARY KEY (warehouse_id, product_id)
);

CREATE TABLE shop.orders (
  id bigint PRIMARY KEY,
  customer_id bigint NOT NULL,
  status shop.order_status NOT NULL,
  placed_at timestamptz NOT NULL,
  deliver_on date,
  ship_to json,
  discount numeric(5, 2),
  total shop.amount NOT NULL,
  note text
);

CREATE TABLE shop.order_items (
  order_id bigint,
  line smallint,
  product_id uuid NOT NULL,
  quantity integer NOT NULL,
  unit_price shop.amount NOT NULL,
  gift_wrap boolean,
  PRIMARY KEY (order_id, line)
);

CREATE TABLE shop.payments (
  id uuid PRIMARY KEY,
  order_id bigint NOT NULL,
  method shop.payment_method NOT NULL,
  amount numeric(14, 4) NOT NULL,
  paid_at timestamp,
  answer jsonb
);

CREATE TABLE shop.page_views (
  id bigint,
  customer_id bigint,
  session_id uuid NOT NULL,
  path text NOT NULL,
  referrer text,
  seen_at timestamptz NOT NULL,
  duration_ms integer,
  is_mobile boolean NOT NULL,
  details jsonb
);
