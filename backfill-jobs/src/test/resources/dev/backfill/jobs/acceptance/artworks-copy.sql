COPY artworks (
    id, accession_number, artists, first_artist_sort_name, title, date_text, start_year, end_year, medium, dimensions,
    classification, credit_line, acquisition_year
) FROM STDIN (FORMAT csv, HEADER match, ENCODING 'UTF8')
