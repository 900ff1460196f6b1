layer(base SOURCES arena.cc clock.cc error_name.cc log.cc LINKS fmt::fmt spdlog::spdlog nlohmann_json::nlohmann_json Threads::Threads)
