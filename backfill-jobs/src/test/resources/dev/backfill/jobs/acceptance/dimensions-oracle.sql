-- artworks whose size is another than the one that plain SQL finds in the text
WITH line AS (
    SELECT id, number, text ~* '^\s*frame' AS frame,
           regexp_replace(regexp_replace(replace(lower(text), '×', 'x'), '(\d),(\d)', '\1.\2', 'g'),
                          '\s*(mm)?\s*x\s*(?=\d)', 'x', 'g') AS text
    FROM artworks, regexp_split_to_table(dimensions, '\r?\n') WITH ORDINALITY AS split (text, number)
), sized AS (
    SELECT DISTINCT ON (id) id, substring(text FROM '\d+(?:\.\d+)?(?:ft)?(?:x\d+(?:\.\d+)?){1,2}') AS size
    FROM line
    WHERE text ~ '\dx\d'
    ORDER BY id, frame, number
), expected AS (
    SELECT artworks.id, string_to_array(CASE WHEN size NOT LIKE '%ft%' THEN size END, 'x')::numeric[] AS size
    FROM artworks LEFT JOIN sized USING (id)
)
SELECT count(*) AS compared,
       count(size) AS sized,
       count(*) FILTER (WHERE (height_mm, width_mm, depth_mm) IS DISTINCT FROM (size[1], size[2], size[3])) AS different
FROM artworks JOIN expected USING (id)
