layer(http SOURCES buffer.cc curl_exchange.cc curl_transport.cc transport.cc LINKS hm_base PkgConfig::CURL)
