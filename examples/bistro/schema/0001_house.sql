CREATE TABLE bookings (
  code TEXT PRIMARY KEY,
  location TEXT NOT NULL,
  date TEXT NOT NULL,
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  guests INTEGER NOT NULL,
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  seat TEXT NOT NULL,
  status TEXT NOT NULL,
  changed_at INTEGER NOT NULL
);
CREATE INDEX bookings_by_day ON bookings (date, location);
CREATE INDEX bookings_by_name ON bookings (name);

CREATE TABLE orders (
  number INTEGER PRIMARY KEY,
  location TEXT NOT NULL,
  kind TEXT NOT NULL,
  items TEXT NOT NULL,
  placed_at INTEGER NOT NULL,
  kitchen_minutes INTEGER NOT NULL,
  travel_minutes INTEGER NOT NULL
);
CREATE INDEX orders_by_time ON orders (placed_at);

CREATE TABLE changes (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
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
  at INTEGER NOT NULL
);
