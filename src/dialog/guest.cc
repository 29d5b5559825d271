#include "dialog/guest.h"

#include "dialog/rehearsal.h"
#include "platform/contacts/contacts.h"

namespace frontdesk::dialog {
namespace {

constexpr store::Sql kNote{
    "UPDATE conversations SET guest = CASE WHEN $2 = '' THEN guest ELSE $2 END, "
    "contact = CASE WHEN $3 = '' THEN contact ELSE $3 END WHERE id = $1"};
constexpr store::Sql kForget{"UPDATE conversations SET guest = '', contact = '' WHERE id = $1"};
constexpr store::Sql kForgetWords{"DELETE FROM conversation_words WHERE conversation = $1"};

}  // namespace

void begin_contact(store::Transaction& transaction, const std::string& conversation, Timestamp at) {
  if (!is_with_draft(conversation)) platform::contacts::of_conversation(transaction, conversation, at);
}

void note_guest(store::Transaction& transaction, const std::string& conversation, const Guest& guest, Timestamp at) {
  transaction.run(kNote, conversation, guest.name, guest.reached_by);
  if (!is_with_draft(conversation))
    platform::contacts::hear(transaction, conversation, guest.name, guest.reached_by, at);
}

void forget_guest(store::Transaction& transaction, const std::string& conversation) {
  transaction.run(kForget, conversation);
  transaction.run(kForgetWords, conversation);
}

}  // namespace frontdesk::dialog
