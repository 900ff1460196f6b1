layer(base SOURCES arena.cc clock.cc error_codes.cc error_name.cc heartbeat.cc live_lines.cc log.cc log_repeats.cc LINKS fmt::fmt spdlog::spdlog nlohmann_json::nlohmann_json Threads::Threads)
