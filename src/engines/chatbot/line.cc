#include "engines/chatbot/line.h"

#include "engines/chatbot/errors.h"

namespace frontdesk::engines::chatbot {

Task<> Line::put(std::string text) {
  if (writing_ && waiting_.size() + text.size() > kWaitingBytesMax) throw errors::slow_reader();
  waiting_ += text;
  if (writing_) co_return;
  writing_ = true;
  while (!waiting_.empty()) co_await send_(std::exchange(waiting_, {}));
  writing_ = false;
}

}  // namespace frontdesk::engines::chatbot
