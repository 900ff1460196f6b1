# The targets of the project; each does all there is to do, from a bare Debian 12 on. `make help` lists them.
.PHONY: help build test crash demo bench package lint asan tsan clean

help:
	@echo 'make demo     a first sync and an incremental one against a simulated HubSpot; leaves nothing running'
	@echo 'make test     builds and runs every test against a real MariaDB'
	@echo 'make crash    5,000 kills of the program and its database'
	@echo 'make build    build/release/hubspot-mariadb and build/release/hubspot-sim'
	@echo 'make bench    the benchmarks, ten minutes; FULL=1: a million records too'
	@echo 'make package  a .deb under build/'
	@echo 'make lint     format, clang-tidy and layer checks; make asan, make tsan: tests under sanitizers'

build:
	@scripts/install.sh
	@scripts/build.sh release

test: build
	@ctest --preset release

crash: build
	@build/release/crash_harness --kills 5000

demo: build
	@scripts/demo.sh

bench: build
	@build/release/micro_bench
	@build/release/bench_driver $(if $(FULL),--full)

package: build
	@cd build/release && cpack -G DEB -B ..
	@if command -v lintian >/dev/null; then lintian --allow-root --fail-on error,warning build/*.deb; fi

lint:
	@scripts/install.sh --ci
	@scripts/lint.sh

asan:
	@scripts/install.sh
	@scripts/build.sh asan-ubsan
	@ctest --preset asan-ubsan

tsan:
	@scripts/install.sh
	@scripts/build.sh tsan
	@ctest --preset tsan

clean:
	rm -rf build
