"""Names of invented people; any likeness is chance."""

import random

GIVEN_MEN = ["Aldric", "Anselm", "Arvid", "Barnaby", "Bashir", "Calder", "Cassius", "Corwin", "Dacian", "Delroy", "Demetri", "Eamon", "Efrain", "Elwood", "Emeka", "Fabrice", "Farrell", "Garrick", "Gideon", "Hakim", "Hollis", "Ignace", "Isidro", "Jarvis", "Jorah", "Kelvin", "Kofi", "Lambert", "Leopold", "Linus", "Lowell", "Marek", "Mateus", "Merrick", "Nestor", "Niall", "Obadiah", "Orrin", "Osric", "Pascal", "Percy", "Quillon", "Rafe", "Rashad", "Reuben", "Roland", "Rufus", "Sanjay", "Seamus", "Silas", "Tavish", "Teodor", "Thaddeus", "Tobin", "Ulric", "Vernon", "Viktor", "Wendell", "Wilbur", "Yannick", "Yusuf", "Zoltan"]
GIVEN_WOMEN = (
    ["Adela", "Bettina", "Coralie", "Delphine", "Esme", "Farida", "Greta", "Honora", "Imelda", "Jolene", "Lavinia", "Marisol"]
)
FAMILY = ["Abernot", "Achterberg", "Adeyinka", "Alvarsson", "Amadi", "Ambrosetti", "Ankersen", "Ashgrove", "Balderas", "Barzani", "Beaumarchand", "Belkov", "Bhandari", "Brandvold", "Brisebois", "Calloway", "Castellan", "Chukwuma", "Corriveau", "Dabrowski", "Danforth", "Delacroix", "Diallo", "Dombrovski", "Eastlake", "Ekberg", "Elmendorf", "Escalera", "Fairweather", "Falkenrath", "Fontaneda", "Galbraith", "Garavito", "Ghorbani", "Grimsby", "Haldane", "Haugland", "Hernandorena", "Holloway", "Ibarrola", "Iversen", "Jankovic", "Jayasuriya", "Kallio", "Karimov", "Kettleburn", "Kowalczyk", "Lachapelle", "Larkspur", "Lindholm", "Lovelace", "Macready", "Makarewicz", "Mbeki-Rowe", "Montclair", "Nakagawa", "Ndiaye", "Northcote", "Obregon", "Oduya", "Okonjo", "Ostrander", "Pachulski", "Pemberton", "Petrossian", "Quintavalle", "Rademaker", "Ravenhill", "Rostami", "Sandoval-Pike", "Sarkisian", "Sepulveda", "Silverthorn", "Stavros", "Strandberg", "Szymanski", "Tambellini", "Thackeray", "Tollefsen", "Ulvaeus-Hart", "Underhill", "Valdivieso", "Vandermeer", "Vasquez-Orr", "Wakefield", "Westergaard", "Whitcombe", "Wojtowicz", "Yarborough", "Yeboah", "Zamorano", "Zelenka"]
GIVEN_VICTIMS = ["Alba", "Bree", "Carmen", "Dina", "Elsie", "Fern", "Gemma", "Hope", "Ida", "June", "Kaya", "Lena", "Mina", "Nora", "Opal", "Pia", "Rhea", "Sia", "Tess", "Una"]
STREETS = ["Alder", "Birch", "Cannery", "Depot", "Elm", "Foundry", "Granary", "Harvest", "Ironworks", "Juniper", "Kiln", "Linden", "Mill", "Orchard", "Quarry"]
TOWNS = ("Altona City", "Port Merrin", "Westbrook Falls", "Carrow", "Dunmere")
EMPLOYERS = (
    "a print shop",
    "a bakery",
    "a warehouse",
    "a landscaping crew",
    "a repair garage",
    "a restaurant kitchen",
)


def person_name(rng: random.Random, number: int) -> tuple[str, str, bool]:
    """Return given name, family name and whether it is a woman's; distinct for thousands of numbers."""
    woman = number % 17 == 9
    given = GIVEN_WOMEN if woman else GIVEN_MEN
    family = FAMILY[(number * 37 + number // len(FAMILY)) % len(FAMILY)]
    return given[(number * 11 + rng.randrange(3)) % len(given)], family, woman


def victim_name(rng: random.Random) -> tuple[str, str]:
    """Return given and family name of a victim."""
    return rng.choice(GIVEN_VICTIMS), rng.choice(FAMILY)
