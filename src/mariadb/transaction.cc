#include "mariadb/transaction.h"

#include "base/error.h"
#include "base/failpoint.h"
#include "mariadb/session.h"

namespace hm::mariadb {

Transaction::Transaction(Connection& connection) : connection_(connection) {
  Connection::Session& session = *connection_.session_;
  if (session.in_transaction)
    throw Error(ErrorKind::kBug, "a transaction is already open on this connection");
  session.Execute("START TRANSACTION", "begin");
  session.in_transaction = true;
  HM_FAILPOINT("begun");
}

Transaction::~Transaction() {
  Connection::Session& session = *connection_.session_;
  session.in_transaction = false;
  if (state_ == State::kDone || session.broken()) return;
  try {
    session.Execute("ROLLBACK", "roll back");
  } catch (const Error&) {
    // The server rolls back what a lost connection leaves open, and the session knows that it is broken. A
    // refused ROLLBACK would leave the transaction open on a live session: end that.
    session.Break();
  }
}

template <typename Work>
auto Transaction::Guarded(Work work) {
  if (state_ != State::kOpen)
    throw Error(ErrorKind::kBug, "transaction used after its end or after an error");
  try {
    return work(*connection_.session_);
  } catch (...) {
    state_ = State::kPoisoned;
    throw;
  }
}

Result Transaction::Query(std::string_view sql) {
  return Guarded([&](Connection::Session& session) { return session.Query(sql); });
}

std::uint64_t Transaction::Execute(std::string_view sql) {
  return Guarded([&](Connection::Session& session) { return session.Execute(sql, "write"); });
}

std::uint64_t Transaction::ExecuteBatch(const InsertStatement& statement, const ColumnBatch& batch) {
  return Guarded([&](Connection::Session& session) { return session.ExecuteBatch(statement, batch); });
}

void Transaction::Commit() {
  HM_FAILPOINT("commit");
  Guarded([](Connection::Session& session) { return session.Execute("COMMIT", "commit", true); });
  HM_FAILPOINT("committed");
  state_ = State::kDone;
}

}  // namespace hm::mariadb
