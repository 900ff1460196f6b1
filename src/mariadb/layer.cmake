layer(mariadb SOURCES connect.cc connection.cc ddl.cc ddl_plan.cc errors.cc grant_hint.cc online_ddl.cc result.cc session.cc
  session_batch.cc transaction.cc LINKS hm_base fmt::fmt PkgConfig::MARIADB)
