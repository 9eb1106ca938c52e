//! `admin`: accounts without the web page.

use super::Failure;
use super::message::{language, say};
use super::open::{open_migrated, own, store_failure};
use crate::config::DataOptions;
use crate::state::{fresh, now};
use clap::{Args, Subcommand};
use std::io::BufRead;
use weiterblick_app::account::password::{PasswordHasher, new_password};
use weiterblick_domain::ids::{AccountId, OrganisationId, PersonId};
use weiterblick_domain::organisation::OrganisationKind;
use weiterblick_domain::policy::Role;
use weiterblick_domain::text::{Email, Line};
use weiterblick_store::{StoreError, account, organisation};

#[derive(Debug, Subcommand)]
pub enum AdminCommand {
    /// Create an account with a role; the password is the first line of standard input
    CreateUser(CreateUser),
}

#[derive(Debug, Args)]
pub struct CreateUser {
    #[command(flatten)]
    data: DataOptions,
    /// E-mail address to sign in with
    #[arg(long)]
    email: String,
    /// Organisation; made when no organisation has this name
    #[arg(long)]
    organisation: String,
    /// Kind of a new organisation: company or network
    #[arg(long, default_value = "company")]
    kind: String,
    #[arg(long)]
    first_name: String,
    #[arg(long)]
    last_name: String,
    /// hr, `team_lead`, employee, `works_council` or facilitator; may be repeated
    #[arg(long = "role", default_value = "hr")]
    roles: Vec<String>,
}

pub async fn run(command: AdminCommand) -> Result<(), Failure> {
    match command {
        AdminCommand::CreateUser(options) => create_user(options).await,
    }
}

async fn create_user(options: CreateUser) -> Result<(), Failure> {
    let wrong = |name: &str| Failure::new(say("cli.wrong_value", &[("name", name.to_owned())]));
    let email = Email::parse(&options.email).map_err(|_| wrong("--email"))?;
    let name = Line::<200>::parse(&options.organisation).map_err(|_| wrong("--organisation"))?;
    let first = Line::<100>::parse(&options.first_name).map_err(|_| wrong("--first-name"))?;
    let last = Line::<100>::parse(&options.last_name).map_err(|_| wrong("--last-name"))?;
    let kind: OrganisationKind = options.kind.parse().map_err(|_| wrong("--kind"))?;
    let roles: Vec<Role> =
        options.roles.iter().map(|role| role.parse()).collect::<Result<_, _>>().map_err(|_| wrong("--role"))?;
    let mut typed = String::new();
    std::io::stdin().lock().read_line(&mut typed).map_err(|error| Failure::new(error.to_string()))?;
    let typed = typed.trim_end_matches(['\n', '\r']);
    let password =
        new_password("password", typed, typed, &email).map_err(|error| Failure::new(say(&error.key, &[])))?;
    let hash =
        PasswordHasher::default().hash(password, fresh()).await.map_err(|error| Failure::new(say(&error.key, &[])))?;

    let opened = open_migrated(&options.data, own(&options.data)?).await?;
    let store = |error: StoreError| match error {
        StoreError::Conflict => Failure::new(say("cli.account_exists", &[("email", email.to_string())])),
        other => store_failure(other),
    };
    let mut tx = opened.db.write().await.map_err(store)?;
    let account_id = AccountId::from_bytes(fresh());
    account::create(&mut tx, account_id, &email, &hash, language(), now()).await.map_err(store)?;
    let organisation_id = match organisation::by_name(&mut tx, &name).await.map_err(store)? {
        Some(id) => id,
        None => {
            let id = OrganisationId::from_bytes(fresh());
            let new = organisation::NewOrganisation { id, kind, name: name.to_string(), now: now() };
            organisation::create(&mut tx, &new).await.map_err(store)?;
            id
        }
    };
    let person = organisation::NewPerson {
        first_name: first.into_inner(),
        last_name: last.into_inner(),
        email: email.to_string(),
        account: Some(account_id),
        roles,
        ..organisation::NewPerson::active(PersonId::from_bytes(fresh()), organisation_id)
    };
    organisation::create_person(&mut tx, &person).await.map_err(store)?;
    tx.commit().await.map_err(store)?;
    opened.db.close().await;
    println!("{}", say("cli.account_created", &[("email", email.to_string())]));
    Ok(())
}
