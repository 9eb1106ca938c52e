use crate::error::Error;
use crate::page::{Frame, Page};
use crate::texts;
use crate::ui::PageHead;
use leptos::prelude::*;

/// `/hilfe`
pub async fn help() -> Result<Page, Error> {
    Ok(text_page("help"))
}

/// `/datenschutz`
pub async fn privacy() -> Result<Page, Error> {
    Ok(text_page("privacy"))
}

/// `/barrierefreiheit`
pub async fn accessibility() -> Result<Page, Error> {
    Ok(text_page("accessibility"))
}

/// A page of headlines and paragraphs: `<key>.title`, `<key>.lead`, `<key>.1.title`, `<key>.1.text`, …
fn text_page(key: &str) -> Page {
    let title = t!(format!("explain.{key}.title"));
    let parts = (1..)
        .map(|number| (number, format!("explain.{key}.s{number}.title")))
        .take_while(|(_, head)| texts::exists(head))
        .map(|(number, head)| {
            let paragraphs = t!(format!("explain.{key}.s{number}.text"))
                .split("\n\n")
                .map(|text| view! { <p>{text.to_owned()}</p> })
                .collect_view();
            view! { <section class="stack" data-gap="3"><h2>{t!(head)}</h2>{paragraphs}</section> }
        })
        .collect_view();
    let content = view! {
        <div class="wrap">
            <PageHead title=title.clone() lead=t!(format!("explain.{key}.lead"))/>
            <div class="stack prose" data-gap="6">{parts}</div>
        </div>
    };
    Page::new(title, content).frame(Frame::Public)
}
