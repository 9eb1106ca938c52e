//! Who comes to the past round table.

use super::host::Host;
use super::seed::{Guests, Past};
use crate::demo::DemoError;
use weiterblick_app::state::AppState;
use weiterblick_domain::ids::EventCompanyId;
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Prepare;
use weiterblick_domain::roundtable::attribute::{Attribute, Profile};
use weiterblick_domain::roundtable::identity::{ParticipantToken, ProfileRef};
use weiterblick_domain::roundtable::poll::VoiceRule;
use weiterblick_domain::roundtable::round::ExtraTime;
use weiterblick_domain::text::Language;
use weiterblick_live::Scope;
use weiterblick_store::roundtable::company::{self, CompanyData};
use weiterblick_store::roundtable::join::door;
use weiterblick_store::roundtable::participant::{self, NewParticipant};
use weiterblick_store::roundtable::profile;
use weiterblick_store::{StoreError, Tx};

/// The company of each group of guests, if it has one.
pub type Companies = Vec<Option<EventCompanyId>>;

pub struct Guest {
    pub token: ParticipantToken,
    pub profile: Profile,
    company: Option<EventCompanyId>,
}

pub struct Audience(Vec<Guest>);

impl Audience {
    pub fn everybody(&self) -> Vec<&Guest> {
        self.0.iter().collect()
    }

    /// One guest per voice: of companies that share one, the first who came.
    pub fn voices(&self, rule: VoiceRule) -> Vec<&Guest> {
        match rule {
            VoiceRule::Person | VoiceRule::CompanySplit => self.everybody(),
            VoiceRule::CompanyShared | VoiceRule::Weighted => {
                let mut voices: Vec<&Guest> = self.0.iter().filter(|guest| guest.company.is_some()).collect();
                // The guests of a company came together.
                voices.dedup_by_key(|guest| guest.company);
                voices
            }
            // No table has a device here.
            VoiceRule::Table => Vec::new(),
        }
    }
}

/// Lists the companies.
///
/// # Errors
/// Of the store.
pub async fn invite(
    tx: &mut Tx,
    grant: &EventGrant<Prepare>,
    state: &AppState,
    guests: &[Guests],
) -> Result<Companies, DemoError> {
    let mut companies = Companies::new();
    for group in guests {
        let Some(name) = &group.name else {
            companies.push(None);
            continue;
        };
        let id = state.new_id();
        company::add(tx, grant, id, &CompanyData { name: name.clone(), size_class: group.size_class }).await?;
        companies.push(Some(id));
    }
    Ok(companies)
}

/// Lets everybody in.
///
/// # Errors
/// Of the store.
pub async fn join(host: &Host<'_>, past: &Past, companies: &Companies) -> Result<Audience, DemoError> {
    let mut tx = host.begin().await?;
    let door = door(&mut tx, host.event()).await?.ok_or(StoreError::NotFound)?;
    let (mut guests, mut joined) = (Vec::new(), Vec::new());
    for (group, company) in past.guests.iter().zip(companies) {
        for role in &group.roles {
            let stated = Profile::NOTHING_STATED
                .with(Attribute::SizeClass, group.size_class)
                .with(Attribute::Role, *role)
                .with(Attribute::Sector, group.sector)
                .with(Attribute::Region, group.region);
            let token = ParticipantToken::from_random(host.state().random());
            let of = ProfileRef::of(host.event(), &token);
            let new = NewParticipant {
                token: token.digest(),
                language: Language::De,
                extra: ExtraTime::None,
                company: *company,
            };
            joined.push((participant::join(&mut tx, &door, &new).await?, of, stated));
            profile::state(&mut tx, &door, of, &stated).await?;
            guests.push(Guest { token, profile: stated, company: *company });
        }
    }
    host.commit(tx, Scope::People).await?;
    joined.into_iter().for_each(|(participant, of, stated)| host.room.joined(participant, Some((of, stated))));
    Ok(Audience(guests))
}
