CREATE UNIQUE INDEX IF NOT EXISTS customers_id ON customers (id, desk);
