# Every verb installs what it needs first. See README.md.
SHELL := /bin/bash
PORT ?= 8080

.PHONY: all run test judge bench check format clean
all:            ## build the product
	@tools/setup build web
	@tools/build product frontdesk bistro

run:            ## build and start the product with its demo business
	@tools/setup build web run
	@tools/build product frontdesk bistro
	@PORT=$(PORT) tools/run

test:           ## everything: checks, unit tests (plain and sanitized), scenarios, judges' samples, the browser
	@tools/test

judge:          ## hold us against what others expect; one table
	@tools/setup build web test
	@tools/build product
	@tools/judge --all

bench:          ## ratios against peers and raw limits, from one run
	@tools/setup build web test
	@tools/build product all benches
	@tools/bench

check:          ## layers, format, headers, seams, sizes, tidy (ALL=1: tidy the whole tree)
	@tools/setup build web check
	@tools/check

format:         ## rewrite what clang-format would write differently
	@tools/setup check
	@git ls-files -co --exclude-standard '*.cc' '*.h' | xargs clang-format-19 -i

clean:
	rm -rf build web/dist
