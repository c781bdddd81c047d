"""Names of invented people: every pairing is made up, and nobody is meant."""

from openlien.cases.models import Party

FEMALE, MALE, OTHER = Party.Gender.FEMALE, Party.Gender.MALE, Party.Gender.OTHER

FEMALE_NAMES = (
    "Aaliyah", "Adaeze", "Alma", "Amara", "Anh", "Anjali", "Bea", "Brielle", "Carmen", "Celeste", "Chiara",
    "Dalia", "Delphine", "Dolores", "Eleni", "Esperanza", "Farah", "Fiona", "Guadalupe", "Hana", "Hye-jin",
    "Imani", "Ingrid", "Ines", "Jolene", "Kalina", "Keisha", "Lakshmi", "Leilani", "Linh", "Lucinda",
    "Maeve", "Marisol", "Mei", "Nadia", "Naomi", "Ofelia", "Oksana", "Paloma", "Priya", "Rosario", "Ruth",
    "Saoirse", "Shira", "Sunita", "Tamsin", "Tatiana", "Thandiwe", "Valentina", "Winona", "Xiomara",
    "Yasmin", "Yuki", "Zoe", "Zuleika",
)  # fmt: skip
MALE_NAMES = (
    "Abel", "Alonzo", "Amir", "Andrei", "Arjun", "Bao", "Benicio", "Bo", "Caleb", "Chidi", "Cormac",
    "Dante", "Deshawn", "Diego", "Duc", "Eamon", "Elias", "Emeka", "Esteban", "Ezra", "Farid", "Gus",
    "Haruto", "Hector", "Idris", "Ignacio", "Ivo", "Jamal", "Joaquin", "Kai", "Kofi", "Lars", "Leandro",
    "Luther", "Malik", "Mateo", "Minh", "Nikhil", "Omar", "Osvaldo", "Pavel", "Quentin", "Rafael", "Ravi",
    "Rufus", "Santiago", "Silas", "Tariq", "Teodoro", "Tyrell", "Uri", "Vikram", "Wendell", "Xavier",
    "Zeke",
)  # fmt: skip
OTHER_NAMES = ("Ari", "Emery", "Jules", "Marlowe", "Noor", "Remy", "Sage", "Tal")
FIRST_NAMES = {FEMALE: FEMALE_NAMES, MALE: MALE_NAMES, OTHER: OTHER_NAMES}

SURNAMES = (
    "Abernant", "Adeyola", "Albright", "Alcazarra", "Amberly", "Aragonez", "Ashdown", "Baptisto",
    "Barrowcliff", "Bellweather", "Bexley", "Birdsong", "Bramwell", "Brightwater", "Calder", "Campovale",
    "Carrizales", "Castellanox", "Chaudhri", "Chukwuma", "Cloverfield", "Coldwell", "Copperfield",
    "Cortezar", "Crandallo", "Dao-Lin", "Daventry", "Delacroy", "Dinhara", "Dunmore", "Eastlake",
    "Ebonhart", "Elderwood", "Ember", "Escalantes", "Fairweather", "Falconer", "Fennimore", "Fontaneda",
    "Foxglove", "Galindez", "Garrowby", "Ghoshal", "Goldwater", "Greenhalgh", "Guerravita", "Halvorsen",
    "Hartigan", "Hawkmoor", "Hazelwood", "Heatherton", "Hidalgon", "Holloway", "Ibarrez", "Ironwood",
    "Jamesby", "Jayasuri", "Juniper", "Kalantar", "Kestrel", "Kimura-Vale", "Kobayana", "Lagunas",
    "Lambertine", "Larkspur", "Leclairmont", "Lindqvist", "Lorimer", "Lowenthal", "Machadez", "Maplewood",
    "Marlow", "Marrowby", "Mbekwa", "Meadowes", "Mendozan", "Merriweather", "Montclaire", "Moonfield",
    "Nakamoor", "Navarron", "Ngozika", "Nguyenhart", "Nightingale", "Northcote", "Novakova", "Oakhurst",
    "Ocampos", "Okonjo", "Okoro-Reyes", "Orford", "Orellanos", "Osterman", "Palomares", "Parkhill",
    "Patelson", "Pellegrin", "Pemberly", "Phamworth", "Pinehurst", "Quill", "Quinteroz", "Rainwater",
    "Ramanath", "Ravenscroft", "Redfern", "Rivendale", "Robledoz", "Rosenquist", "Rutherglen", "Saavedran",
    "Sandoval-Kerr", "Santangelo", "Sepulvedan", "Shadrach", "Silverton", "Singhania", "Solorzan",
    "Stillwater", "Stonebridge", "Sunderland", "Tamarind", "Tench", "Thackeray", "Thistlewood", "Tranmere",
    "Truongson", "Underhill", "Valdivian", "Vanterpool", "Villasenoz", "Voss", "Wainwright", "Waterford",
    "Weatherby", "Whitlock", "Wintersby", "Wolfram", "Yamaguren", "Yarrow", "Zamorano", "Zelenka",
)  # fmt: skip

LANGUAGES = (
    "English",
    "Spanish",
    "Vietnamese",
    "Tagalog",
    "Korean",
    "Mandarin",
    "Armenian",
    "Farsi",
    "Arabic",
)
LANGUAGE_WEIGHTS = (62, 26, 3, 2, 2, 2, 1, 1, 1)

MARITAL_STATUSES = tuple(Party.MaritalStatus)
MARITAL_STATUS_WEIGHTS = (45, 38, 13, 4)
