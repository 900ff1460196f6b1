layer(config SOURCES dotenv.cc parse.cc settings.cc LINKS hm_base)
