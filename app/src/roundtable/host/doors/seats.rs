//! Personal seats: printed once, taken back by number.

use super::{MakeSeats, RevokeSeat};
use crate::form::PostForm;
use crate::ui::{Confirm, Icon, Section, TextField};
use leptos::prelude::*;
use weiterblick_domain::ids::EventId;
use weiterblick_store::roundtable::seat::Seat;

pub fn section(event: EventId, seats: &[Seat]) -> AnyView {
    let id = event.to_string();
    let used = seats.iter().filter(|seat| seat.used).count();
    let text = t!("host.seats.state", all = seats.len(), used = used);
    let revoke = (!seats.is_empty()).then(|| {
        let id = id.clone();
        view! {
            <Confirm open=t!("host.seats.revoke") kind="quiet" question=t!("host.seats.revoke_question") text=t!("host.seats.revoke_text")>
                <PostForm<RevokeSeat> class="form">
                    <input type="hidden" name="event" value=id/>
                    <TextField name="number" label=t!("host.seats.number") inputmode="numeric" maxlength=6/>
                    <button class="button" data-kind="danger" type="submit">{t!("host.seats.revoke")}</button>
                </PostForm<RevokeSeat>>
            </Confirm>
        }
    });
    view! {
        <Section id="plaetze" title=t!("host.seats.title") text=text>
            <PostForm<MakeSeats> class="form">
                <input type="hidden" name="event" value=id/>
                <TextField name="seats" label=t!("host.seats.count") hint=t!("host.seats.count_hint") inputmode="numeric" maxlength=3
                    autocomplete="off"/>
                <button class="button" data-kind="secondary" type="submit"><Icon name="print"/>{t!("host.seats.make")}</button>
            </PostForm<MakeSeats>>
            {revoke}
        </Section>
    }
    .into_any()
}
