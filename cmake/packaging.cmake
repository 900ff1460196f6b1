# `make package`: a .deb with the program, its licence and an example configuration. Dependencies are found by
# dpkg-shlibdeps.
include(GNUInstallDirs)
install(TARGETS hubspot-mariadb RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
install(FILES ${CMAKE_SOURCE_DIR}/.env.example ${CMAKE_SOURCE_DIR}/README.md ${CMAKE_SOURCE_DIR}/CHANGELOG.md
        ${CMAKE_SOURCE_DIR}/web/LICENSES.txt
        DESTINATION ${CMAKE_INSTALL_DOCDIR})
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME hubspot-mariadb)
set(CPACK_PACKAGE_CONTACT "The hubspot-mariadb authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "keeps a MariaDB database an exact mirror of a HubSpot CRM")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION database)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
include(CPack)
