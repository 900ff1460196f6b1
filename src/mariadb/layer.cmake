layer(mariadb SOURCES placeholder.cc LINKS hm_base)
