"""How long what people write may be. *Units*: letters."""

NAME_LETTERS_MAX = 80
SUBJECT_LETTERS_MAX = 200
BODY_LETTERS_MAX = 20_000
REASON_LETTERS_MAX = 300
