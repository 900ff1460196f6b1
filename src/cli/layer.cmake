layer(cli SOURCES placeholder.cc LINKS hm_base)
