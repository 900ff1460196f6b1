# One target that every target of ours links: warnings as errors, sanitizers by preset, hardening in release.
add_library(project_options INTERFACE)
target_compile_options(project_options INTERFACE
  -Wall -Wextra -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual -Werror)
# g++ 12 sees overlaps in std::string's operator+ that are not there (GCC bug 105651).
target_compile_options(project_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)

option(SANITIZE_ADDRESS "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(SANITIZE_THREAD "Build with ThreadSanitizer" OFF)

if(SANITIZE_ADDRESS)
  target_compile_options(project_options INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(project_options INTERFACE -fsanitize=address,undefined)
elseif(SANITIZE_THREAD)
  target_compile_options(project_options INTERFACE -fsanitize=thread -fno-omit-frame-pointer)
  target_link_options(project_options INTERFACE -fsanitize=thread)
else()
  target_compile_options(project_options INTERFACE
    -fstack-protector-strong -fPIE $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=3>)
  target_link_options(project_options INTERFACE -pie -Wl,-z,relro,-z,now)
endif()
target_compile_definitions(project_options INTERFACE _GLIBCXX_ASSERTIONS)
