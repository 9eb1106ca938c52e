/// First and last name with a blank between, where both are there; empty where neither is.
pub fn full_name(first: &str, last: &str) -> String {
    format!("{} {}", first.trim(), last.trim()).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_name_may_be_missing() {
        for (first, last, expected) in
            [("Jana", "Krause", "Jana Krause"), ("", "Krause", "Krause"), ("Jana ", "", "Jana"), (" ", "", "")]
        {
            assert_eq!(full_name(first, last), expected);
        }
    }
}
