.PHONY: run build dev test bench fmt

run: build
	target/release/weiterblick serve --demo

build:
	scripts/build

dev:
	scripts/dev

test:
	scripts/test

bench: build
	mkdir -p bench/out
	cargo run --release --locked --package bench -- pages --json bench/out/pages.json

fmt:
	cargo fmt --all
