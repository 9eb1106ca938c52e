//! Templates that may be used: those of the program, and the organisation's own for whoever manages its events.

use crate::error::Error;
use weiterblick_domain::ids::TemplateId;
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::ManageEvents;
use weiterblick_domain::roundtable::poll::template::Template;
use weiterblick_store::Conn;
use weiterblick_store::roundtable::{shipped, template};

/// What a form calls an own template: this and its id. A shipped one goes by its code, which has no colon.
const OWN: &str = "own:";

/// Every template with what a form calls it, own ones first. `grant` is none on a device without an account.
///
/// # Errors
/// Of the store.
pub async fn offered(conn: &mut Conn, grant: Option<&Grant<ManageEvents>>) -> Result<Vec<(String, Template)>, Error> {
    let mut offered = Vec::new();
    if let Some(grant) = grant {
        let own = template::list(conn, grant).await?.into_iter();
        offered.extend(own.map(|own| (format!("{OWN}{}", own.id), own.template)));
    }
    offered.extend(shipped::templates()?.into_iter().map(|template| (template.code.to_string(), template)));
    Ok(offered)
}

/// The template that a form named.
///
/// # Errors
/// `NotFound`.
pub async fn find(conn: &mut Conn, grant: Option<&Grant<ManageEvents>>, named: &str) -> Result<Template, Error> {
    match (named.strip_prefix(OWN), grant) {
        (Some(id), Some(grant)) => {
            let id: TemplateId = id.parse().map_err(|_| Error::not_found())?;
            Ok(template::load(conn, grant, id).await?.template)
        }
        (Some(_), None) => Err(Error::not_found()),
        (None, _) => Ok(shipped::template(named)?),
    }
}
