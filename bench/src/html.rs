//! As much of HTML as our own pages need: tags, links, forms.

/// An opening tag.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag {
    pub name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    pub fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == attribute).map(|(_, value)| value.as_str())
    }
}

/// A form with what it sends when nothing is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

/// Opening and closing tags (`/form`) in their order; what stands inside of scripts is none.
pub fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        rest = after;
        if !after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
            continue;
        }
        let (tag, behind) = tag(after);
        rest = behind;
        if tag.name == "script" {
            rest = behind.find("</script").and_then(|end| behind.get(end..)).unwrap_or_default();
        }
        tags.push(tag);
    }
    tags
}

/// The tag that `text` begins with, and what stands behind it.
fn tag(text: &str) -> (Tag, &str) {
    let end = text.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(text.len());
    let (name, mut rest) = text.split_at(end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(behind) = rest.strip_prefix('>') {
            rest = behind;
            break;
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '=' || c == '>').unwrap_or(rest.len());
        let (attribute, after) = rest.split_at(end);
        let (value, behind) = match after.strip_prefix('=') {
            None => ("", after),
            Some(after) => match after.strip_prefix('"').and_then(|quoted| quoted.split_once('"')) {
                Some(quoted) => quoted,
                None => after.split_at(after.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(after.len())),
            },
        };
        if rest.len() == behind.len() {
            break;
        }
        attributes.push((attribute.to_ascii_lowercase(), unescape(value)));
        rest = behind;
    }
    (Tag { name: name.to_ascii_lowercase(), attributes }, rest)
}

fn unescape(value: &str) -> String {
    value.replace("&quot;", "\"").replace("&#x27;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// Where the links and search forms of a page lead, without fragments, in their order.
pub fn links(html: &str) -> Vec<String> {
    let target = |tag: &Tag| match tag.name.as_str() {
        "a" => tag.get("href").map(str::to_owned),
        "form" if !is_post(tag) => tag.get("action").map(str::to_owned),
        _ => None,
    };
    let without_fragment = |href: String| href.split('#').next().unwrap_or_default().to_owned();
    tags(html).iter().filter_map(target).map(without_fragment).collect()
}

fn is_post(form: &Tag) -> bool {
    form.get("method").is_some_and(|method| method.eq_ignore_ascii_case("post"))
}

/// The page's POST forms.
pub fn forms(html: &str) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let mut inside = false;
    for tag in tags(html) {
        match tag.name.as_str() {
            "form" => {
                inside = is_post(&tag);
                if inside {
                    forms.push(Form { action: tag.get("action").unwrap_or_default().to_owned(), fields: Vec::new() });
                }
            }
            "/form" => inside = false,
            "input" if inside => {
                let is_sent = match tag.get("type") {
                    Some("checkbox" | "radio") => tag.get("checked").is_some(),
                    Some("submit" | "button" | "file" | "image" | "reset") => false,
                    _ => true,
                };
                if let (true, Some(name), Some(form)) = (is_sent, tag.get("name"), forms.last_mut()) {
                    form.fields.push((name.to_owned(), tag.get("value").unwrap_or_default().to_owned()));
                }
            }
            _ => {}
        }
    }
    forms
}

/// Files of the site that a page names: style sheets, scripts, WASM.
pub fn assets(html: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for tag in tags(html) {
        let named = match tag.name.as_str() {
            "link" => tag.get("href"),
            "script" => tag.get("src"),
            _ => None,
        };
        if let Some(file) = named.filter(|file| file.starts_with("/pkg/"))
            && !found.iter().any(|known| known == file)
        {
            found.push(file.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!DOCTYPE html><html lang="de"><head><link rel="icon" href="/logo.svg">
        <link rel="stylesheet" href="/pkg/w.1.css"><!><link rel="modulepreload" href="/pkg/w.2.js" crossorigin="x">
        <link rel="preload" href="/pkg/w.3.wasm" as="fetch"><link rel="stylesheet" href="/pkg/w.1.css">
        <script nonce="y">for (i = 0; i <a.length; i++) { "<a href='/falsch'>" }</script></head>
        <body><a class="x" href="/auswertung?a=1&amp;b=2#oben">A</a><A HREF="/zwei">B</A><a>C</a>
        <form method="get" action="/suche"><input name="q"></form>
        <form class="form" method="post" action="/anmelden?_action=account/sign_in" novalidate>
        <input type="hidden" name="next" value="/&quot;x&quot;"/><input name=email value><input type="checkbox" name="a" value="1">
        <input type="radio" name="r" value="2" checked><input type="submit" name="s" value="3"></form>
        <input name="outside"></body></html>"#;

    #[test]
    fn links_are_read() {
        assert_eq!(links(PAGE), ["/auswertung?a=1&b=2", "/zwei", "/suche"]);
    }

    #[test]
    fn a_form_sends_what_is_filled_in() {
        let fields = [("next", "/\"x\""), ("email", ""), ("r", "2")];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        assert_eq!(forms(PAGE), [Form { action: "/anmelden?_action=account/sign_in".to_owned(), fields }]);
    }

    #[test]
    fn the_files_of_the_site_are_found_once() {
        assert_eq!(assets(PAGE), ["/pkg/w.1.css", "/pkg/w.2.js", "/pkg/w.3.wasm"]);
    }

    #[test]
    fn broken_html_ends() {
        for html in
            ["<", "<a", "<a href", "<a href=", "<a href=\"", "<a =>", "<a \"", "< a>", "<script>", "<a href=\"ä"]
        {
            drop(tags(html));
        }
    }
}
