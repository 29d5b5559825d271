#include "net/sse.h"

#include <gtest/gtest.h>

namespace frontdesk::net {
namespace {

std::vector<std::string> read(std::string_view wire, std::size_t step) {
  SseReader reader;
  std::vector<std::string> events;
  for (std::size_t at = 0; at < wire.size(); at += step) {
    reader.feed(wire.substr(at, step),
                [&](const ServerEvent& event) { events.push_back(event.id + "|" + event.event + "|" + event.data); });
  }
  return events;
}

TEST(ServerEvents, are_read_wherever_they_were_cut) {
  const std::string_view wire =
      "\xef\xbb\xbf:comment\n\nid: 1\nevent: a\ndata: x\n\ndata:y\r\ndata:  z\r\n\r\nevent: lost\n\nid: "
      "2\rdata\r\rdata: cut";
  const std::vector<std::string> events = {"1|a|x", "1||y\n z", "2||"};
  for (std::size_t step = 1; step < 8; ++step) EXPECT_EQ(read(wire, step), events) << step;
  EXPECT_EQ(read(wire, wire.size()), events);
}

TEST(ServerEvents, come_back_as_they_were_written) {
  const ServerEvent event{.id = "12.3", .event = "message.delta", .data = "{\"a\":\n\"b\"}\n"};
  EXPECT_EQ(read(to_wire(event), 3), (std::vector<std::string>{"12.3|message.delta|{\"a\":\n\"b\"}\n"}));
  EXPECT_EQ(to_wire({.data = "x"}), "data: x\n\n");
}

TEST(ServerEvents, cannot_be_forged_through_their_fields) {
  const auto wire = to_wire({.id = "1\ndata: evil", .event = "a\r\n\r\nevent: b", .data = "x\r\n\r\nevent: c\rid: 9"});
  const auto events = read(wire, wire.size());
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0], "1 data: evil|a    event: b|x\n\nevent: c\nid: 9");
}

}  // namespace
}  // namespace frontdesk::net
