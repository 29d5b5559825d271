#include <gtest/gtest.h>

#include "dialog/guest_texts.h"
#include "simulated_guest.h"
#include "support/demo_document.h"

// The demo serves each of its guests in their own language, from the greeting to the last card.
namespace frontdesk::dialog {
namespace {

using testing::Guest;

struct Line {
  std::string_view says;
  std::string_view hears;
};

struct Conversation {
  std::string_view tag;
  std::string_view greeting;
  std::vector<Line> booking;  // up to the read-back
  std::string_view days, answers, labels;
  Line yes;
  std::string_view title, where;
  std::vector<Line> afterwards;
};

std::string joined(const Value& list, std::string_view member) {
  std::string all;
  for (const auto& one : list.items()) all += std::string(one[member].text()) + "|";
  return all;
}

void talk(const Conversation& talk) {
  Guest guest;
  guest.id = guest.business.wait(guest.business.conversations().open("web", std::string(talk.tag))).id;
  EXPECT_EQ(guest.last()["text"].text().substr(0, talk.greeting.size()), talk.greeting);
  for (const auto& line : talk.booking) {
    EXPECT_TRUE(guest.hears(std::string(line.says), line.hears)) << line.says << " → " << guest.heard;
    if (line.hears == talk.booking[1].hears) EXPECT_EQ(guest.buttons(), talk.days);
  }
  EXPECT_EQ(guest.buttons(), talk.answers);
  EXPECT_EQ(joined(guest.last()["card"]["fields"], "label"), talk.labels);
  EXPECT_TRUE(guest.hears(std::string(talk.yes.says), talk.yes.hears)) << guest.heard;
  EXPECT_EQ(guest.business.effects.size(), 1u);
  EXPECT_EQ(guest.last()["card"]["title"].text(), talk.title);
  EXPECT_EQ(guest.last()["card"]["fields"][0]["label"].text(), talk.where);
  for (const auto& line : talk.afterwards)
    EXPECT_TRUE(guest.hears(std::string(line.says), line.hears)) << line.says << " → " << guest.heard;
}

TEST(DemoInSpanish, is_spoken_to_the_end) {
  talk({"es-MX",
        "¡Buongiorno! Puedo buscarle",
        {{"Quiero reservar una mesa para dos", "¿Cuál de nuestros restaurantes prefiere"},
         {"Harbor", "¿Para qué día?"},
         {"mañana", "¿A qué hora?"},
         {"a las 19:30", "¿A qué nombre reservo?"},
         {"Ana", "el martes 24 de noviembre a las 19:30, a nombre de Ana. ¿La reservo así?"}},
        "hoy|mañana|sábado|",
        "Sí|Cambiar|No|",
        "Restaurante|Día|Hora|Personas|Nombre|",
        {"sí, claro", "Reservado: mesa T4 en Harbor"},
        "Su mesa",
        "Dónde",
        {{"¿puedo pagar con tarjeta?", "En efectivo, con las tarjetas habituales"},
         {"¿tienen aparcamiento en Harbor?", "En Harbor hay un aparcamiento"},
         {"¿cuánto cuesta la carbonara?", "15 €"},
         {"¿qué platos son sin leche?", "¿Para Harbor o para Old Town?"},
         {"Harbor", "En Harbor, sin leche: tiramisu"},
         {"quiero cancelar mi reserva", "Cancelo la reserva LUME-4821 a nombre de Ana. ¿Está seguro?"},
         {"sí", "Su reserva LUME-4821 está cancelada."},
         {"quiero hablar con una persona", "equipo"}}});
}

TEST(DemoInItalian, is_spoken_to_the_end) {
  talk({"it",
        "Buongiorno! Posso trovarle",
        {{"Vorrei prenotare un tavolo per due", "Quale dei nostri ristoranti preferisce"},
         {"Harbor", "Per quale giorno?"},
         {"domani", "A che ora?"},
         {"alle 19:30", "A che nome prenoto?"},
         {"Ana", "martedì 24 novembre alle 19:30, a nome Ana. Lo prenoto così?"}},
        "oggi|domani|sabato|",
        "Sì|Cambia|No|",
        "Ristorante|Giorno|Ora|Persone|Nome|",
        {"sì, certo", "Prenotato: tavolo T4 da Harbor"},
        "Il suo tavolo",
        "Dove",
        {{"posso pagare con la carta?", "In contanti, con tutte le carte"},
         {"avete un parcheggio da Harbor?", "Da Harbor c'è un parcheggio"},
         {"quanto costa la carbonara?", "15 €"},
         {"quali piatti sono senza latte?", "Per Harbor o per Old Town?"},
         {"Harbor", "Da Harbor, senza latte: tiramisu"},
         {"vorrei annullare la mia prenotazione", "Annullo la prenotazione LUME-4821 a nome Ana. È sicuro?"},
         {"sì", "La sua prenotazione LUME-4821 è annullata."},
         {"vorrei parlare con una persona", "collega"}}});
}

TEST(DemoInGerman, is_spoken_to_the_end) {
  talk({"de-AT",
        "Buongiorno! Ich finde",
        {{"Ich möchte einen Tisch für zwei reservieren", "Welches unserer Restaurants"},
         {"Harbor", "Für welchen Tag?"},
         {"morgen", "Um wie viel Uhr?"},
         {"19:30", "Auf welchen Namen"},
         {"Ana", "Dienstag, 24. November um 19:30 Uhr, auf den Namen Ana. Soll ich ihn so buchen?"}},
        "heute|morgen|Samstag|",
        "Ja|Ändern|Nein|",
        "Restaurant|Tag|Uhrzeit|Personen|Name|",
        {"ja, buchen", "Reserviert: Tisch T4"},
        "Ihr Tisch",
        "Wo",
        {{"kann ich mit Karte zahlen?", "Bar, mit allen üblichen Karten"},
         {"welche Gerichte sind ohne Milch?", "Für Harbor oder für Old Town?"},
         {"Harbor", "Bei Harbor, ohne Milch: tiramisu"},
         {"ich möchte meine Reservierung stornieren", "Soll ich sie stornieren?"},
         {"ja", "Ihre Reservierung LUME-4821 ist storniert."}}});
}

TEST(Demo, takes_a_bare_number_at_the_beginning_for_the_guests) {
  for (const auto* text :
       {"4 at Harbor tomorrow 7pm, my name is Ana", "hi, 4 at Harbor tomorrow 7pm, my name is Ana",
        "4 im Harbor morgen um 19 Uhr, mein Name ist Ana", "4 en Harbor mañana a las 19:00, me llamo Ana",
        "4 da Harbor domani alle 19, mi chiamo Ana"}) {
    Guest guest;
    guest.say(text);
    guest.say("ok");
    ASSERT_EQ(guest.business.sent.size(), 1u) << text << ": " << guest.last()["text"].text();
    EXPECT_EQ(guest.business.sent[0].arguments["guests"].integer(), 4) << text;
    EXPECT_EQ(guest.business.sent[0].arguments["time"].text(), "19:00") << text;
  }
  for (const auto* text : {"4 courses at Harbor tomorrow 7pm", "8 at Harbor tomorrow"}) {
    Guest guest;
    guest.say(text);
    guest.say("a table please, tomorrow at 7pm at Harbor");
    EXPECT_EQ(guest.last()["asks"].text(), "guests") << text;
  }
}

TEST(Demo, has_every_text_in_every_language_that_it_serves) {
  const auto document = support::demo_document();
  int count = 0;
  for_each_guest_text(document, [&](const Value& wording, const std::string& at) {
    if (!wording.is_object()) return;
    ++count;
    for (const auto* language : {"en", "de", "es", "it"}) EXPECT_TRUE(wording.contains(language)) << at;
  });
  EXPECT_GT(count, 100);
}

}  // namespace
}  // namespace frontdesk::dialog
