layer(sync SOURCES
  archived_pass.cc associations.cc background_verify.cc cells.cc checkpoint.cc content_hash.cc disappearances.cc engine.cc event_log.cc first_load.cc id_ranges.cc incremental.cc lease.cc link_chunk.cc link_reader.cc link_tables.cc links.cc load_lanes.cc marks.cc meta.cc migrate.cc object_sync.cc
  object_catalogue.cc object_choice.cc object_types.cc owners.cc page_pool.cc page_reader.cc pass_state.cc pipelines.cc process_identity.cc property_fill.cc quarantine.cc quarantine_retry.cc range_plan.cc record_ids.cc resolver.cc row_batch.cc run_log.cc schedule.cc state.cc status.cc status_view.cc sync_context.cc tables.cc telemetry.cc trailing.cc verify.cc verify_object.cc whole_mirror.cc write_session.cc
  definitions.cc small_table.cc view_columns.cc view_joins.cc view_names.cc view_sql.cc views.cc
  writer.cc
  LINKS hm_hubspot hm_mariadb OpenSSL::Crypto)
