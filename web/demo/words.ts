// What the page suggests to say, in the languages that the demo's bot is spoken to in. The next language is one more entry.
export interface Words {
  try: string;
  table: string;
  order: string;
  person: string;
  slow: string; // a question whose answer takes the restaurant two seconds
  kill: KillWords;
}

// Of the button that ends the server in the middle of a turn; {{s}} is a time, or a status.
export interface KillWords {
  button: string;
  title: string;
  course: string; // what the lines below are
  asked: string;
  killed: string;
  back: string;
  answered: string;
  refused: string;
  stuck: string;
}

const kWords: Record<string, Words> = {
  en: {
    try: "Try:",
    table: "A table for two at Old Town tomorrow at 7 pm, please",
    order: "Where is my order 1042?",
    person: "I would like to talk to a person",
    slow: "Where is my order 1001?",
    kill: {
      button: "Kill the server now",
      title: "in the middle of an answer, with kill -9",
      course: "The killed turn",
      asked: "Asked for an old order; the restaurant looks for two seconds.",
      killed: "Killed after {{s}}, in the middle of the turn: no server is running.",
      back: "Started again after {{s}}; the turn goes on where it stood.",
      answered: "Answered after {{s}}, once.",
      refused: "The server did not let itself be killed ({{s}}).",
      stuck: "It does not go on: does a person have this conversation? Start anew and try again.",
    },
  },
  de: {
    try: "Zum Beispiel:",
    table: "Ich möchte einen Tisch für zwei in Old Town reservieren, morgen um 19 Uhr",
    order: "Wo ist meine Bestellung 1042?",
    person: "Ich möchte mit einem Menschen sprechen",
    slow: "Wo ist meine Bestellung 1001?",
    kill: {
      button: "Den Server jetzt abschießen",
      title: "mitten in einer Antwort, mit kill -9",
      course: "Der abgeschossene Zug",
      asked: "Nach einer alten Bestellung gefragt; das Restaurant sucht zwei Sekunden.",
      killed: "Nach {{s}} abgeschossen, mitten im Zug: Kein Server läuft.",
      back: "Nach {{s}} neu gestartet; der Zug geht weiter, wo er stand.",
      answered: "Nach {{s}} beantwortet, einmal.",
      refused: "Der Server ließ sich nicht abschießen ({{s}}).",
      stuck: "Es geht nicht weiter: Hat ein Mensch dieses Gespräch? Beginnen Sie neu und versuchen Sie es noch einmal.",
    },
  },
  es: {
    try: "Por ejemplo:",
    table: "Quiero reservar una mesa para dos en Old Town mañana a las 19:00",
    order: "¿Dónde está mi pedido 1042?",
    person: "Quiero hablar con una persona",
    slow: "¿Dónde está mi pedido 1001?",
    kill: {
      button: "Matar el servidor ahora",
      title: "en medio de una respuesta, con kill -9",
      course: "El turno interrumpido",
      asked: "Se pregunta por un pedido antiguo; el restaurante busca durante dos segundos.",
      killed: "Matado tras {{s}}, en medio del turno: no hay ningún servidor en marcha.",
      back: "Arrancado de nuevo tras {{s}}; el turno sigue donde estaba.",
      answered: "Respondido tras {{s}}, una vez.",
      refused: "El servidor no se ha dejado matar ({{s}}).",
      stuck: "No sigue: ¿tiene una persona esta conversación? Empiece de nuevo y vuelva a intentarlo.",
    },
  },
  it: {
    try: "Per esempio:",
    table: "Vorrei prenotare un tavolo per due a Old Town domani alle 19:00",
    order: "Dov’è il mio ordine 1042?",
    person: "Vorrei parlare con una persona",
    slow: "Dov’è il mio ordine 1001?",
    kill: {
      button: "Uccidere il server adesso",
      title: "nel mezzo di una risposta, con kill -9",
      course: "Il turno interrotto",
      asked: "Chiesto di un vecchio ordine; il ristorante cerca per due secondi.",
      killed: "Ucciso dopo {{s}}, nel mezzo del turno: nessun server è in funzione.",
      back: "Riavviato dopo {{s}}; il turno continua da dove era.",
      answered: "Risposto dopo {{s}}, una volta.",
      refused: "Il server non si è lasciato uccidere ({{s}}).",
      stuck: "Non va avanti: questa conversazione è di una persona? Ricominci e riprovi.",
    },
  },
};

// The first of the guest's languages that there is; English where there is none.
export function languageOf(languages: readonly string[]): string {
  return languages.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag in kWords) ?? "en";
}

export const wordsIn = (language: string): Words => kWords[language]!;
