//! The mark of a device that types codes: wrong ones are counted by it, so that others behind the same address are not
//! held up (security.md §5).

use crate::account::cookie;
use crate::context::Ctx;
use crate::throttle::CodeKey;
use weiterblick_domain::survey::Token;

/// Gives the device its mark; every page with a code field does.
pub fn mark(ctx: &Ctx) {
    if marked(ctx).is_none() {
        cookie::set(cookie::CODE_DEVICE, &Token::from_random(ctx.state.random()).reveal(), None);
    }
}

/// Whose misses are counted: those of the marked device, else those of the network address.
pub fn of(ctx: &Ctx) -> CodeKey {
    marked(ctx).map_or(CodeKey::Client(ctx.request.client), |device| CodeKey::Device(device.to_owned()))
}

fn marked(ctx: &Ctx) -> Option<&str> {
    ctx.request.cookie(cookie::CODE_DEVICE).filter(|device| Token::parse(device).is_ok())
}
