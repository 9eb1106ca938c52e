/// First and last name with a blank between, where both are there; empty where neither is.
pub fn full_name(first: &str, last: &str) -> String {
    format!("{} {}", first.trim(), last.trim()).trim().to_owned()
}

/// What a person is called on pages: first and last name, else address, else personnel number; empty for nobody.
pub fn display_name(first: &str, last: &str, email: &str, personnel_ref: &str) -> String {
    let full = full_name(first, last);
    [&*full, email, personnel_ref].into_iter().find(|text| !text.is_empty()).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_called_by_name_else_by_address_else_by_number() {
        assert_eq!(display_name("Jana", "Krause", "j@b.example", "7"), "Jana Krause");
        assert_eq!(display_name("", "Krause", "", ""), "Krause");
        assert_eq!(display_name("", "", "j@b.example", "7"), "j@b.example");
        assert_eq!(display_name("", "", "", "7"), "7");
        assert_eq!(display_name("", "", "", ""), "");
    }

    #[test]
    fn either_name_may_be_missing() {
        for (first, last, expected) in
            [("Jana", "Krause", "Jana Krause"), ("", "Krause", "Krause"), ("Jana ", "", "Jana"), (" ", "", "")]
        {
            assert_eq!(full_name(first, last), expected);
        }
    }
}
