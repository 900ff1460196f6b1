// The promoted columns of one object through one sync of it: what is new is added, what nobody wants any more
// leaves, old rows are filled in small transactions, and an index comes at last. Each step is kept before it
// is taken, so that the next sync goes on after an end at any moment. What stands in the way of a column
// (a reader that holds the table, a missing right) never fails a sync.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "hubspot/types.h"
#include "mariadb/connection.h"
#include "sync/promote/promote_check.h"
#include "sync/promote/promoted_columns.h"
#include "sync/store/row_batch.h"
#include "sync/store/write_session.h"

namespace hm::sync {

struct PromoteOptions {
  std::vector<WantedProperty> wanted = {};
  Promotions checked = {};                   // made of them by CheckPromotions()
  mariadb::ConnectionOptions database = {};  // for changes of tables
};

// Not thread-safe. Functions throw as WriteSession does when the connection or the lease is lost.
class Promotion {
 public:
  // All must outlive it. `definitions` as HubSpot lists them now.
  Promotion(WriteSession& session, const ObjectType& type, const PromoteOptions& options,
            const std::vector<hubspot::PropertyDefinition>& definitions);

  // Columns that nobody wants, or whose property is of another type now, are to leave: no view that is made
  // from then on uses them.
  void MarkLeaving();
  // Drops those, unless an older view may still use them, and adds what is wanted. Before any row is read.
  void ChangeColumns(bool views_are_new, const std::stop_token& stop);
  // Fills old rows and makes the indexes. Counts values that do not fit.
  void Fill(Misfits& misfits, const std::stop_token& stop);

 private:
  const std::string* TypeOf(const std::string& property) const;
  bool IsWanted(const std::string& property) const;
  void Save(const PromotedColumn& column);
  void SetState(PromotedColumn& column, std::string_view state);
  void Note(const std::string& message);
  // Whether the table was changed. What is refused is said once.
  bool Alter(const std::string& property, const std::string& clause, const std::stop_token& stop);
  void AddNew();
  void Add(PromotedColumn& column, const std::stop_token& stop);
  void LookAfter(PromotedColumn& column, const mariadb::TableShape& shape, const std::stop_token& stop);
  // Whether it is gone.
  bool Drop(PromotedColumn& column, const std::stop_token& stop);
  // One batch; false when there was none left.
  bool FillBatch(const std::vector<PromotedColumn*>& columns, std::string& after, Misfits& misfits);
  void Index(PromotedColumn& column, const std::stop_token& stop);

  WriteSession& session_;
  const ObjectType& type_;
  const PromoteOptions& options_;
  const std::vector<hubspot::PropertyDefinition>& definitions_;
  PromotedColumns columns_;
};

}  // namespace hm::sync
