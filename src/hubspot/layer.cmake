layer(hubspot SOURCES association_page.cc client.cc client_exchange.cc errors.cc paths.cc rate_limiter.cc record_page.cc request_kind.cc requests.cc retry.cc schema.cc timestamps.cc
  LINKS hm_http hm_json)
