# The page is kept built (web/dist), so that this needs no Node.
set(STATUS_PAGE ${CMAKE_SOURCE_DIR}/web/dist)
set(STATUS_PAGE_DATA ${CMAKE_CURRENT_BINARY_DIR}/status_page_data.cc)
add_custom_command(OUTPUT ${STATUS_PAGE_DATA}
  DEPENDS ${STATUS_PAGE}/index.html ${STATUS_PAGE}/csp.txt ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
  COMMAND ${CMAKE_COMMAND} -D TO=${STATUS_PAGE_DATA} -D kPage=${STATUS_PAGE}/index.html
    -D kPolicy=${STATUS_PAGE}/csp.txt -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
  VERBATIM)

layer(status SOURCES
  api_json.cc history.cc host_guard.cc http_server.cc metric_text.cc metrics.cc monitor.cc page.cc server.cc snapshot.cc
  LINKS hm_sync PkgConfig::MICROHTTPD)
target_sources(hm_status PRIVATE ${STATUS_PAGE_DATA})
set_source_files_properties(${STATUS_PAGE_DATA} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
