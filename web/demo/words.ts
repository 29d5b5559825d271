// What the page suggests to say, in the languages that the demo's bot is spoken to in. The next language is one more entry.
export interface Words {
  try: string;
  table: string;
  order: string;
  person: string;
  slow: string; // a question whose answer takes the restaurant two seconds
}

const kWords: Record<string, Words> = {
  en: {
    try: "Try:",
    table: "A table for two at Old Town tomorrow at 7 pm, please",
    order: "Where is my order 1042?",
    person: "I would like to talk to a person",
    slow: "Where is my order 1001?",
  },
  de: {
    try: "Zum Beispiel:",
    table: "Ich möchte einen Tisch für zwei in Old Town reservieren, morgen um 19 Uhr",
    order: "Wo ist meine Bestellung 1042?",
    person: "Ich möchte mit einem Menschen sprechen",
    slow: "Wo ist meine Bestellung 1001?",
  },
  es: {
    try: "Por ejemplo:",
    table: "Quiero reservar una mesa para dos en Old Town mañana a las 19:00",
    order: "¿Dónde está mi pedido 1042?",
    person: "Quiero hablar con una persona",
    slow: "¿Dónde está mi pedido 1001?",
  },
  it: {
    try: "Per esempio:",
    table: "Vorrei prenotare un tavolo per due a Old Town domani alle 19:00",
    order: "Dov’è il mio ordine 1042?",
    person: "Vorrei parlare con una persona",
    slow: "Dov’è il mio ordine 1001?",
  },
};

// The first of the guest's languages that there is; English where there is none.
export function languageOf(languages: readonly string[]): string {
  return languages.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag in kWords) ?? "en";
}

export const wordsIn = (language: string): Words => kWords[language]!;
