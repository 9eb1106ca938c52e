//! Codes that people type: what counts are the misses.

use super::bucket::Buckets;
use super::throttled;
use crate::error::{Error, ErrorKind};
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use weiterblick_domain::time::{MINUTE, SECOND, UnixMillis};

/// Who types a code.
#[derive(Debug, Clone)]
pub struct Typist {
    /// The cookie that the pages with a field for codes set.
    pub device: Option<String>,
    pub client: IpAddr,
    /// The first four symbols of a code sheet.
    pub locator: Option<String>,
}

struct Counters {
    /// Misses of a device: 10 in 10 minutes.
    devices: Buckets<String>,
    /// Attempts without the cookie, right ones too.
    unmarked: Buckets<IpAddr>,
    /// Misses from an address, so that a new cookie for each guess is no way around the limit of a device.
    clients: Buckets<IpAddr>,
    /// Misses of a code sheet: after 10 a pause of 15 minutes (needs-analysis.md §11.7).
    locators: Buckets<String>,
}

/// The limits of security.md §5 on typed codes. The alarm of 3,000 misses a minute in the whole installation is left
/// out, and so is what an address gains by joins: both belong to live rooms, whose codes are far shorter.
pub struct Codes(Mutex<Counters>);

impl Default for Codes {
    fn default() -> Self {
        Self(Mutex::new(Counters {
            devices: Buckets::new(10, MINUTE),
            unmarked: Buckets::new(30, 10 * SECOND),
            clients: Buckets::new(300, SECOND),
            locators: Buckets::new(10, 15 * MINUTE),
        }))
    }
}

/// An attempt with a typed code. It counts as a miss until its outcome is known, so that many at once get no further
/// than one after the other; one that was given up in between stays a miss.
#[must_use]
pub struct CodeAttempt<'a> {
    codes: &'a Codes,
    typist: Typist,
}

impl Codes {
    pub(super) fn begin(&self, typist: Typist, now: UnixMillis) -> Result<CodeAttempt<'_>, Error> {
        let mut counters = self.lock();
        let by_cookie = match &typist.device {
            Some(device) => counters.devices.wait(device, now),
            None => counters.unmarked.wait(&typist.client, now),
        };
        let by_sheet = typist.locator.as_ref().map_or(0, |locator| counters.locators.wait(locator, now));
        let wait = by_cookie.max(by_sheet).max(counters.clients.wait(&typist.client, now));
        if wait > 0 {
            return Err(throttled(wait));
        }
        match &typist.device {
            Some(device) => counters.devices.take(device.clone(), now),
            None => counters.unmarked.take(typist.client, now),
        }
        if let Some(locator) = &typist.locator {
            counters.locators.take(locator.clone(), now);
        }
        counters.clients.take(typist.client, now);
        drop(counters);
        Ok(CodeAttempt { codes: self, typist })
    }

    pub(super) fn clear(&self, now: UnixMillis) {
        let mut counters = self.lock();
        counters.devices.clear(now);
        counters.unmarked.clear(now);
        counters.clients.clear(now);
        counters.locators.clear(now);
    }

    fn lock(&self) -> MutexGuard<'_, Counters> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CodeAttempt<'_> {
    /// Only a code that opens nothing ([`ErrorKind::Invalid`]) was a miss; everything else is given back.
    pub fn settle<T>(self, outcome: &Result<T, Error>) {
        if outcome.as_ref().is_err_and(|error| error.kind == ErrorKind::Invalid) {
            return;
        }
        let mut counters = self.codes.lock();
        if let Some(device) = &self.typist.device {
            counters.devices.give_back(device);
        }
        if let Some(locator) = &self.typist.locator {
            counters.locators.give_back(locator);
        }
        counters.clients.give_back(&self.typist.client);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENT: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
    const NOW: UnixMillis = UnixMillis(1_000_000);

    fn typist(device: Option<&str>, locator: &str) -> Typist {
        Typist { device: device.map(str::to_owned), client: CLIENT, locator: Some(locator.to_owned()) }
    }

    /// Whether the code was looked at.
    fn attempt(codes: &Codes, typist: Typist, right: bool, now: UnixMillis) -> bool {
        let outcome = if right { Ok(()) } else { Err(Error::field("code", "answering.error.unknown_code")) };
        codes.begin(typist, now).map(|attempt| attempt.settle(&outcome)).is_ok()
    }

    #[test]
    fn a_device_has_ten_misses_and_any_number_of_hits() {
        let codes = Codes::default();
        let hit = |n: usize| attempt(&codes, typist(Some("d"), &n.to_string()), true, NOW);
        assert!((0..500).all(hit));
        for n in 0..10 {
            assert!(attempt(&codes, typist(Some("d"), &format!("x{n}")), false, NOW));
            assert!(n == 9 || hit(n), "hits go on in between");
        }
        assert!(!hit(1), "not looked at even if right");
        assert!(attempt(&codes, typist(Some("e"), "1"), true, NOW), "another device");
        assert!(attempt(&codes, typist(Some("d"), "1"), true, NOW.plus(MINUTE)));
    }

    #[test]
    fn without_a_cookie_an_address_has_thirty_attempts_and_six_a_minute() {
        let codes = Codes::default();
        assert!((0..30).all(|n| attempt(&codes, typist(None, &n.to_string()), true, NOW)));
        assert!(!attempt(&codes, typist(None, "x"), true, NOW));
        assert!(attempt(&codes, typist(Some("d"), "x"), true, NOW), "whoever has a cookie is not held up");
        let later = NOW.plus(MINUTE);
        assert_eq!((0..10).filter(|n| attempt(&codes, typist(None, &n.to_string()), true, later)).count(), 6);
    }

    #[test]
    fn a_new_cookie_for_each_guess_is_no_way_around() {
        let codes = Codes::default();
        let guess = |n: usize| attempt(&codes, typist(Some(&format!("d{n}")), &format!("l{n}")), false, NOW);
        assert_eq!((0..1_000).filter(|n| guess(*n)).count(), 300);
        assert!(!attempt(&codes, typist(Some("new"), "new"), true, NOW));
        assert!(attempt(&codes, typist(Some("new"), "new"), true, NOW.plus(SECOND)));
    }

    #[test]
    fn a_sheet_rests_after_ten_misses_whoever_they_are_of() {
        let codes = Codes::default();
        assert!((0..10).all(|n| attempt(&codes, typist(Some(&n.to_string()), "ABCD"), false, NOW)));
        assert!(!attempt(&codes, typist(Some("owner"), "ABCD"), true, NOW.plus(15 * MINUTE - 1)));
        assert!(attempt(&codes, typist(Some("owner"), "ABCD"), true, NOW.plus(15 * MINUTE)));
    }

    #[test]
    fn what_ends_without_a_verdict_of_ours_is_no_miss_and_what_is_given_up_is_one() {
        let codes = Codes::default();
        for _ in 0..50 {
            codes.begin(typist(Some("d"), "ABCD"), NOW).unwrap().settle(&Err::<(), _>(Error::busy()));
        }
        assert!((0..10).all(|n| codes.begin(typist(Some("d"), &n.to_string()), NOW).map(drop).is_ok()));
        assert!(codes.begin(typist(Some("d"), "x"), NOW).is_err());
    }
}
