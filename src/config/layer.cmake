layer(config SOURCES placeholder.cc LINKS hm_base)
