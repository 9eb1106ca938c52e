//! What the island does in a browser: it listens to the whole document.

use super::places::moved;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

pub fn start() {
    // Buttons that need a script appear.
    if let Some(root) = document().document_element() {
        drop(root.set_attribute("data-script", ""));
    }
    listen("input", |target| {
        if let Ok(Some(form)) = target.closest("form") {
            tell(&form);
        }
    });
    listen("click", |target| {
        if let Ok(Some(button)) = target.closest("[data-step]") {
            step(&button);
        } else if let Ok(Some(button)) = target.closest("[data-move]") {
            rank(&button);
        }
    });
}

/// Handlers live as long as the page does.
fn listen(name: &str, handler: fn(&Element)) {
    let closure = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        if let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
            handler(&target);
        }
    });
    drop(document().add_event_listener_with_callback(name, closure.as_ref().unchecked_ref()));
    closure.forget();
}

fn all(root: &Element, selector: &str) -> Vec<Element> {
    let Ok(list) = root.query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|at| list.get(at)?.dyn_into().ok()).collect()
}

fn number(element: &Element, name: &str) -> Option<i64> {
    element.get_attribute(name)?.parse().ok()
}

fn say(element: &Element, text: &str) {
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}

/// Says what is left of ticks, points and characters.
fn tell(form: &Element) {
    for line in all(form, "[data-left]") {
        let ticks = line.get_attribute("data-left").as_deref() == Some("ticks");
        let given = if ticks { ticked(form) } else { sum(form) };
        let left = number(&line, "data-budget").unwrap_or_default() - given;
        let text = line.get_attribute(if left < 0 { "data-over" } else { "data-text" }).unwrap_or_default();
        say(&line, &text.replace("{n}", &left.abs().to_string()));
    }
    for area in all(form, "textarea[data-count]") {
        let line = area.parent_element().and_then(|field| field.query_selector("[data-counted]").ok()?);
        let (Some(line), Ok(area)) = (line, area.dyn_into::<HtmlTextAreaElement>()) else { continue };
        let used = i64::try_from(area.value().chars().count()).unwrap_or(i64::MAX);
        let left = number(&area, "data-count").unwrap_or_default() - used;
        let near = left <= number(&line, "data-counted").unwrap_or_default();
        let text = line.get_attribute("data-text").unwrap_or_default().replace("{n}", &left.max(0).to_string());
        say(&line, if near { &text } else { "" });
    }
}

fn ticked(form: &Element) -> i64 {
    i64::try_from(all(form, "input[type=checkbox]:checked").len()).unwrap_or(i64::MAX)
}

fn sum(form: &Element) -> i64 {
    let inputs = all(form, "input[type=number]").into_iter().filter_map(|input| input.dyn_into().ok());
    inputs.filter_map(|input: HtmlInputElement| input.value().parse::<i64>().ok()).sum()
}

/// A button for less or more.
fn step(button: &Element) {
    let input = button.parent_element().and_then(|stepper| stepper.query_selector("input").ok()?);
    let Some(input) = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) else { return };
    let most = input.max().parse().unwrap_or(i64::MAX);
    let value = input.value().parse::<i64>().unwrap_or_default() + number(button, "data-step").unwrap_or_default();
    input.set_value(&value.clamp(0, most).to_string());
    if let Ok(Some(form)) = button.closest("form") {
        tell(&form);
    }
}

/// A button that moves an option of a ranking. The focus stays on it, and the new place is said.
fn rank(button: &Element) {
    let (Ok(Some(row)), Ok(Some(list))) = (button.closest("li"), button.closest("[data-ranker]")) else { return };
    let rows = all(&list, "li");
    let Some(at) = rows.iter().position(|known| *known == row) else { return };
    let most = number(&list, "data-ranker").and_then(|most| u32::try_from(most).ok()).unwrap_or_default();
    let selects: Vec<HtmlSelectElement> =
        rows.iter().filter_map(|row| row.query_selector("select").ok()??.dyn_into().ok()).collect();
    let before: Vec<u32> = selects.iter().map(|select| select.value().parse().unwrap_or_default()).collect();
    let up = button.get_attribute("data-move").as_deref() == Some("up");
    let after = moved(&before, at, up, most);
    for (select, place) in selects.iter().zip(&after) {
        select.set_value(&if *place == 0 { String::new() } else { place.to_string() });
    }
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|index| after.get(*index).copied().filter(|place| *place > 0).unwrap_or(u32::MAX));
    for index in order {
        drop(list.append_child(&rows[index]));
    }
    if let Some(button) = button.dyn_ref::<HtmlElement>() {
        drop(button.focus());
    }
    let place = after.get(at).copied().unwrap_or_default();
    let text = list.get_attribute(if place == 0 { "data-unplaced" } else { "data-moved" }).unwrap_or_default();
    let name = row.get_attribute("data-name").unwrap_or_default();
    let text =
        text.replace("{name}", &name).replace("{place}", &place.to_string()).replace("{max}", &rows.len().to_string());
    let said = list.parent_element().and_then(|around| around.query_selector("[data-said]").ok()?);
    if let Some(said) = said {
        say(&said, &text);
    }
}
