layer(cli SOURCES
  app.cc ask.cc check/check_database.cc check/check_hubspot.cc check/check_names.cc check/check_rights.cc check/report.cc check/rights.cc
  cmd_check.cc cmd_init.cc cmd_migrate.cc cmd_run.cc cmd_status.cc cmd_sync.cc cmd_verify.cc cmd_views.cc
  completion.cc exit_code.cc grants.cc help_text.cc
  probe/ground.cc probe/print_probe.cc probe/probe.cc probe/probes_account.cc probe/probes_archived.cc
  probe/probes_links.cc probe/probes_list.cc probe/probes_search.cc probe/probes_values.cc
  progress.cc pulse.cc reference_pages.cc service_manager.cc
  services.cc signals.cc status_service.cc status_text.cc table.cc usage_error.cc
  LINKS hm_config hm_status hm_sync CLI11::CLI11)
target_compile_definitions(hm_cli PRIVATE HM_VERSION="${PROJECT_VERSION}")

add_executable(hubspot-mariadb ${CMAKE_CURRENT_SOURCE_DIR}/cli/main.cc)
target_link_libraries(hubspot-mariadb PRIVATE hm_cli)
