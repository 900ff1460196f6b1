// Decides who dies next, and when. The same seed gives the same decisions.
#pragma once

#include <map>
#include <random>
#include <string>
#include <vector>

namespace hm::crash {

enum class How {
  kFailpoint,       // the connector, at the n-th pass of a failpoint
  kTime,            // the connector, a while after its start
  kCommitInFlight,  // the connector, when the server has done its n-th COMMIT and the answer is on its way
  kDatabase,        // mariadbd; the connector lives on
  kBoth,
};
inline constexpr int kHows = 5;

enum class Victims { kAll, kConnector, kDatabase };

struct Kill {
  How how = How::kTime;
  std::string failpoint;
  int pass = 1;         // of the failpoint or of COMMIT
  double fraction = 0;  // of a whole sync's time

  std::string Describe() const;
};

class KillPlan {
 public:
  KillPlan(std::mt19937_64& random, Victims victims) : random_(random), victims_(victims) {}

  Kill Next();
  // Whether the connector came that far: passes are aimed at where it comes.
  void Learn(const Kill& kill, bool struck);

 private:
  int PickPass(const std::string& name);
  double Uniform(double low, double high) { return std::uniform_real_distribution(low, high)(random_); }

  std::mt19937_64& random_;
  Victims victims_;
  int made_ = 0;
  std::map<std::string, int> most_passes_;
};

}  // namespace hm::crash
