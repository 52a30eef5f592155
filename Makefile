# The only entrance. `make demo` and `make test` do all set-up themselves.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := bash
.SHELLFLAGS := -o pipefail -c

# Release, for the tests too: everything is built once. Each function is a section of its own, so that the linker leaves
# out what nothing calls: what lies in the memory of every guest is 8 % smaller.
SWIFT_FLAGS := -c release -Xswiftc -Xfrontend -Xswiftc -function-sections
TEST := swift test $(SWIFT_FLAGS) --disable-testable-imports --skip-build --no-parallel
# Without a line for each row of a table that begins, and without the rest of long arguments.
REPORT := sed -uE '/^◇ Test case/d; s/(.{240}).*/\1…/'
PRODUCTS := droste droste-agent droste-powershell droste-switch
PRODUCTS_FOLDER = $(shell swift build $(SWIFT_FLAGS) --show-bin-path)

# Images are kept in the checkout, so that demo, tests and benchmarks build them once.
export DROSTE_IMAGES ?= $(CURDIR)/.droste/images
export DROSTE_BIN := $(CURDIR)/bin

.PHONY: help setup build images demo demo-script test test-deep test-sanitize fuzz check format bench bench-nest \
  bench-switch parity clean

help: ## show this
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | column -t -s $$'\t'

setup: ## install the Debian packages that are missing (root or sudo)
	@scripts/setup

build: setup ## build the programs into bin/
	@echo "build: compiling; the first time takes about ten minutes on two cores"
	@swift build $(SWIFT_FLAGS)
	@mkdir -p bin
	@for product in $(PRODUCTS); do \
	  cmp -s "$(PRODUCTS_FOLDER)/$$product" "bin/$$product" || \
	    { cp "$(PRODUCTS_FOLDER)/$$product" "bin/.$$product.new" && mv "bin/.$$product.new" "bin/$$product"; }; \
	done
	@for name in powershell pwsh; do ln -sf droste "bin/$$name"; done

images: build ## build the guest and host images
	@bin/droste image build guest
	@bin/droste image build host

demo: build ## bring up a machine inside a machine, prove it, take it down
	@bin/droste demo examples/nested.yaml

demo-script: build images ## the same by a PowerShell script with Hyper-V's own commands
	@scripts/demo-script

test: build images ## unit tests, then the real nest
	@swift build $(SWIFT_FLAGS) --build-tests
	@$(TEST) --skip NestTests 2>&1 | $(REPORT)
	@$(TEST) --filter NestTests 2>&1 | $(REPORT)

test-deep: build images ## three levels
	@swift build $(SWIFT_FLAGS) --build-tests
	@DROSTE_TEST_DEEP=1 $(TEST) --filter DeepTests 2>&1 | $(REPORT)

# A list of Windows' cmdlets, one JSON object a line.
CMDLETS ?= ../shared/hyperv/cmdlets.jsonl

parity: build ## compare with the list CMDLETS and write docs/parity.md
	@swift build $(SWIFT_FLAGS) --product droste-parity
	@"$(PRODUCTS_FOLDER)/droste-parity" "$(CMDLETS)" >docs/.parity.new && mv docs/.parity.new docs/parity.md

check: setup ## formatting, and a build without warnings
	@swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks Tools
	@swift build $(SWIFT_FLAGS)

format: ## format all sources in place
	@swift format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks Tools

bench: build images ## measure the promises
	@swift build $(SWIFT_FLAGS) --product droste-bench
	@"$(PRODUCTS_FOLDER)/droste-bench"

bench-nest: build images ## measure what one level more costs, and draw docs/bench-nest.svg
	@bin/droste bench nest --chart docs/bench-nest.svg

bench-switch: build images ## measure the switch against Open vSwitch with DPDK and the Linux bridge
	@scripts/setup --bench
	@swift build $(SWIFT_FLAGS) --product droste-bench-switch
	@"$(PRODUCTS_FOLDER)/droste-bench-switch" $(ARGS)

# Seconds of `make fuzz`, and where its numbers start. It goes on from the cases that the tests keep.
FUZZ_SECONDS ?= 600
FUZZ_SEED ?= 1

fuzz: setup ## lie to the switch's rings under AddressSanitizer for FUZZ_SECONDS
	@swift build -c release --scratch-path .build/fuzz --sanitize=address --product droste-fuzz
	@mkdir -p .build/fuzz/corpus && cp Tests/SwitchingTests/Hostile/Corpus/* .build/fuzz/corpus
	@cd .build/fuzz && release/droste-fuzz run $(FUZZ_SECONDS) $(FUZZ_SEED) corpus

test-sanitize: build ## the switch's tests under ThreadSanitizer
	@swift build --scratch-path .build/sanitize --sanitize=thread --build-tests
	@swift test --scratch-path .build/sanitize --sanitize=thread --skip-build --no-parallel --filter 'SwitchingTests|VirtioTests' 2>&1 | $(REPORT)

clean: ## remove what was built, images included
	@rm -rf .build bin .droste
