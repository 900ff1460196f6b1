layer(sync SOURCES placeholder.cc LINKS hm_base)
