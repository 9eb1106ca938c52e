//! The rules of a poll in a form: fields `rules[max]` and so on, one set per kind (live.md §5).

mod facts;
mod fields;
mod parse;

pub use facts::facts;
pub use fields::fields;
pub use parse::{default_rules, parse};

/// How the form names a field of the domain's rules: `x.low` is `rules[x_low_de]`, `labels.2` is in `rules[labels_de]`.
pub fn field(name: &str) -> String {
    let (head, rest) = name.split_once('.').unwrap_or((name, ""));
    match head {
        "labels" => "rules[labels_de]".to_owned(),
        "x" | "y" | "quadrants" => format!("rules[{head}_{rest}_de]"),
        "unit" => "rules[unit_de]".to_owned(),
        "edges" => "rules[width]".to_owned(),
        _ => format!("rules[{head}]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_the_rules_has_its_place_in_the_form() {
        for (name, expected) in [
            ("max", "rules[max]"),
            ("labels", "rules[labels_de]"),
            ("labels.2", "rules[labels_de]"),
            ("x.low", "rules[x_low_de]"),
            ("quadrants.high_high", "rules[quadrants_high_high_de]"),
            ("edges", "rules[width]"),
        ] {
            assert_eq!(field(name), expected);
        }
    }
}
