#include <curl/curl.h>

#include <algorithm>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <thread>

#include "base/error.h"
#include "platform/mail/post_office.h"

namespace frontdesk::platform::mail {
namespace {

namespace asio = boost::asio;

struct Errand {
  Envelope envelope;
  Executor executor;
  std::move_only_function<void()> resume;
  std::exception_ptr failure;
};

struct Reading {
  std::string_view rest;
};

std::size_t read_piece(char* into, std::size_t size, std::size_t count, void* given) {
  auto& reading = *static_cast<Reading*>(given);
  const auto bytes = std::min(size * count, reading.rest.size());
  std::memcpy(into, reading.rest.data(), bytes);
  reading.rest.remove_prefix(bytes);
  return bytes;
}

Error failure_of(CURLcode code, long answer, const char* said) {
  const std::string why = *said ? said : curl_easy_strerror(code);
  if (code == CURLE_LOGIN_DENIED || answer == 530 || answer == 534 || answer == 535)
    return Error(Kind::forbidden, "mail/not-let-in",
                 fmt::format("The mail server does not accept our user and password ({}).", answer))
        .because(why);
  if (answer >= 500 && answer < 600)
    return Error(Kind::invalid, "mail/refused", fmt::format("The mail server refuses the letter ({}).", answer))
        .because(why);
  if (answer >= 400)
    return Error(Kind::unavailable, "mail/put-off", fmt::format("The mail server asks to come again ({}).", answer))
        .because(why);
  // It has spoken, and fell silent over this letter: the next may fare better.
  if (answer > 0)
    return Error(Kind::timeout, "mail/put-off", "The mail server did not say whether it takes the letter.")
        .because(why);
  return Error(Kind::unavailable, "mail/no-answer", "The mail server does not answer, or not as it should.")
      .because(why);
}

class SmtpOffice final : public PostOffice {
 public:
  explicit SmtpOffice(SmtpOptions options) : options_(std::move(options)) {
    static const auto initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
    static_cast<void>(initialised);
    thread_ = std::thread([this] { serve(); });
  }
  ~SmtpOffice() override {
    {
      const std::lock_guard lock(mutex_);
      is_stopped_ = true;
    }
    changed_.notify_all();
    thread_.join();
    fail_all(std::make_exception_ptr(Error(Kind::unavailable, "mail/no-answer", "The process ends.")));
  }

  Task<> hand_in(Envelope envelope) override {
    const auto errand = std::make_shared<Errand>();
    errand->envelope = std::move(envelope);
    errand->executor = co_await asio::this_coro::executor;
    co_await asio::async_initiate<const asio::use_awaitable_t<>&, void()>(
        [this, &errand](auto handler) {
          errand->resume = std::move(handler);
          {
            const std::lock_guard lock(mutex_);
            errands_.push_back(errand);
          }
          changed_.notify_all();
        },
        asio::use_awaitable);
    if (errand->failure) std::rethrow_exception(errand->failure);
  }

 private:
  void serve() {
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(), curl_easy_cleanup);
    for (;;) {
      const auto errand = take();
      if (!errand) return;
      run(handle.get(), *errand);
      finish(errand);
      if (is_no_answer(errand->failure)) fail_all(errand->failure);
    }
  }

  std::shared_ptr<Errand> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return is_stopped_ || !errands_.empty(); });
    if (is_stopped_) return nullptr;
    auto errand = errands_.front();
    errands_.pop_front();
    return errand;
  }

  void run(CURL* handle, Errand& errand) {
    char said[CURL_ERROR_SIZE] = "";
    Reading reading{errand.envelope.wire};
    curl_easy_reset(handle);  // keeps the connection
    curl_easy_setopt(handle, CURLOPT_URL, options_.server.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_PROXY, "");  // whatever the environment says
    curl_easy_setopt(handle, CURLOPT_USE_SSL, options_.tls ? CURLUSESSL_ALL : CURLUSESSL_NONE);
    if (!options_.authorities.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, options_.authorities.c_str());
    if (!options_.user.empty()) {
      curl_easy_setopt(handle, CURLOPT_USERNAME, options_.user.c_str());
      curl_easy_setopt(handle, CURLOPT_PASSWORD, options_.password.c_str());
    }
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, 10'000L);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(options_.time_max.count()) * 1'000L);
    curl_easy_setopt(handle, CURLOPT_MAIL_FROM, errand.envelope.from.c_str());
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> to(
        curl_slist_append(nullptr, errand.envelope.to.c_str()), curl_slist_free_all);
    curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, to.get());
    curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(handle, CURLOPT_READFUNCTION, read_piece);
    curl_easy_setopt(handle, CURLOPT_READDATA, &reading);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, said);
    const auto code = curl_easy_perform(handle);
    long answer = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer);
    if (code != CURLE_OK) errand.failure = std::make_exception_ptr(failure_of(code, answer, said));
  }

  static bool is_no_answer(const std::exception_ptr& failure) {
    if (!failure) return false;
    try {
      std::rethrow_exception(failure);
    } catch (const Error& error) {
      return error.slug == "mail/no-answer";
    }
  }

  void fail_all(const std::exception_ptr& failure) {
    std::deque<std::shared_ptr<Errand>> waiting;
    {
      const std::lock_guard lock(mutex_);
      waiting.swap(errands_);
    }
    for (const auto& errand : waiting) {
      errand->failure = failure;
      finish(errand);
    }
  }

  static void finish(const std::shared_ptr<Errand>& errand) {
    asio::post(errand->executor, [errand] { errand->resume(); });
  }

  const SmtpOptions options_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::shared_ptr<Errand>> errands_;
  bool is_stopped_ = false;
  std::thread thread_;
};

}  // namespace

std::unique_ptr<PostOffice> smtp_office(SmtpOptions options) {
  return std::make_unique<SmtpOffice>(std::move(options));
}

}  // namespace frontdesk::platform::mail
