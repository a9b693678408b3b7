//! What one client may take of the server: requests of a token, failed logins of an address, connections, time, bytes.
//!
//! The limits are far above what people do and far below what hurts the others. On this machine alone there are none
//! but those of time. Not its duty: refusing in HTTP (`http::around`), accepting connections (`serving`).

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use uuid::Uuid;

use crate::model::TokenId;

/// Largest body of most requests, in bytes: one act in JSON.
pub const ACT_BODY: usize = 1 << 20;
/// Largest body of what comes in from sources: a case with its thread.
pub const INTAKE_BODY: usize = 8 << 20;
/// Largest content of an attachment.
pub const CONTENT_BODY: usize = 32 << 20;

/// The numbers. [`Limits::own_machine`] for one user, [`Limits::network`] for many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Requests a second of one token, in the long run; none: as many as it likes.
    pub requests: Option<NonZeroU32>,
    /// So many at once before that counts.
    pub burst: NonZeroU32,
    /// Requests with wrong tokens a minute of one address; none: as many as it likes.
    pub failed_logins: Option<NonZeroU32>,
    /// Connections in all.
    pub connections: usize,
    /// Connections of one address that is not this machine's.
    pub connections_per_address: usize,
    /// A request's head arrives within this time; a connection that asks nothing is closed after it.
    pub head_time: Duration,
    /// No pause in a request's body is longer.
    pub body_pause: Duration,
}

const fn number(n: u32) -> NonZeroU32 {
    NonZeroU32::new(n).expect("not zero")
}

impl Limits {
    /// For the user of this machine alone.
    pub const fn own_machine() -> Self {
        Self { requests: None, failed_logins: None, ..Self::network() }
    }

    /// For a server in a network: an office behind one address fits.
    pub const fn network() -> Self {
        Self {
            requests: Some(number(100)),
            burst: number(1000),
            failed_logins: Some(number(30)),
            connections: 4000,
            connections_per_address: 2000,
            head_time: Duration::from_secs(30),
            body_pause: Duration::from_secs(30),
        }
    }
}

/// Addresses remembered at most before those that are quiet are forgotten.
const MANY: usize = 10_000;

/// Counts what is limited.
pub struct Counters {
    requests: Option<DefaultKeyedRateLimiter<Uuid>>,
    failed_logins: Option<DefaultKeyedRateLimiter<IpAddr>>,
    clock: DefaultClock,
}

impl Counters {
    pub fn new(limits: Limits) -> Self {
        let requests = limits.requests.map(|n| RateLimiter::keyed(Quota::per_second(n).allow_burst(limits.burst)));
        let failed_logins = limits.failed_logins.map(|n| RateLimiter::keyed(Quota::per_minute(n)));
        Self { requests, failed_logins, clock: DefaultClock::default() }
    }

    /// Counts a request of a token.
    ///
    /// # Errors
    /// Too many; how long to wait.
    pub fn request(&self, token: TokenId) -> Result<(), Duration> {
        let Some(limiter) = &self.requests else { return Ok(()) };
        limiter.check_key(&token.0).map_err(|until| until.wait_time_from(self.clock.now()))
    }

    /// Counts a request that came with no good token.
    ///
    /// # Errors
    /// Too many of this address; how long to wait.
    pub fn failed_login(&self, address: IpAddr) -> Result<(), Duration> {
        let Some(limiter) = &self.failed_logins else { return Ok(()) };
        if limiter.len() > MANY {
            limiter.retain_recent();
        }
        limiter.check_key(&network_of(address)).map_err(|until| until.wait_time_from(self.clock.now()))
    }
}

/// Whoever has one IPv6 address has the whole /64.
fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) if v6.to_ipv4_mapped().is_none() => {
            IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX)))
        }
        other => other,
    }
}

/// How many connections each address has.
#[derive(Debug, Clone, Default)]
pub struct Crowd(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One connection of an address, for as long as this lives.
#[derive(Debug)]
pub struct Seat {
    crowd: Crowd,
    address: IpAddr,
}

impl Crowd {
    /// One more connection; none when the address has enough. This machine's own are not counted, for a proxy may stand
    /// here.
    pub fn enter(&self, address: IpAddr, most: usize) -> Option<Seat> {
        let address = network_of(address);
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(address).or_default();
        if *count >= most && !address.is_loopback() {
            return None;
        }
        *count += 1;
        Some(Seat { crowd: self.clone(), address })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut counts = self.crowd.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(n: u128) -> TokenId {
        TokenId(Uuid::from_u128(n))
    }

    #[test]
    fn a_token_that_asks_too_much_waits_and_the_others_do_not() {
        let counters = Counters::new(Limits { requests: Some(number(1)), burst: number(3), ..Limits::network() });
        let answers: Vec<bool> = (0..4).map(|_| counters.request(token(1)).is_ok()).collect();
        assert_eq!(answers, [true, true, true, false]);
        assert!(counters.request(token(1)).unwrap_err() <= Duration::from_secs(1));
        assert!(counters.request(token(2)).is_ok());
    }

    #[test]
    fn this_machine_alone_has_no_rates() {
        let counters = Counters::new(Limits::own_machine());
        assert!((0..10_000).all(|_| counters.request(token(1)).is_ok()));
        assert!((0..10_000).all(|_| counters.failed_login(IpAddr::from([127, 0, 0, 1])).is_ok()));
    }

    #[test]
    fn wrong_tokens_are_counted_by_address_and_by_ipv6_network() {
        let counters = Counters::new(Limits { failed_logins: Some(number(2)), ..Limits::network() });
        let at = |text: &str| counters.failed_login(text.parse().unwrap()).is_ok();
        assert_eq!([at("192.0.2.1"), at("192.0.2.1"), at("192.0.2.1"), at("192.0.2.2")], [true, true, false, true]);
        assert_eq!(
            [at("2001:db8::1"), at("2001:db8::2"), at("2001:db8::3"), at("2001:db8:0:1::3")],
            [true, true, false, true]
        );
    }

    #[test]
    fn an_address_has_so_many_connections_and_gives_them_back() {
        let (crowd, other) = (Crowd::default(), IpAddr::from([192, 0, 2, 1]));
        let first = crowd.enter(other, 1);
        assert!(first.is_some() && crowd.enter(other, 1).is_none());
        drop(first);
        assert!(crowd.enter(other, 1).is_some());
        let own = IpAddr::from([127, 0, 0, 1]);
        let both = [crowd.enter(own, 1), crowd.enter(own, 1)];
        assert!(both.iter().all(Option::is_some), "a proxy on this machine brings everybody");
        drop(both);
        assert!(crowd.0.lock().unwrap().is_empty());
    }
}
