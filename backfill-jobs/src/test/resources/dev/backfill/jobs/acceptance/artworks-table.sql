CREATE TABLE artworks (
    id                     integer PRIMARY KEY,
    accession_number       text NOT NULL,
    artists                text NOT NULL,
    first_artist_sort_name text NOT NULL,
    title                  text NOT NULL,
    date_text              text,
    start_year             text,
    end_year               text,
    medium                 text,
    dimensions             text,
    classification         text,
    credit_line            text,
    acquisition_year       text,
    height_mm              numeric,
    width_mm               numeric,
    depth_mm               numeric,
    artist_family_name     text
)
