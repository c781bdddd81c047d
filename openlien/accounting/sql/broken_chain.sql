-- One row per place where the books are not what was sealed.
SELECT number, what
FROM broken_links()
