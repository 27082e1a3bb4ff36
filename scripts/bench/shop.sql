-- The same shop as one would write it in SQL on PostgreSQL: records as they come go through a staging table into keyed
-- tables, and one row per customer sums them up. What clientele's imports are measured against.

CREATE UNLOGGED TABLE staging (record jsonb NOT NULL);

CREATE TABLE customers (
    id text PRIMARY KEY,
    updated_at timestamptz NOT NULL,
    created_at timestamptz,
    salutation text,
    given_name text,
    family_name text,
    email text UNIQUE,
    phone text UNIQUE,
    birthday date,
    language text,
    address jsonb,
    loyalty jsonb,
    preferred_channel text,
    consents jsonb
);

CREATE TABLE orders (
    source text NOT NULL,
    id text NOT NULL,
    customer text NOT NULL,
    updated_at timestamptz NOT NULL,
    placed_at timestamptz NOT NULL,
    status text NOT NULL,
    channel text,
    currency text NOT NULL,
    total numeric NOT NULL,
    refunded numeric NOT NULL,
    lines jsonb NOT NULL,
    PRIMARY KEY (source, id)
);

CREATE INDEX orders_of_customer ON orders (customer, placed_at);

CREATE TABLE interactions (
    source text NOT NULL,
    id text NOT NULL,
    customer text NOT NULL,
    updated_at timestamptz NOT NULL,
    occurred_at timestamptz NOT NULL,
    channel text NOT NULL,
    direction text NOT NULL,
    topic text,
    status text,
    agent jsonb,
    wait_seconds integer,
    duration_seconds integer,
    csat smallint,
    PRIMARY KEY (source, id)
);

CREATE INDEX interactions_of_customer ON interactions (customer, occurred_at);

CREATE TABLE summaries (
    customer text PRIMARY KEY,
    orders bigint NOT NULL,
    open_orders bigint NOT NULL,
    first_order timestamptz,
    last_order timestamptz,
    totals jsonb NOT NULL,
    net_365_days jsonb NOT NULL,
    contacts bigint NOT NULL,
    contacts_30_days bigint NOT NULL,
    contacts_365_days bigint NOT NULL,
    open_contacts bigint NOT NULL,
    contacts_by_channel jsonb NOT NULL,
    first_contact timestamptz,
    last_contact timestamptz,
    last_channel text,
    last_topic text,
    preferred_channel text,
    csat numeric
);
