layer(http SOURCES buffer.cc curl_transport.cc transport.cc LINKS hm_base PkgConfig::CURL)
