layer(json SOURCES record_reader.cc unescape.cc utf8.cc writer.cc LINKS hm_base PkgConfig::SIMDJSON)
