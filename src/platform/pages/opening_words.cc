#include "platform/pages/opening_words.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/ascii.h"
#include "base/text.h"
#include "base/unicode.h"

namespace frontdesk::platform::pages {
namespace {

using TokenKind = OpeningToken::Kind;

struct Meaning {
  TokenKind kind = TokenKind::other;
  int value = 0;
  std::string_view text = {};
};

// One row a meaning; each word as unicode::folded() has it.
constexpr std::array<std::string_view, 7> kDays{
    "mo mon monday mondays montag montags lun lundi lunes lunedi maandag segunda понедельник пн 月曜日 الاثنين",
    "tu tue tues tuesday tuesdays di dienstag dienstags mardi mardis martes martedi dinsdag terca вторник вт 火曜日 "
    "الثلاثاء",
    "we wed weds wednesday wednesdays mi mittwoch mittwochs mer mercredi miercoles mercoledi woensdag quarta среда ср "
    "水曜日 الأربعاء",
    "th thu thur thurs thursday thursdays do donnerstag donnerstags jeu jeudi jueves giovedi donderdag quinta четверг "
    "чт 木曜日 الخميس",
    "fr fri friday fridays freitag freitags ven vendredi viernes venerdi vrijdag sexta пятница пт 金曜日 الجمعة",
    "sa sat saturday saturdays samstag samstags sonnabend sonnabends sam samedi sabado sabato zaterdag суббота сб "
    "土曜日 السبت",
    "su sun sunday sundays so sonntag sonntags dim dimanche domingo domenica zondag воскресенье вс 日曜日 الأحد"};
constexpr std::array<std::string_view, 12> kMonths{"jan january januar janvier enero gennaio januari janeiro",
                                                   "feb february februar fevrier febrero febbraio februari fevereiro",
                                                   "mar march marz maerz mars marzo maart marco",
                                                   "apr april avril abril aprile",
                                                   "may mai mayo maggio mei maio",
                                                   "jun june juni juin junio giugno junho",
                                                   "jul july juli juillet julio luglio julho",
                                                   "aug august aout agosto augustus",
                                                   "sep sept september septembre septiembre settembre setembro",
                                                   "oct october okt oktober octobre octubre ottobre outubro",
                                                   "nov november novembre noviembre novembro",
                                                   "dec december dez dezember decembre diciembre dicembre dezembro"};

using KnownWords = std::map<std::string, Meaning, std::less<>>;

void add_words(KnownWords& words, std::string_view row, Meaning meaning) {
  for (const auto word : text::split(row, ' ')) words.emplace(unicode::folded(word), meaning);
}

const KnownWords& known_words() {
  static const KnownWords kWords = [] {
    KnownWords all;
    for (std::size_t i = 0; i < kDays.size(); ++i) add_words(all, kDays[i], {TokenKind::weekday, static_cast<int>(i)});
    for (std::size_t i = 0; i < kMonths.size(); ++i)
      add_words(all, kMonths[i], {TokenKind::month, static_cast<int>(i) + 1});
    add_words(all, "open opened geoffnet offen ouvert abierto aperto", {TokenKind::open});
    add_words(all, "off closed geschlossen geschl ferme fermee cerrado chiuso ruhetag gesloten", {TokenKind::closed});
    add_words(all, "unknown unbekannt", {TokenKind::unknown});
    add_words(all, "dawn", {TokenKind::event, 1});
    add_words(all, "sunrise", {TokenKind::event, 2});
    add_words(all, "sunset", {TokenKind::event, 3});
    add_words(all, "dusk", {TokenKind::event, 4});
    add_words(all, "noon mittag mittags", {TokenKind::noon});
    add_words(all, "midnight mitternacht minuit medianoche mezzanotte", {TokenKind::midnight});
    add_words(all, "easter", {TokenKind::easter});
    add_words(all, "week weeks kw", {TokenKind::week});
    add_words(all, "ph feiertag feiertage feiertags holidays", {TokenKind::public_holiday});
    add_words(all, "sh", {TokenKind::school_holiday});
    add_words(all, "day days", {TokenKind::day});
    add_words(all, "am a.m", {TokenKind::before_noon});
    add_words(all, "pm p.m", {TokenKind::after_noon});
    add_words(all, "uhr h hr hrs hours uur heures ore horas o'clock", {TokenKind::oclock});
    add_words(all, "everyday daily taglich always immer giornalmente dagelijks", {TokenKind::every_day});
    add_words(all, "late open-end openend", {TokenKind::late});
    return all;
  }();
  return kWords;
}

// What stands for a sign; 0: for none.
char sign_of_word(std::string_view word) {
  if (word == "to" || word == "bis" || word == "til" || word == "till" || word == "until" || word == "a" ||
      word == "au" || word == "al" || word == "alle" || word == "through" || word == "tot")
    return '-';
  if (word == "and" || word == "und" || word == "et" || word == "y" || word == "e" || word == "en") return ',';
  return 0;
}

bool is_filler(std::string_view word) {
  return word == "from" || word == "von" || word == "vom" || word == "de" || word == "du" || word == "le" ||
         word == "les" || word == "da" || word == "dalle" || word == "on" || word == "tous" || word == "der";
}

struct Phrase {
  std::string_view folded;
  std::string_view comment;
};

// What people write where a comment should be.
constexpr std::array<Phrase, 10> kPhrases{{{"nach vereinbarung", "Nach Vereinbarung"},
                                           {"nach_vereinbarung", "Nach Vereinbarung"},
                                           {"on appointment", "on appointment"},
                                           {"on_appointment", "on appointment"},
                                           {"by appointment", "by appointment"},
                                           {"by_appointment", "by appointment"},
                                           {"sur rendez-vous", "Sur rendez-vous"},
                                           {"sur rendez vous", "Sur rendez-vous"},
                                           {"sur_rendez_vous", "Sur rendez-vous"},
                                           {"su appuntamento", "Su appuntamento"}}};

// In small letters and without accents, with one kind of dash, of blank and of quote.
std::string in_plain_signs(std::string_view text) {
  std::string out;
  bool in_comment = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto begin = at;
    auto point = unicode::next(text, at);
    if (point == U'“' || point == U'”' || point == U'„' || point == U'«' || point == U'»') point = U'"';
    if (point == U'"') in_comment = !in_comment;
    if (in_comment || point == U'"') {
      out.append(point == U'"' ? std::string_view("\"") : text.substr(begin, at - begin));
    } else if ((point >= 0x2010 && point <= 0x2015) || point == 0x2212 || point == U'〜' || point == U'～') {
      out.push_back('-');
    } else if (unicode::is_space(point) || point == U'\t' || point == U'\n' || point == U'\r') {
      out.push_back(' ');
    } else if (point == U'：') {
      out.push_back(':');
    } else {
      out.append(unicode::folded(text.substr(begin, at - begin)));
    }
  }
  return out;
}

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view text) : text_(text) {}

  std::vector<OpeningToken> all() {
    while (at_ < text_.size()) next();
    tokens_.push_back({.kind = TokenKind::end});
    return std::move(tokens_);
  }

 private:
  static bool is_of_word(char c) {
    return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80 || c == '_' || c == '\'';
  }

  void next() {
    const char c = text_[at_];
    if (c == ' ') return ++at_, void();
    if (c == '"') return read_comment();
    if (text::is_digit(c)) return read_number();
    for (const auto& phrase : kPhrases) {
      if (!text_.substr(at_).starts_with(phrase.folded)) continue;
      at_ += phrase.folded.size();
      return tokens_.push_back({.kind = TokenKind::comment, .text = std::string(phrase.comment)});
    }
    if (is_of_word(c)) return read_word();
    ++at_;
    const bool is_doubled = c == '|' && at_ < text_.size() && text_[at_] == '|';
    if (is_doubled) ++at_;
    add_sign(c == '&' ? ',' : c == '|' && !is_doubled ? ';' : c);
  }

  void add_sign(char sign) { tokens_.push_back({.kind = TokenKind::sign, .sign = sign}); }

  void read_comment() {
    const auto end = text_.find('"', at_ + 1);
    const auto to = std::min(end, text_.size());
    OpeningToken token{.kind = end == std::string_view::npos ? TokenKind::other : TokenKind::comment};
    token.text = std::string(text_.substr(at_ + 1, to - at_ - 1));
    at_ = end == std::string_view::npos ? to : to + 1;
    tokens_.push_back(std::move(token));
  }

  void read_number() {
    OpeningToken token{.kind = TokenKind::number};
    for (; at_ < text_.size() && text::is_digit(text_[at_]); ++at_, ++token.digits) {
      if (token.digits < 8) token.value = token.value * 10 + (text_[at_] - '0');
    }
    tokens_.push_back(std::move(token));
  }

  void read_word() {
    const auto begin = at_;
    while (at_ < text_.size() &&
           (is_of_word(text_[at_]) || (text_[at_] == '.' && at_ + 1 < text_.size() && is_of_word(text_[at_ + 1]))))
      ++at_;
    const auto word = text_.substr(begin, at_ - begin);
    if (at_ < text_.size() && text_[at_] == '.') ++at_;  // an abbreviation
    if (is_filler(word)) return;
    if (const char sign = sign_of_word(word); sign != 0) return add_sign(sign);
    if (word == "open" && text_.substr(at_).starts_with(" end")) {
      at_ += 4;
      return tokens_.push_back({.kind = TokenKind::late});
    }
    const auto found = known_words().find(word);
    const auto meaning = found == known_words().end() ? Meaning() : found->second;
    tokens_.push_back({.kind = meaning.kind, .value = meaning.value});
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<OpeningToken> tokens_;
};

}  // namespace

std::vector<OpeningToken> opening_tokens(std::string_view text) {
  const auto plain = in_plain_signs(text);
  return Tokenizer(plain).all();
}

}  // namespace frontdesk::platform::pages
