layer(http SOURCES placeholder.cc LINKS hm_base)
