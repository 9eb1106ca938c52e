use super::{Problem, ProblemKind};
use serde::{Deserialize, Serialize};

/// How the bytes of a file were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    Utf8,
    Utf16,
    /// What German Excel saves; read so whenever the bytes are not valid UTF-8.
    Windows1252,
}

impl Encoding {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Utf8 => "utf8",
            Self::Utf16 => "utf16",
            Self::Windows1252 => "windows1252",
        }
    }
}

/// The bytes 0x80–0x9F of Windows-1252; the five unused ones stay control characters, which every cell refuses.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Workbooks (ZIP and the older container) that were chosen instead of a CSV file.
const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

/// The text of a file, line ends `\n`, without byte order mark.
///
/// # Errors
/// A [`Problem`] of the whole file: a workbook, or broken UTF-16.
pub fn decode(bytes: &[u8]) -> Result<(String, Encoding), Problem> {
    if WORKBOOKS.iter().any(|start| bytes.starts_with(start)) {
        return Err(Problem::of_file(ProblemKind::Workbook));
    }
    let (text, encoding) = match bytes {
        [0xff, 0xfe, rest @ ..] => (utf16(rest, u16::from_le_bytes)?, Encoding::Utf16),
        [0xfe, 0xff, rest @ ..] => (utf16(rest, u16::from_be_bytes)?, Encoding::Utf16),
        _ => match std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)) {
            Ok(text) => (text.to_owned(), Encoding::Utf8),
            Err(_) => (bytes.iter().map(|byte| windows_1252(*byte)).collect(), Encoding::Windows1252),
        },
    };
    Ok((text.replace("\r\n", "\n").replace('\r', "\n"), encoding))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Problem> {
    let broken = || Problem::of_file(ProblemKind::Utf16);
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(broken());
    }
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect::<Result<_, _>>().map_err(|_| broken())
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: Result<(&str, Encoding), ProblemKind>) {
        let decoded = decode(bytes).map_err(|problem| problem.kind);
        assert_eq!(decoded, expected.map(|(text, encoding)| (text.to_owned(), encoding)));
    }

    #[test]
    fn files_are_read_as_offices_save_them() {
        check("Müller\r\n".as_bytes(), Ok(("Müller\n", Encoding::Utf8)));
        check(b"\xef\xbb\xbfM\xc3\xbcller", Ok(("Müller", Encoding::Utf8)));
        check(b"M\xfcller \x80 \x96", Ok(("Müller € –", Encoding::Windows1252)));
        check(b"\xff\xfeM\0\xfc\0\r\0\n\0", Ok(("Mü\n", Encoding::Utf16)));
        check(b"\xfe\xff\0M\0\xfc", Ok(("Mü", Encoding::Utf16)));
        check(b"a\rb", Ok(("a\nb", Encoding::Utf8)));
        check(b"", Ok(("", Encoding::Utf8)));
    }

    #[test]
    fn what_is_no_text_is_refused_by_name() {
        check(b"PK\x03\x04....", Err(ProblemKind::Workbook));
        check(b"\xd0\xcf\x11\xe0", Err(ProblemKind::Workbook));
        check(b"\xff\xfeM", Err(ProblemKind::Utf16));
        check(b"\xff\xfe\x00\xd8", Err(ProblemKind::Utf16));
    }
}
