"""What people write in the demo world. In Spanish, because it is data and not interface."""

NOTES = (
    "La persona llegó puntual y tranquila. Repasamos juntas el plan y confirmó que quiere seguir.",
    "Conversación por teléfono, en el horario que pidió. Sigue en el mismo alojamiento.",
    "Trajo copia de su documento. Se le explicó qué se compartirá y con quién, y estuvo de acuerdo.",
    "No pudo venir a la cita por trabajo. Se reprogramó para la próxima semana.",
    "Pidió que no se llame a su casa. Se actualizó la forma segura de contacto.",
    "La institución confirmó por correo que la recibió. Falta la respuesta sobre el fondo.",
    "Refiere que la atendieron bien y que le dieron una nueva cita.",
    "Pregunta por el estado de su trámite. Se le explicó el plazo y qué hacer si no hay respuesta.",
    "Vino acompañada de una amiga de confianza. Se habló a solas antes de continuar.",
    "Se coordinó transporte para que pueda llegar a la cita.",
    "Cambió de distrito. Se revisó qué servicios le quedan cerca.",
    "Dice que sus hijas ya asisten a la escuela. Pide apoyo con los útiles.",
    "Se revisó el plan: dos pasos terminados, uno en espera de la institución.",
    "No contesta desde hace una semana. Se intentará por el contacto de confianza que dejó.",
    "Encontró trabajo por horas. Quiere regularizar su situación antes de firmar contrato.",
    "Se le entregó la lista de requisitos impresa y se leyeron juntos.",
)
WISHES = (
    "Quiere tener sus papeles en regla para poder trabajar tranquila.",
    "Quiere que sus hijos estudien y que la atiendan en el centro de salud.",
    "Quiere estar segura y no volver a verlo.",
    "Quiere reunirse con su familia.",
    "Quiere un lugar donde dormir mientras encuentra trabajo.",
    "Quiere entender qué opciones tiene antes de decidir.",
    "Quiere que se respete su trato en el trabajo.",
    "Quiere tratamiento y que no le pidan papeles para atenderla.",
)
REASONS = (
    "La persona necesita esta atención y está de acuerdo en que se le contacte.",
    "Paso previsto en el protocolo. La persona fue informada y lo acepta.",
    "Se solicita atención prioritaria por la situación en que se encuentra.",
    "Requiere evaluación de su institución para continuar con el plan acordado.",
)
RECEIVED = ("Recibido. Lo revisamos.", "Confirmamos que llegó.", "Recibido, se asigna a una profesional del equipo.")
ACCEPTED = (
    "La atenderemos. Puede venir de lunes a viernes, de 8:30 a 13:00.",
    "Aceptado. Se le dará cita esta semana.",
    "Aceptado. Nos comunicaremos por el medio seguro que indican.",
)
DECLINED = (
    "No corresponde a nuestra jurisdicción.",
    "En este momento no tenemos cupo.",
    "Ya fue atendida por el mismo motivo en otra sede.",
    "Falta un requisito que nuestra norma exige.",
)
QUESTIONS = ("¿Puede indicar si viene con hijas o hijos?", "¿Necesita intérprete?", "¿Qué día puede venir la persona?")
REPLIES = ("Viene con dos hijos pequeños.", "No necesita intérprete.", "Puede venir cualquier mañana.")
OUTCOMES = {
    "SERVED": ("Fue atendida. Se le entregó constancia.", "Atención realizada en la fecha acordada."),
    "PARTLY": ("Se le atendió; queda pendiente una segunda cita.",),
    "NO_SHOW": ("No acudió a ninguna de las dos citas.",),
    "REFUSED": ("La persona prefirió no continuar con nosotros.",),
    "NOT_SERVED": ("No fue posible atenderla con los recursos de este mes.",),
}
WITHDRAWN = ("Ya no es necesario: la persona fue atendida por otra vía.", "La persona pidió que no se siguiera.")
REMARKS = ("", "", "", "Hecho en la oficina.", "Se dejó constancia.", "Coordinado por teléfono.")
SKIPPED = ("No aplica en este caso.", "La persona no lo desea por ahora.", "Ya lo había hecho antes de venir.")
CLOSINGS = (
    "Los pasos acordados se cumplieron. La persona sabe que puede volver.",
    "Se cierra de acuerdo con la persona, que ya cuenta con atención de la institución.",
    "Se informó a la persona del cierre y de cómo reabrir su caso.",
)
DEPARTURES = (
    "La conversación mostró algo que las preguntas no recogen; se valoró con la supervisora.",
    "La persona ya está protegida por otra medida, por lo que no hay la misma urgencia.",
)
ORIENTATIONS = (
    "Se le explicaron los requisitos de su trámite y dónde presentarlo. No requiere seguimiento.",
    "Se le informó de las líneas 100, 105 y 113 y de los servicios de su distrito.",
)
SIGNATURES = ("Punto focal", "Mesa de partes", "Trabajo social", "Coordinación")
GROUNDS = ("Comunicación obligatoria a la autoridad de protección. Interés superior de la niña, niño o adolescente.",)
DRAFT = "Llamé a las 10:20, no contestó. Volver a intentar después de las"
"""Somebody was interrupted while writing."""
