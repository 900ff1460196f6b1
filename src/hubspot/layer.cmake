layer(hubspot SOURCES placeholder.cc LINKS hm_base)
