"""The words of the copy that a victim takes home, in plain English and Spanish."""

from dataclasses import dataclass

# Each as the copy says it in a language; what a victim is told about sharing (B-VAWA-4).
RISKS: dict[str, dict[str, str]] = {
    "learned": {
        "en": "The person under supervision may learn of it, or guess who said it.",
        "es": "La persona bajo supervisión podría enterarse o adivinar quién lo dijo.",
    },
    "kept": {
        "en": "What people have already heard or read cannot be taken out of their heads.",
        "es": "Lo que alguien ya oyó o leyó no se puede borrar de su memoria.",
    },
    "written": {
        "en": "The agency that receives it may write it in its own records.",
        "es": "La agencia que lo recibe puede anotarlo en sus propios expedientes.",
    },
    "compelled": {
        "en": "A court or a law can make that agency show it to others.",
        "es": "Un tribunal o una ley puede obligar a esa agencia a mostrarlo a otras personas.",
    },
    "privilege": {
        "en": "What is shared may lose the protection that talks with an advocate have.",
        "es": "Lo que se comparte puede perder la protección que tienen las conversaciones con una "
        "defensora o un defensor de víctimas.",
    },
}
OTHER_WAYS: dict[str, dict[str, str]] = {
    "nothing": {"en": "To share nothing.", "es": "No compartir nada."},
    "general": {
        "en": "That the advocate speaks of victims in general, with no name.",
        "es": "Que la defensora o el defensor hable de las víctimas en general, sin nombres.",
    },
    "less": {"en": "To share less, or later.", "es": "Compartir menos, o más adelante."},
    "self": {
        "en": "To say it oneself to whom one chooses.",
        "es": "Decirlo usted misma o usted mismo a quien usted elija.",
    },
}
WAYS = {
    "spoken": {"en": "by speaking", "es": "de palabra"},
    "paper": {"en": "on paper", "es": "en papel"},
    "electronic": {"en": "in the team's computer system", "es": "en el sistema del equipo"},
}
PURPOSES = {
    "safety": {"en": "Safety of a victim", "es": "La seguridad de una víctima"},
    "contact wishes": {"en": "Wishes about contact", "es": "Sus deseos sobre el contacto"},
    "notification": {"en": "Being told of changes", "es": "Que le avisen de los cambios"},
    "a decision of the team": {
        "en": "A decision of the team",
        "es": "Una decisión del equipo",
    },
}
ROLES = {
    "supervision": {"en": "supervision", "es": "supervisión"},
    "treatment": {"en": "treatment", "es": "tratamiento"},
    "polygraph": {"en": "polygraph", "es": "polígrafo"},
    "system_advocacy": {"en": "victim services of the system", "es": "atención a víctimas"},
    "community_advocacy": {"en": "victim advocacy", "es": "defensa de víctimas"},
    "prosecution": {"en": "prosecution", "es": "fiscalía"},
    "defense": {"en": "defense", "es": "defensa"},
    "court": {"en": "the court", "es": "tribunal"},
    "law_enforcement": {"en": "law enforcement", "es": "policía"},
    "child_protection": {"en": "child protection", "es": "protección de menores"},
    "school": {"en": "school", "es": "escuela"},
    "tribal": {"en": "tribal services", "es": "servicios tribales"},
    "facilitation": {"en": "coordination", "es": "coordinación"},
}
COPY_IN = {"en": "English", "es": "Spanish (español)", "aloud": "Read aloud in another language"}
LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Words:
    """The fixed sentences of the copy in one language; {braces} are filled in."""

    title: str
    footer: str
    whose: str
    from_whom: str
    what: str
    exact: str
    nothing_else: str
    to_whom: str
    this_person: str
    its_people: str
    its_role: str
    nobody_else: str
    no_passing_on: str
    purpose: str
    how: str
    until: str
    from_to: str
    by_itself: str
    talked: str
    talked_by: str
    risks: str
    other_ways: str
    free: str
    free_words: str
    back: str
    back_words: str
    back_where: str
    back_effect: str
    spoken_in: str
    interpreter: str
    no_interpreter: str
    signatures: str
    signed: str
    unsigned: str
    victim: str
    minor_alone: str
    beside: str
    appointed: str
    staff: str
    copy: str
    copy_given: str
    copy_not: str
    copy_open: str
    day: str


EN = Words(
    title="Permission to share one thing",
    footer="You can take this back at any time. Keep it where it is safe for you, or leave it "
    "with us.",
    whose="Whose words these are",
    from_whom="{organization} shares it for you. The organization keeps everything else to itself.",
    what="What is shared",
    exact="In these words: “{text}”",
    nothing_else="Nothing else is shared.",
    to_whom="Who receives it",
    this_person="{person}, of {agency}. This person only.",
    its_people="{agency}: only its people who work on this case.",
    its_role="{agency}: only its people in {role} who work on this case.",
    nobody_else="Nobody else receives it. The rest of the team does not.",
    no_passing_on="They may not pass it on.",
    purpose="What for",
    how="How it may be shared",
    until="From when until when",
    from_to="From {start} until the end of {end}.",
    by_itself="It then ends by itself. You do not have to do anything.",
    talked="What we talked about before",
    talked_by="{staff} talked about this with you on {day}.",
    risks="What sharing can lead to:",
    other_ways="Other ways that you have:",
    free="Our help does not depend on this",
    free_words="You get the same help and the same information whether you sign or not. You can "
    "say no. Nobody may push you.",
    back="How to take it back",
    back_words="At any time, and without giving a reason. You can say it, on the telephone or in "
    "person, or write it. No form is needed.",
    back_where="Tell any advocate of {organization}{call}.",
    back_effect="It counts at once: the words close in the system, and those who received them are "
    "told to stop using them. What somebody already heard or read cannot be unsaid.",
    spoken_in="Language",
    interpreter="We spoke in {language}. Interpreter: {interpreter}.",
    no_interpreter="We spoke in {language}, without an interpreter.",
    signatures="Signatures",
    signed="Signed on {day} by: {who}.",
    unsigned="Signature of {who}: ______________________________    Date: ________________",
    victim="the person whose words these are",
    minor_alone="the person whose words these are, a minor whom the law lets decide alone",
    beside="a parent or guardian who did not cause the harm",
    appointed="a guardian whom a court appointed",
    staff="the advocate",
    copy="Your copy",
    copy_given="You were given a copy on {day}: {language}.",
    copy_not="You have no copy yet: {why}. You can ask for one at any time.",
    copy_open="Copy given: ☐ yes   ☐ no, because: ______________________________",
    day="{month} {day}, {year}",
)
ES = Words(
    title="Permiso para compartir una sola cosa",
    footer="Usted puede retirar este permiso en cualquier momento. Guárdelo donde sea seguro para "
    "usted, o déjelo con nosotros.",
    whose="De quién son estas palabras",
    from_whom="{organization} lo comparte en su nombre. La organización no comparte nada más.",
    what="Qué se comparte",
    exact="Con estas palabras: «{text}»",
    nothing_else="No se comparte nada más.",
    to_whom="Quién lo recibe",
    this_person="{person}, de {agency}. Solo esta persona.",
    its_people="{agency}: solo las personas de esa agencia que trabajan en este caso.",
    its_role="{agency}: solo las personas del área de {role} que trabajan en este caso.",
    nobody_else="Nadie más lo recibe. El resto del equipo no lo recibe.",
    no_passing_on="No pueden pasarlo a nadie más.",
    purpose="Para qué",
    how="Cómo se puede compartir",
    until="Desde cuándo y hasta cuándo",
    from_to="Desde el {start} hasta el final del {end}.",
    by_itself="Después termina por sí solo. Usted no tiene que hacer nada.",
    talked="De qué hablamos antes",
    talked_by="{staff} habló de esto con usted el {day}.",
    risks="Lo que puede pasar si se comparte:",
    other_ways="Otras opciones que usted tiene:",
    free="Nuestra ayuda no depende de esto",
    free_words="Usted recibe la misma ayuda y la misma información si firma o si no firma. Puede "
    "decir que no. Nadie debe presionarle.",
    back="Cómo retirar el permiso",
    back_words="En cualquier momento y sin dar explicaciones. Puede decirlo, por teléfono o en "
    "persona, o escribirlo. No hace falta ningún formulario.",
    back_where="Avise a cualquier defensora o defensor de víctimas de {organization}{call}.",
    back_effect="Tiene efecto de inmediato: las palabras se cierran en el sistema y se avisa a "
    "quienes las recibieron que dejen de usarlas. Lo que alguien ya oyó o leyó no se puede "
    "deshacer.",
    spoken_in="Idioma",
    interpreter="Hablamos en este idioma: {language}. Intérprete: {interpreter}.",
    no_interpreter="Hablamos en este idioma: {language}, sin intérprete.",
    signatures="Firmas",
    signed="Firmado el {day} por: {who}.",
    unsigned="Firma de {who}: ______________________________    Fecha: ________________",
    victim="la persona de quien son estas palabras",
    minor_alone="la persona de quien son estas palabras, menor de edad a quien la ley permite "
    "decidir por sí misma",
    beside="la madre, el padre o quien ejerce la tutela, que no causó el daño",
    appointed="la persona que un tribunal nombró para representarle",
    staff="la defensora o el defensor de víctimas",
    copy="Su copia",
    copy_given="Se le entregó una copia el {day}: {language}.",
    copy_not="Usted todavía no tiene una copia: {why}. Puede pedirla en cualquier momento.",
    copy_open="Se entregó una copia: ☐ sí   ☐ no, porque: ______________________________",
    day="{day} de {month} de {year}",
)
BY_LANGUAGE = {"en": EN, "es": ES}
MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
    "es": (
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
        "octubre", "noviembre", "diciembre",
    ),
}  # fmt: skip
COPY_IN_WORDS = {
    "en": {"en": "in English", "es": "in Spanish", "aloud": "read aloud in another language"},
    "es": {"en": "en inglés", "es": "en español", "aloud": "leída en voz alta en otro idioma"},
}
# The languages that people most often say, as the other sheet names them.
SPOKEN = {"english": {"es": "inglés"}, "spanish": {"es": "español"}, "español": {"en": "Spanish"}}
