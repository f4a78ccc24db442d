CREATE TABLE users (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text NOT NULL,
  full_name text,
  first_name text,
  last_name text,
  "displayName" text,
  "order" integer,
  email_confirmed_at timestamptz,
  email_verified boolean,
  password_hash text NOT NULL,
  password_scheme text,
  password_rounds integer
);
CREATE INDEX users_last_name ON users (last_name);
