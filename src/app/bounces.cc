#include "app/bounces.h"

#include "base/error.h"
#include "base/json.h"
#include "platform/mail/bouncing.h"

namespace frontdesk::app {
namespace {

using FindPlace = std::function<Task<platform::Place*>(TenantId id)>;

Task<bool> note(const FindPlace& find, const platform::mail::Sender& sender, platform::mail::Bounce bounce) {
  const auto id = platform::mail::place_of(bounce.message_id);
  if (!id) co_return false;
  try {
    auto* const place = co_await find(*id);
    co_return co_await platform::mail::note_bounce(*place, std::move(bounce), sender);
  } catch (const Error& error) {
    if (error.kind != Kind::not_found) throw;
  }
  co_return false;  // of a tenant that is not here
}

Task<net::Response> take(FindPlace find, platform::mail::Sender sender, platform::HouseRequest request) {
  const auto bounces = platform::mail::read_bounces(request.body["message"].text());
  std::int64_t noted = 0;
  for (const auto& bounce : bounces) noted += co_await note(find, sender, bounce) ? 1 : 0;
  co_return net::Response::json(200, json::print(Value::object({{"found", bounces.size()}, {"noted", noted}})));
}

}  // namespace

std::vector<platform::HouseRoute> bounce_routes(FindPlace place, platform::mail::Sender sender) {
  return {{"POST", "/v1/house/mail/bounces", platform::Audience::key_holder,
           [place = std::move(place), sender = std::move(sender)](platform::HouseRequest request) {
             return take(place, sender, std::move(request));
           }}};
}

std::string_view bounce_api() {
  return R"(
paths:
  /v1/house/mail/bounces:
    post:
      operationId: takeBounce
      summary: Hand in a letter that came back, with the operator key
      description: What is no report of a delivery (RFC 3464), or of no letter of ours, is passed over.
      requestBody:
        required: true
        x-body-bytes-max: 4194304
        content:
          application/json:
            schema:
              type: object
              additionalProperties: false
              required: [message]
              properties: {message: {type: string, description: The whole message as it came.}}
      responses:
        "200":
          description: How many deliveries it says something of, and of how many of them that was news.
          content:
            application/json:
              schema:
                type: object
                required: [found, noted]
                properties: {found: {type: integer}, noted: {type: integer}}
        default: {$ref: "#/components/responses/Problem"}
)";
}

}  // namespace frontdesk::app
