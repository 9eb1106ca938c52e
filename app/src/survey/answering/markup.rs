//! Restricted markup on a page (needs-analysis.md §8.2): a tree of escaped texts, never a string of HTML.

use leptos::prelude::*;
use weiterblick_domain::questionnaire::markup::{Block, Inline, parse};

/// The paragraphs and lists of `source`.
pub fn markup(source: &str) -> impl IntoView + use<> {
    parse(source).into_iter().map(block).collect_view()
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Paragraph(line) => view! { <p>{inlines(line)}</p> }.into_any(),
        Block::List { ordered, items } => {
            let items = items.into_iter().map(|item| view! { <li>{inlines(item)}</li> }).collect_view();
            if ordered { view! { <ol>{items}</ol> }.into_any() } else { view! { <ul>{items}</ul> }.into_any() }
        }
    }
}

fn inlines(line: Vec<Inline>) -> AnyView {
    line.into_iter().map(inline).collect_view().into_any()
}

fn inline(inline: Inline) -> AnyView {
    match inline {
        Inline::Text(text) => text.into_any(),
        Inline::Break => view! { <br/> }.into_any(),
        Inline::Strong(inner) => view! { <strong>{inlines(inner)}</strong> }.into_any(),
        Inline::Emphasis(inner) => view! { <em>{inlines(inner)}</em> }.into_any(),
    }
}
