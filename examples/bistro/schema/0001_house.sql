CREATE TABLE bookings (
  code TEXT PRIMARY KEY,
  location TEXT NOT NULL,
  date TEXT NOT NULL,
  starts BIGINT NOT NULL,
  ends BIGINT NOT NULL,
  guests BIGINT NOT NULL,
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  seat TEXT NOT NULL,
  status TEXT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX bookings_by_day ON bookings (date, location);
CREATE INDEX bookings_by_name ON bookings (name);

CREATE TABLE orders (
  number BIGINT PRIMARY KEY,
  location TEXT NOT NULL,
  kind TEXT NOT NULL,
  items TEXT NOT NULL,
  placed_at BIGINT NOT NULL,
  kitchen_minutes BIGINT NOT NULL,
  travel_minutes BIGINT NOT NULL
);
CREATE INDEX orders_by_time ON orders (placed_at);

CREATE TABLE changes (
  id BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  location TEXT NOT NULL,
  date TEXT NOT NULL,
  code TEXT NOT NULL,
  what TEXT NOT NULL
);

CREATE TABLE answers (
  key TEXT PRIMARY KEY,
  tool TEXT NOT NULL,
  arguments TEXT NOT NULL,
  answer TEXT NOT NULL,
  at BIGINT NOT NULL
);
