//! Which device types codes: the cookie `__Host-wbd` (security.md §5).

use crate::account::cookie;
use crate::context::Ctx;
use crate::throttle::Typist;
use weiterblick_domain::survey::Token;

/// Gives the device a mark by which its wrong codes are counted, so that others behind the same address are not held up.
/// Every page with a field for codes does this.
pub fn mark_device(ctx: &Ctx) {
    if marked(ctx).is_none() {
        cookie::set(cookie::CODE_DEVICE, &Token::from_random(ctx.state.random()).reveal(), None);
    }
}

/// Who types. `locator` is that of a code sheet.
pub fn typist(ctx: &Ctx, locator: Option<String>) -> Typist {
    Typist { device: marked(ctx), client: ctx.request.client, locator }
}

fn marked(ctx: &Ctx) -> Option<String> {
    ctx.request.cookie(cookie::CODE_DEVICE).filter(|device| Token::parse(device).is_ok()).map(str::to_owned)
}
