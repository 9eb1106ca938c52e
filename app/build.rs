//! The texts are compiled in: a change of a locale file must rebuild this crate.

fn main() {
    println!("cargo::rerun-if-changed=../locales");
}
