//! JSON with one way of writing.

use serde::Serialize;
use serde_json::Value;

/// Keys sorted by their bytes, no blanks, so that equal values have equal text and one hash (needs-analysis §3.3).
///
/// Sorts itself instead of trusting the map type of `serde_json`, which another crate's feature can change.
///
/// # Errors
/// As `serde_json`: a map whose keys are not texts.
pub fn canonical_json(value: &impl Serialize) -> Result<String, serde_json::Error> {
    let mut out = String::new();
    write(&serde_json::to_value(value)?, &mut out);
    Ok(out)
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut members: Vec<_> = map.iter().collect();
            members.sort_by_key(|(key, _)| key.as_bytes());
            out.push('{');
            for (at, (key, member)) in members.into_iter().enumerate() {
                separate(at, out);
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                write(member, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                separate(at, out);
                write(item, out);
            }
            out.push(']');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => out.push_str(&value.to_string()),
    }
}

fn separate(at: usize, out: &mut String) {
    if at > 0 {
        out.push(',');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted_at_every_depth() {
        let value: Value =
            serde_json::from_str(r#" { "b": [ {"z":1, "ä":2, "Z":3}, null ], "a\"": "x\ny" } "#).unwrap();
        assert_eq!(canonical_json(&value).unwrap(), r#"{"a\"":"x\ny","b":[{"Z":3,"z":1,"ä":2},null]}"#);
    }
}
