//! S13 of security.md: a link to an account works once, for the address it was made for, and for 14 days.

use crate::support::{Answer, Browser, Organisation, Server};
use http::StatusCode;
use weiterblick_app::organisation::api::OneTimeLink;
use weiterblick_domain::account::INVITATION_LIFETIME;
use weiterblick_domain::ids::PersonId;
use weiterblick_domain::policy::Role;
use weiterblick_store::{Db, both_engines, organisation};

const NEW: &str = "noch ein langes Passwort";

/// A company with somebody who has no account yet.
struct House {
    server: Server,
    organisation: Organisation,
    guest: PersonId,
}

impl House {
    async fn new(db: Db) -> Self {
        let server = Server::start(db).await;
        let company = server.organisation("a").await;
        let guest: PersonId = server.state.new_id();
        let person = organisation::NewPerson {
            last_name: "Urban".to_owned(),
            email: "uwe@a.example".to_owned(),
            roles: vec![Role::Employee],
            ..organisation::NewPerson::active(guest, company.id)
        };
        let mut tx = server.state.db.write().await.unwrap();
        organisation::create_person(&mut tx, &person).await.unwrap();
        tx.commit().await.unwrap();
        Self { server, organisation: company, guest }
    }

    async fn hr(&self) -> Browser {
        self.server.browser().with_session(&self.server.session(&self.organisation, Role::Hr).await)
    }

    async fn act(&self, action: &str, more: &[(&str, &str)]) -> Answer {
        let id = self.guest.to_string();
        let fields = [[("id", id.as_str())].as_slice(), more].concat();
        let answer = self.hr().await.call(action, &fields).await;
        assert_eq!(answer.status, StatusCode::OK, "{action}: {}", answer.text);
        answer
    }

    async fn invite(&self) -> String {
        token(&self.act("organisation/invite_person", &[]).await)
    }

    /// Sets a password with the token; whether it worked.
    async fn accepts(&self, token: &str) -> bool {
        self.posts("/einladung", "account/accept_invitation", token).await
    }

    async fn posts(&self, page: &str, action: &str, token: &str) -> bool {
        let fields = [("token", token), ("password", NEW), ("password_repeat", NEW)];
        let answer = self.server.browser().submit(&format!("{page}/{token}"), action, &fields).await;
        match answer.status {
            StatusCode::SEE_OTHER => true,
            StatusCode::UNPROCESSABLE_ENTITY => false,
            other => panic!("{other}: {}", answer.text),
        }
    }

    async fn opens(&self, page: &str, token: &str) -> bool {
        let answer = self.server.browser().get(&format!("{page}/{token}")).await;
        assert_eq!(answer.status, StatusCode::OK);
        answer.text.contains("name=\"password\"")
    }
}

fn token(made: &Answer) -> String {
    let made: OneTimeLink = serde_json::from_str(&made.text).unwrap_or_else(|_| panic!("{}", made.text));
    made.link.rsplit('/').next().unwrap().to_owned()
}

both_engines! {
    async fn looking_uses_an_invitation_up_as_little_as_a_mail_scanner_does(db: Db) {
        let house = House::new(db).await;
        let token = house.invite().await;
        for _ in 0..3 {
            assert!(house.opens("/einladung", &token).await);
        }
        assert!(house.accepts(&token).await);
        assert!(!house.accepts(&token).await, "a second time");
        assert!(!house.opens("/einladung", &token).await);
    }

    async fn an_invitation_ends_after_14_days(db: Db) {
        let house = House::new(db).await;
        let token = house.invite().await;
        house.server.pass_time(INVITATION_LIFETIME - 1);
        assert!(house.opens("/einladung", &token).await);
        house.server.pass_time(1);
        assert!(!house.opens("/einladung", &token).await);
        assert!(!house.accepts(&token).await);
    }

    async fn what_takes_an_invitation_back_ends_its_link(db: Db) {
        let house = House::new(db).await;
        let update = [
            ("personnel_ref", ""), ("first_name", ""), ("last_name", "Urban"), ("email", "anders@a.example"),
            ("language", "de"), ("channel", "mail"),
        ];
        let ways: [(&str, &[(&str, &str)]); 4] = [
            ("organisation/revoke_invitation", &[]),
            ("organisation/invite_person", &[]),
            // Bound to the address that it was made for (E20).
            ("organisation/update_person", &update),
            ("organisation/set_state", &[("state", "suspended")]),
        ];
        for (action, fields) in ways {
            let token = house.invite().await;
            house.act(action, fields).await;
            assert!(!house.opens("/einladung", &token).await, "{action}");
            assert!(!house.accepts(&token).await, "{action}");
        }
    }

    async fn a_link_for_a_forgotten_password_works_once_and_dies_with_the_old_password(db: Db) {
        let house = House::new(db).await;
        assert!(house.accepts(&house.invite().await).await);
        let link = async || token(&house.act("organisation/make_password_link", &[]).await);
        let used = link().await;
        for _ in 0..2 {
            assert!(house.opens("/passwort-neu", &used).await);
        }
        let older = link().await;
        assert!(house.posts("/passwort-neu", "account/reset_password", &older).await);
        assert!(!house.posts("/passwort-neu", "account/reset_password", &older).await, "a second time");
        assert!(!house.posts("/passwort-neu", "account/reset_password", &used).await, "made for the password before");
        let late = link().await;
        house.server.pass_time(weiterblick_domain::time::DAY);
        assert!(!house.posts("/passwort-neu", "account/reset_password", &late).await);
    }
}
