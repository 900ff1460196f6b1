layer(json SOURCES
  association_reader.cc
  name_check.cc
  number.cc
  page_parts.cc
  property_diff.cc
  record_reader.cc
  unescape.cc
  utf8.cc
  value_reader.cc
  writer.cc
  LINKS hm_base PkgConfig::SIMDJSON)
