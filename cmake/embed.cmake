# cmake -D TO=data.cc -D kPage=index.html -D kPolicy=csp.txt -P embed.cmake: files as arrays of bytes, for
# src/status/page.cc.
set(out "#include <cstddef>\nnamespace hm::status::embedded {\n")
foreach(name kPage kPolicy)
  file(READ ${${name}} hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR size "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n" bytes "${bytes}")
  string(APPEND out "extern const unsigned char ${name}[];\nextern const std::size_t ${name}Size;\n"
    "const unsigned char ${name}[] = {\n${bytes}};\nconst std::size_t ${name}Size = ${size};\n")
endforeach()
file(WRITE ${TO} "${out}}  // namespace hm::status::embedded\n")
