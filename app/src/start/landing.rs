use super::hero::HeroArt;
use crate::error::Error;
use crate::form::PostForm;
use crate::page::{Frame, Page};
use crate::roundtable::attend::JoinCodeField;
use crate::roundtable::attend::api::LiveEnter;
use crate::survey::answering::api::AnswerCheckCode;
use crate::ui::{CodeField, Icon};
use leptos::prelude::*;

/// `/`: what it is, and the ways in.
pub async fn landing() -> Result<Page, Error> {
    let content = view! {
            <section class="hero" aria-labelledby="titel">
                <div class="wrap hero__row">
                    <div class="hero__text">
                        <h1 id="titel">{t!("start.title")}</h1>
                        <p class="lead">{t!("start.lead")}</p>
                        <ul class="hero__legend legend">
                            <li>
                                <svg width="20" height="20" aria-hidden="true"><circle class="current" cx="10" cy="10" r="7"></circle></svg>
                                {t!("start.legend_current")}
                            </li>
                            <li>
                                <svg width="20" height="20" aria-hidden="true"><circle class="target" cx="10" cy="10" r="7"></circle></svg>
                                {t!("start.legend_target")}
                            </li>
                        </ul>
                    </div>
                    <HeroArt/>
                </div>
            </section>
            <Doors/>
            <section class="wrap section flow" id="ablauf" aria-labelledby="ablauf-t">
                <div class="section__head">
                    <div class="section__text">
                        <h2 id="ablauf-t">{t!("start.flow.title")}</h2>
                        <p>{t!("start.flow.lead")}</p>
                    </div>
                </div>
                <ol class="flow__steps">
                    {["describe", "ask", "see", "act"].into_iter().map(|step| view! {
                        <li>
                            <h3>{t!(format!("start.flow.{step}.title"))}</h3>
                            <p>{t!(format!("start.flow.{step}.text"))}</p>
                        </li>
                    }).collect_view()}
                </ol>
            </section>
            <section class="trust" data-theme="dark" id="vertrauen" aria-labelledby="vertrauen-t">
                <div class="wrap trust__row">
                    <h2 id="vertrauen-t">{t!("start.trust.title")}</h2>
                    <ul class="trust__list">
                        {[("shield", "safe"), ("key", "no_account"), ("globe", "for_all")].into_iter().map(|(icon, key)| view! {
                            <li>
                                <Icon name=icon size="l"/>
                                <h3>{t!(format!("start.trust.{key}.title"))}</h3>
                                <p>{t!(format!("start.trust.{key}.text"))}</p>
                            </li>
                        }).collect_view()}
                    </ul>
                </div>
            </section>
    };
    Ok(Page::new(t!("start.title"), content).frame(Frame::Public).class("start"))
}

/// The ways in: with the code of a questionnaire, with that of an event, or signed in.
#[component]
fn Doors() -> impl IntoView {
    view! {
        <section class="doors" aria-labelledby="einstieg">
            <h2 class="visually-hidden" id="einstieg">{t!("start.doors")}</h2>
            <div class="wrap doors__row">
                <PostForm<AnswerCheckCode> class="door" at="/code">
                    <h3 class="door__title">{t!("start.survey.title")}</h3>
                    <p>{t!("start.survey.text")}</p>
                    <CodeField name="code" label=t!("start.survey.label") hint=t!("start.survey.hint")/>
                    <button class="button" type="submit">{t!("start.survey.action")}<Icon name="arrow-right" flip=true/></button>
                </PostForm<AnswerCheckCode>>
                <PostForm<LiveEnter> class="door" at="/beitreten">
                    <h3 class="door__title">{t!("start.room.title")}</h3>
                    <p>{t!("start.room.text")}</p>
                    <JoinCodeField second=true/>
                    <button class="button" type="submit">{t!("start.room.action")}<Icon name="arrow-right" flip=true/></button>
                </PostForm<LiveEnter>>
                <div class="door">
                    <h3 class="door__title">{t!("nav.sign_in")}</h3>
                    <p>{t!("start.sign_in.text")}</p>
                    <ul class="ticklist">
                        {["surveys", "results", "competences"].into_iter().map(|key| view! {
                            <li><Icon name="check"/>{t!(format!("start.sign_in.{key}"))}</li>
                        }).collect_view()}
                    </ul>
                    <a class="button" data-kind="secondary" href="/anmelden">
                        {t!("start.sign_in.action")}<Icon name="arrow-right" flip=true/>
                    </a>
                </div>
            </div>
        </section>
    }
}
