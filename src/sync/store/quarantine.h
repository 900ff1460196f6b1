// hubspot_quarantine: records that their table cannot hold, or that HubSpot lists and does not give. One such
// record never stops the others: it stands here with the reason and its JSON, is counted and shown, tried
// again at each sync, and leaves when it lands or is gone from HubSpot.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mariadb/ddl.h"
#include "mariadb/transaction.h"
#include "sync/store/row_batch.h"

namespace hm::sync {

using RecordIds = std::set<std::string, std::less<>>;

mariadb::TableDef QuarantineTable();

// Adds them, or counts a further try.
void SetAside(mariadb::Transaction& transaction, std::string_view object,
              std::span<const RefusedRecord> records);
void Release(mariadb::Transaction& transaction, std::string_view object, const RecordIds& ids);

// Those that can be asked for again, longest not tried first.
std::vector<std::string> ReadSetAside(mariadb::Connection& connection, std::string_view object,
                                      std::size_t most);
std::int64_t CountSetAside(mariadb::Connection& connection, std::string_view object);
// Those of `ids` that are set aside.
RecordIds WhichAreSetAside(mariadb::Connection& connection, std::string_view object,
                           std::span<const std::string_view> ids);

}  // namespace hm::sync
