WITH names AS (
  SELECT
    ARRAY['Ada', 'Grace', 'Linus', 'Mary Ann', 'José', 'Zoë', 'Søren', 'Anne-Marie', 'Siân', 'Nguyễn Thị', 'D''Arcy', 'Łukasz'] AS first,
    ARRAY['Lovelace', 'Hopper', 'O''Neil', 'van der Berg', 'de la Cruz', 'King Jr.', 'Smith III', 'Müller-Lüdenscheidt',
          'Ortega y Gasset', 'Brown, PhD', 'Ng', 'Åström', '"Quote" Doe', 'Back\slash'] AS last,
    ARRAY['Cher', '王小明', '山田 太郎', 'محمد بن سلمان', '  Padded   Name ', E'Tab\tbed', 'Владимир', '김 철수', 'Zalgo Ẑ̬',
          'van Morrison', E'Line\nBreak', '-'] AS odd
)
INSERT INTO users (email, full_name, email_confirmed_at, password_hash)
SELECT
  'user' || i || '@example.org',
  CASE
    WHEN i % 97 = 0 THEN NULL
    WHEN i % 13 = 0 THEN odd[1 + i / 13 % array_length(odd, 1)]
    ELSE first[1 + i % array_length(first, 1)] || ' ' || last[1 + i / 7 % array_length(last, 1)]
  END,
  CASE WHEN i % 3 = 0 THEN timestamptz '2026-01-01 00:00:00+00' + i * interval '1 second' END,
  CASE
    WHEN i % 40000 = 11 THEN md5(i::text)
    WHEN i % 4 = 0 THEN '$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$' || md5(i::text)
    WHEN i % 4 = 1 THEN 'pbkdf2_sha256$600000$salt$' || md5(i::text)
    ELSE '$2b$' || 10 + i % 3 || '$' || repeat(md5(i::text), 2)
  END
FROM names, generate_series(1, ?) AS i
