#pragma once

#include <string_view>

// The words that an answer to a read-back is made of, as phrases between bars; short forms are written out ("don't" is
// "do not"). Each language has its lines, and they are read together: what is a yes in one is a no in none.
namespace frontdesk::dialog::consent_words {

inline constexpr std::string_view kYes =
    // English
    "yes|y|ye|yep|yea|yeah|yup|aye|sure|for sure|sure thing|correct|exactly|precisely|absolutely|definitely|"
    "certainly|indeed|of course|by all means|naturally|confirmed|confirm|i confirm|i do|we do|agreed|agree|i agree|"
    "accept|accepted|i accept|approved|go ahead|go for it|go on|do it|do so|do that|please do|make it so|proceed|"
    "carry on|let us do it|let us do that|let us go|it is|yes it is|that is it|that is right|that is correct|"
    "that is fine|that is perfect|that is good|that is great|that is ok|that is okay|it is right|it is correct|"
    "it is fine|it is perfect|it is good|it is ok|it is okay|is right|is correct|is fine|this is right|"
    "this is correct|this is fine|everything is right|everything is correct|all correct|looks good|looks right|"
    "looks correct|looks great|looks fine|looks perfect|that looks good|that looks right|sounds good|sounds great|"
    "sounds right|sounds fine|sounds perfect|sounds lovely|that sounds good|that sounds great|that sounds perfect|"
    "works|that works|it works|works for me|works for us|good for me|ok for me|suits me|that suits me|"
    "that suits us|i am sure|we are sure|quite sure|very sure|i will take it|we will take it|i would like that|"
    "we would like that|i would love that|i want that|you got it|"
    // German
    "ja|jo|jep|jawohl|ja bitte|genau|klar doch|gerne|gern|sehr gerne|richtig|das ist richtig|stimmt|das stimmt|"
    "passt|das passt|einverstanden|mach das|machen sie das|natürlich|selbstverständlich|auf jeden fall|"
    // Spanish
    "sí|si|claro|claro que sí|claro que si|correcto|adelante|exacto|"
    // Italian
    "certo|certamente|esatto|giusto|confermo|procedi|"
    // French
    "oui|ouais|bien sûr|c est ça|exactement|allez y|je confirme";

// Assent that is often no more than a sound or a compliment: a yes, but not beside a farewell.
inline constexpr std::string_view kMildYes =
    // English
    "ok|okay|okey|k|alright|all right|right|perfect|fine|good|very good|great|lovely|excellent|wonderful|"
    "brilliant|awesome|super|cool|splendid|fantastic|amazing|ideal|all right then|fine by me|fine with me|"
    "fine by us|fine with us|"
    // German
    "klar|in ordnung|alles klar|"
    // Spanish
    "vale|de acuerdo|perfecto|está bien|esta bien|"
    // Italian
    "va bene|perfetto|d accordo|"
    // French
    "c est bon|parfait";

inline constexpr std::string_view kNo =
    // English
    "no|n|nope|nah|nay|no way|not|not now|not yet|not really|not at all|not that|do not|please do not|i do not|we do "
    "not|"
    "do not do it|do not do that|do not do this|stop|stop it|stop that|cancel|cancel it|cancel that|cancel "
    "this|abort|undo|"
    "undo it|undo that|forget it|forget that|forget about it|forget about that|never mind|nevermind|never|leave "
    "it|leave that|"
    "leave it as it is|leave it as is|leave it be|leave it alone|keep it|keep that|keep it as it is|keep it as is|"
    "keep things as they are|drop it|drop that|scrap it|scrap that|skip it|skip that|wait no|hold on no|oh no|wrong|"
    "all wrong|that is wrong|it is wrong|this is wrong|incorrect|that is incorrect|not right|not correct|that is not "
    "right|"
    "that is not correct|it is not right|it is not correct|that is not it|no thanks|no thank you|no need|not needed|"
    "not any more|not anymore|i changed my mind|i have changed my mind|changed my mind|we changed our minds|"
    "we have changed our minds|i would rather not|we would rather not|rather not|better not|i do not want it|"
    "i do not want that|i do not want this|i do not want to|we do not want it|we do not want that|we do not want to|"
    // German
    "nein|nee|nö|ne danke|nein danke|nicht|lieber nicht|doch nicht|vergiss es|vergessen sie es|lass es|lassen sie es|"
    "falsch|das ist falsch|das stimmt nicht|stimmt nicht|abbrechen|stopp|"
    // Spanish
    "no gracias|mejor no|ahora no|olvídalo|olvidalo|déjalo|dejalo|incorrecto|"
    // Italian
    "no grazie|meglio di no|lascia stare|lascia perdere|lasci stare|sbagliato|"
    // French
    "non|non merci|laisse tomber|laissez tomber|pas maintenant|c est faux";

// Courtesies, and what goes with a yes or a no without changing it. They say neither by themselves.
inline constexpr std::string_view kCourtesy =
    "actually|in fact|please|pls|plz|thanks|thank you|thx|ty|thank you so much|thank you very much|thanks a lot|many "
    "thanks|"
    "very much|so much|cheers|oh|ah|well|hm|hmm|um|so|then|and|just|sorry|sir|madam|dear|now|see you|see you then|"
    "see you there|see you soon|looking forward|looking forward to it|for me|for us|with pleasure|bitte|danke|"
    "danke schön|vielen dank|por favor|gracias|muchas gracias|per favore|grazie|grazie mille|prego|merci|"
    "merci beaucoup|s il vous plaît|s il te plaît";

// Who says good-bye may think that it is done, or have gone: beside a mild yes it is asked again.
inline constexpr std::string_view kFarewell =
    "bye|bye bye|byebye|bye now|goodbye|good bye|good night|see you later|see ya|take care|have a nice day|"
    "have a good day|have a great day|have a nice evening|have a good evening|i have to go|i must go|gotta go|"
    "tschüss|tschüß|auf wiedersehen|adiós|adios|hasta luego|chau|ciao|arrivederci|au revoir|à bientôt|à plus tard";

// Puts it off, or leaves it open: not now, and not no.
inline constexpr std::string_view kNotYet =
    "all good|later|later on|a bit later|some other time|another time|some time|sometime|some day|someday|one day|in a "
    "while|"
    "in a bit|in a moment|in a minute|not just yet|next time|maybe|maybe later|perhaps|perhaps later|possibly|"
    "probably|i guess|i suppose|i think|i think so|"
    "später|vielleicht|ein andermal|más tarde|mas tarde|luego|quizás|quizas|tal vez|más adelante|"
    "più tardi|piu tardi|dopo|forse|un altra volta|plus tard|peut être|une autre fois";

// Assent in form, and in fact mockery or a polite no, wherever it stands in the utterance, also with a comma in its
// middle.
inline constexpr std::string_view kIrony =
    "yeah right|yea right|ya right|aye right|yeah yeah|oh right|as if|if you say so|very funny|ha ha|haha|hahaha|lol|"
    "it is ok thanks|it is ok thank you|it is okay thanks|it is okay thank you|it is fine thanks|it is fine thank you|"
    "that is ok thanks|that is ok thank you|that is okay thanks|that is okay thank you|that is fine thanks|"
    "that is fine thank you";

// What a question begins with, once the courtesies before it are gone.
inline constexpr std::string_view kAsks =
    "what|when|where|who|whom|whose|why|how|which|is|are|am|was|were|do|does|did|can|could|will|would|should|shall|may|"
    "might|"
    "has|have|had|was|wer|wann|wo|warum|wieso|wie|welche|welcher|welches|ist|sind|kann|können|habt|haben|qué|que|"
    "cuándo|"
    "cuando|dónde|donde|quién|quien|por "
    "qué|cómo|como|cuál|cual|che|cosa|quando|dove|chi|perché|perche|come|quale|qui|quoi|"
    "quand|où|pourquoi|comment|quel|quelle|est ce";

// Behind "I will" and "we will": these go along with what was read back, anything else goes another way.
inline constexpr std::string_view kGoesAlong =
    "be|come|bring|arrive|see|take|have|need|wait|pay|also|all|both|call|let|make|get|do|confirm|accept";

// A question that asks for something else: one of these at its beginning …
inline constexpr std::string_view kSuggests = "what about|how about|can|could|may|might|would";
// … and, but for the first two, one of these behind it.
inline constexpr std::string_view kAlters = "make|change|move|switch|set|have|do|put|be|get|come";

// Pictures that say something.
inline constexpr std::string_view kYesSigns = "👍|👌|✅|✔|🆗|🙆";
inline constexpr std::string_view kNoSigns = "👎|❌|✖|🚫|🙅";
inline constexpr std::string_view kCourtesySigns = "🙏|🙂|😊|😀|😃|😄|😁|😉|😍|🥰|🎉|❤|💕|💯|☺|🤗|🥳";
inline constexpr std::string_view kFarewellSigns = "👋";

// Written out before anything is compared.
inline constexpr std::string_view kLongForms =
    "dont=do not|doesnt=does not|didnt=did not|cant=can not|cannot=can not|wont=will not|wouldnt=would not|isnt=is not|"
    "arent=are not|thats=that is|its=it is|im=i am|ive=i have|ill=i will|id=i would|lets=let us|whats=what "
    "is|wheres=where is|"
    "hows=how is|whos=who is|youre=you are|weve=we have";

}  // namespace frontdesk::dialog::consent_words
