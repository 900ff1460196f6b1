// The database filled at its own speed.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "floor.h"
#include "scenarios.h"

namespace hm::bench {
namespace {

struct Size {
  const char* name;
  std::size_t records;
  test::Catalogue catalogue;
  std::size_t bulk_rows;  // fastest measured at this size
  double most_cpu_us;     // of the program, a record
};

// Without associations: the floor has none either.
const test::Environment kAlone{{"RATE_LIMIT_REQUESTS", "100000"}, {"ASSOCIATIONS_INTERVAL_HOURS", "0"}};

// The machine's neighbours move either side by a tenth and more: each is measured so often, in turn.
constexpr std::size_t kRounds = 2;

void Include(const Measured& round, Measured& all) {
  all.seconds += round.seconds;
  all.cpu_seconds += round.cpu_seconds;
  all.simulator_cpu_seconds += round.simulator_cpu_seconds;
  all.database_cpu_seconds += round.database_cpu_seconds;
  all.peak_mib = std::max(all.peak_mib, round.peak_mib);
}

class FillScenario {
 public:
  FillScenario(Stage& stage, const Size& size, Report& report)
      : stage_(stage), size_(size), report_(report) {}

  void Run() {
    for (std::size_t round = 0; round < kRounds; ++round) {
      Load();
      WriteFloor();
    }
    ReportLoad();
    ReportPeers();
    ReadAgain();
    LoadZipped();
  }

 private:
  void Load() { Include(LoadOf(size_.records, {}), load_); }

  Measured LoadOf(std::size_t records, const std::vector<std::string>& how) {
    if (connector_) {
      connector_->Execute("DROP DATABASE `" + connector_->database() + "`");
    }
    // A new one for each round: requests of the one before would count against the first ten seconds.
    connector_.reset();
    std::vector<std::string> args{"--contacts", std::to_string(records), "--deals", "0", "--no-limits"};
    args.insert(args.end(), how.begin(), how.end());
    simulator_.reset(new test::Simulator(stage_.MakeSimulator(args, size_.catalogue)));
    connector_.emplace(*simulator_, stage_.database());
    connector_->Run({"migrate"});
    stage_.Settle();
    return stage_.Run(*connector_, *simulator_, {"sync", "--objects", "contacts"}, kAlone);
  }

  void WriteFloor() {
    if (!rows_) {
      mariadb::Connection connection(connector_->options());
      rows_.emplace(connection, size_.records);
    }
    stage_.Settle();
    const double cpu_before = CpuSeconds(stage_.database().pid());
    floor_seconds_ += WriteAll(connector_->options(), *rows_, Way::kBulk, size_.bulk_rows);
    floor_cpu_seconds_ += CpuSeconds(stage_.database().pid()) - cpu_before;
  }

  void ReportLoad() {
    report_.Add(
        {size_.name,
         fmt::format("first load of {} records of {:.0f} bytes", rows_->size(), rows_->mean_json_bytes()),
         loaded_ / load_.seconds, "rows/s", Floor(), 0.8, true});
    report_.Add({size_.name,
                 "processor time of the program",
                 load_.cpu_seconds / loaded_ * 1e6,
                 "µs a record",
                 {},
                 size_.most_cpu_us});
    report_.Add({size_.name, "of the simulator, on the same two cores",
                 load_.simulator_cpu_seconds / loaded_ * 1e6, "µs a record"});
    report_.Add({size_.name, "of the database", load_.database_cpu_seconds / loaded_ * 1e6, "µs a record",
                 floor_cpu_seconds_ / loaded_ * 1e6});
    report_.Add({size_.name, "peak memory", load_.peak_mib, "MiB", {}, 64});
  }

  void ReportPeers() {
    report_.Add({size_.name, "peer: multi-row INSERT of 500",
                 RowsASecond(size_.records / 4, Way::kMultiRow, 500), "rows/s", Floor()});
    report_.Add({size_.name, "peer: a statement a row", RowsASecond(size_.records / 40, Way::kSingle, 1),
                 "rows/s", Floor()});
  }

  void ReadAgain() {
    const auto updated = [&] {
      return std::stod(connector_->Value(
          "SELECT SUM(variable_value) FROM information_schema.global_status WHERE variable_name IN "
          "('HANDLER_UPDATE', 'HANDLER_WRITE')"));
    };
    const auto records = static_cast<double>(size_.records);
    stage_.Settle();
    const double before = updated();
    const Measured again =
        stage_.Run(*connector_, *simulator_, {"sync", "--objects", "contacts", "--full"}, kAlone);
    // Checkpoints and the lease are rows as well: a few a transaction of a page or more.
    report_.Add({size_.name,
                 "rows written while reading all again, bookkeeping included",
                 (updated() - before) / records,
                 "a record",
                 {},
                 0.05});
    report_.Add({size_.name, "reading all again: the database's processor time",
                 again.database_cpu_seconds / records * 1e6, "µs a record",
                 load_.database_cpu_seconds / loaded_ * 1e6, 0.1});
    report_.Add({size_.name, "reading all again", records / again.seconds, "rows/s"});
  }

  // What HubSpot does for those who accept it, as the program does.
  void LoadZipped() {
    const std::size_t records = size_.records / 4;
    const Measured zipped = LoadOf(records, {"--gzip"});
    report_.Add({size_.name,
                 "processor time of the program, answers zipped",
                 zipped.cpu_seconds / static_cast<double>(records) * 1e6,
                 "µs a record",
                 {},
                 size_.most_cpu_us});
  }

  double Floor() const { return loaded_ / floor_seconds_; }

  double RowsASecond(std::size_t count, Way way, std::size_t rows_each) const {
    mariadb::Connection connection(connector_->options());
    const Rows rows(connection, count);
    return static_cast<double>(rows.size()) / WriteAll(connector_->options(), rows, way, rows_each);
  }

  Stage& stage_;
  const Size size_;
  Report& report_;
  std::unique_ptr<test::Simulator> simulator_;
  const double loaded_ = static_cast<double>(size_.records * kRounds);
  std::optional<test::Connector> connector_;
  std::optional<Rows> rows_;
  Measured load_;  // of all rounds, as the floor's
  double floor_seconds_ = 0;
  double floor_cpu_seconds_ = 0;
};

}  // namespace

void Fill(Stage& stage, const Options& /*options*/, Report& report) {
  FillScenario(stage, {"fill, 1.5 KB", 200'000, {40, 38, false}, 500, 25}, report).Run();
  FillScenario(stage, {"fill, 3 KB", 200'000, {120, 78, false}, 300, 40}, report).Run();
  FillScenario(stage, {"fill, 6 KB", 200'000, {250, 160, false}, 200, 60}, report).Run();
}

}  // namespace hm::bench
