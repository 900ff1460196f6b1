#include "mariadb/connection.h"

#include <thread>

#include "base/clock.h"
#include "base/error.h"
#include "mariadb/session.h"

namespace hm::mariadb {
namespace {

constexpr int kMostTries = 3;
constexpr Millis kBetweenTries{50};

}  // namespace

Connection::Connection(const ConnectionOptions& options) : session_(Session::ToAnyOf(options)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

Result Connection::Query(std::string_view sql) {
  if (session_->in_transaction) throw Error(ErrorKind::kBug, "query beside an open transaction");
  for (int attempt = 1;; ++attempt) {
    try {
      return session_->Query(sql);
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::kRetry || attempt == kMostTries) throw;
    }
    std::this_thread::sleep_for(kBetweenTries);
  }
}

void Connection::Execute(std::string_view sql) {
  if (session_->in_transaction) throw Error(ErrorKind::kBug, "statement beside an open transaction");
  session_->Execute(sql, "change the schema or session");
}

std::string Connection::Quote(std::string_view value) const { return session_->Quote(value); }
const ServerInfo& Connection::server() const { return session_->server(); }
const std::string& Connection::address() const { return session_->address(); }
const std::string& Connection::database() const { return session_->database(); }
void Connection::Ping() { session_->Ping(); }
bool Connection::broken() const { return session_->broken(); }
void Connection::Cancel() noexcept { session_->Cancel(); }

}  // namespace hm::mariadb
