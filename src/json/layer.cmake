layer(json SOURCES placeholder.cc LINKS hm_base)
