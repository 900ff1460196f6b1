// Reads the associations of some records from HubSpot, all of them: batch read for most, and one record alone
// where its list goes on beyond the batch's page. Batch read's own cursors are not used: they have been seen
// to be ignored (hubspot-api.md §8).
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "hubspot/client.h"
#include "sync/associations/links.h"

namespace hm::sync {

struct LinkAnswer {
  std::vector<Link> links;  // sorted, each once
  LinkKinds kinds;          // of `links`
  std::set<std::uint64_t>
      unread;  // nothing is known of theirs: HubSpot could not read them, or they have too many
  std::set<std::uint64_t> silent;  // HubSpot did not speak of them at all

  // Of these records nothing shall be known.
  void LeaveOut(const std::set<std::uint64_t>& ids);
};

// Not thread-safe. All must outlive it.
class LinkReader {
 public:
  LinkReader(hubspot::Client& client, const LinkPair& pair) : client_(client), pair_(pair) {}

  // In as many requests as HubSpot's limit of a batch makes necessary. A record with more than `most_pages`
  // pages of 500 counts as unread.
  LinkAnswer Read(const std::vector<std::uint64_t>& ids, int most_pages, const std::stop_token& stop);

  static constexpr std::size_t kMostRecords = 1000;
  static constexpr int kAllPages = 1'000'000;

 private:
  using Ids = std::span<const std::uint64_t>;

  // False when HubSpot refuses so many at once.
  bool ReadBatch(Ids ids, const std::stop_token& stop);
  // The page in hand, which answers for these.
  void Take(Ids ids, int most_pages, LinkAnswer& answer, const std::stop_token& stop);
  void ReadAlone(std::uint64_t id, int most_pages, LinkAnswer& answer, const std::stop_token& stop);

  hubspot::Client& client_;
  LinkPair pair_;
  hubspot::AssociationPage page_;
};

}  // namespace hm::sync
