//! The restricted markup of information texts and notices: `p br strong em ul ol li`, without attributes
//! (needs-analysis §8.2). What is not one of these tags stays text, so nothing that somebody writes can become a link,
//! an image or a script. The result is a tree for a renderer that escapes texts; there is no HTML string.

/// A piece that stands by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Paragraph(Vec<Inline>),
    List { ordered: bool, items: Vec<Vec<Inline>> },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    Text(String),
    Break,
    Strong(Vec<Inline>),
    Emphasis(Vec<Inline>),
}

/// Reads markup. Never fails: unclosed tags end with their block, stray end tags vanish, text outside of a block and
/// after an empty line becomes a paragraph.
pub fn parse(source: &str) -> Vec<Block> {
    let mut builder = Builder::default();
    let mut rest = source;
    while let Some(at) = rest.find('<') {
        let (text, from_tag) = rest.split_at(at);
        builder.text(text);
        rest = match read_tag(from_tag) {
            Some((tag, after)) => {
                builder.tag(tag);
                after
            }
            None => {
                builder.text("<");
                &from_tag[1..]
            }
        };
    }
    builder.text(rest);
    builder.end_list();
    builder.blocks
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Strong,
    Emphasis,
}

#[derive(Clone, Copy)]
enum Tag {
    Break,
    Paragraph,
    List { ordered: bool },
    EndList,
    Item,
    Open(Style),
    Close(Style),
}

/// A tag at the start of `text` and what follows it.
fn read_tag(text: &str) -> Option<(Tag, &str)> {
    let (inner, after) = text.strip_prefix('<')?.split_once('>')?;
    let tag = match inner.to_ascii_lowercase().as_str() {
        "br" | "br/" | "br /" => Tag::Break,
        "p" | "/p" => Tag::Paragraph,
        "ul" => Tag::List { ordered: false },
        "ol" => Tag::List { ordered: true },
        "/ul" | "/ol" => Tag::EndList,
        "li" | "/li" => Tag::Item,
        "strong" => Tag::Open(Style::Strong),
        "/strong" => Tag::Close(Style::Strong),
        "em" => Tag::Open(Style::Emphasis),
        "/em" => Tag::Close(Style::Emphasis),
        _ => return None,
    };
    Some((tag, after))
}

#[derive(Default)]
struct Builder {
    blocks: Vec<Block>,
    list: Option<(bool, Vec<Vec<Inline>>)>,
    line: Vec<Inline>,
    /// Open styles, outermost first, each with what stood on the line before it.
    styles: Vec<(Style, Vec<Inline>)>,
}

impl Builder {
    fn tag(&mut self, tag: Tag) {
        match tag {
            Tag::Break => self.line.push(Inline::Break),
            Tag::Paragraph => self.end_line(),
            Tag::Item => {
                self.end_line();
                self.list.get_or_insert_default();
            }
            Tag::List { ordered } => {
                self.end_list();
                self.list = Some((ordered, Vec::new()));
            }
            Tag::EndList => self.end_list(),
            Tag::Open(style) => self.styles.push((style, std::mem::take(&mut self.line))),
            Tag::Close(style) => {
                if self.styles.iter().any(|(open, _)| *open == style) {
                    while self.close_innermost().is_some_and(|closed| closed != style) {}
                }
            }
        }
    }

    fn text(&mut self, raw: &str) {
        let text = decode(&raw.replace("\r\n", "\n"));
        let mut paragraphs = text.split("\n\n");
        if let Some(first) = paragraphs.next() {
            self.push(first);
        }
        for paragraph in paragraphs {
            self.end_line();
            self.push(paragraph);
        }
    }

    fn push(&mut self, text: &str) {
        match self.line.last_mut() {
            Some(Inline::Text(before)) => before.push_str(text),
            _ if text.is_empty() => {}
            _ => self.line.push(Inline::Text(text.to_owned())),
        }
    }

    fn close_innermost(&mut self) -> Option<Style> {
        let (style, before) = self.styles.pop()?;
        let inner = std::mem::replace(&mut self.line, before);
        if !inner.is_empty() {
            self.line.push(match style {
                Style::Strong => Inline::Strong(inner),
                Style::Emphasis => Inline::Emphasis(inner),
            });
        }
        Some(style)
    }

    fn end_line(&mut self) {
        while self.close_innermost().is_some() {}
        let line = std::mem::take(&mut self.line);
        if is_blank(&line) {
            return;
        }
        match &mut self.list {
            Some((_, items)) => items.push(line),
            None => self.blocks.push(Block::Paragraph(line)),
        }
    }

    fn end_list(&mut self) {
        self.end_line();
        if let Some((ordered, items)) = self.list.take().filter(|(_, items)| !items.is_empty()) {
            self.blocks.push(Block::List { ordered, items });
        }
    }
}

fn is_blank(line: &[Inline]) -> bool {
    line.iter().all(|inline| match inline {
        Inline::Text(text) => text.trim().is_empty(),
        Inline::Break => true,
        Inline::Strong(inner) | Inline::Emphasis(inner) => is_blank(inner),
    })
}

/// The entities that are needed to write the markup's own characters; `&amp;` last, so that nothing is decoded twice.
fn decode(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", "\u{a0}").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes the tree in a short form: `[…]` paragraph, `-`/`1` list items, `*…*` strong, `_…_` emphasis, `|` break.
    fn short(source: &str) -> String {
        fn inline(line: &[Inline]) -> String {
            line.iter()
                .map(|one| match one {
                    Inline::Text(text) => text.clone(),
                    Inline::Break => "|".to_owned(),
                    Inline::Strong(inner) => format!("*{}*", inline(inner)),
                    Inline::Emphasis(inner) => format!("_{}_", inline(inner)),
                })
                .collect()
        }
        parse(source)
            .iter()
            .map(|block| match block {
                Block::Paragraph(line) => format!("[{}]", inline(line)),
                Block::List { ordered, items } => {
                    let mark = if *ordered { "1" } else { "-" };
                    items.iter().map(|item| format!("{mark}{};", inline(item))).collect()
                }
            })
            .collect()
    }

    #[test]
    fn the_seven_tags_become_a_tree() {
        for (source, expected) in [
            ("", ""),
            ("a", "[a]"),
            ("<p>a</p><p>b<br>c</p>", "[a][b|c]"),
            ("a\n\nb", "[a][b]"),
            ("<P>a <STRONG>b <em>c</em></STRONG></P>", "[a *b _c_*]"),
            ("<ul><li>a</li>\n<li>b</li></ul>c", "-a;-b;[c]"),
            ("<ol><li>a<li>b</ol>", "1a;1b;"),
            ("1 &lt; 2 &amp;lt; 3", "[1 < 2 &lt; 3]"),
        ] {
            assert_eq!(short(source), expected, "{source}");
        }
    }

    #[test]
    fn everything_else_stays_text() {
        for (source, expected) in [
            ("<script>alert(1)</script>", "[<script>alert(1)</script>]"),
            ("<p onclick=x>a</p>", "[<p onclick=x>a]"),
            ("<a href='x'>a</a>", "[<a href='x'>a</a>]"),
            ("a < b > c", "[a < b > c]"),
            ("&lt;script&gt;", "[<script>]"),
            ("<", "[<]"),
        ] {
            assert_eq!(short(source), expected, "{source}");
        }
    }

    #[test]
    fn broken_nesting_still_gives_a_sound_tree() {
        for (source, expected) in [
            ("<strong>a<p>b</p>", "[*a*][b]"),
            ("<strong><em>a</strong>b</em>", "[*_a_*b]"),
            ("</strong></li>a</ul>", "-a;"),
            ("<ul><ul><li>a</ul></ul>", "-a;"),
            ("<p> <br> </p>", ""),
        ] {
            assert_eq!(short(source), expected, "{source}");
        }
    }
}
