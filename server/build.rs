//! The site is embedded: a new one must rebuild this crate.

fn main() {
    println!("cargo::rerun-if-changed=../target/site");
}
