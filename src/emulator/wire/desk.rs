//! Where calls come in: the time, the faults, and then the operation.

use std::time::Duration;

use hyper::{HeaderMap, Method, Uri};
use jiff::Timestamp;

use super::operations;
use super::pace::Pace;
use super::protocol::{self, Reply};
use super::server::Options;
use crate::emulator::world::World;

/// Starts the world anew: where moto's tests do so, that they can be run against it.
const RESET: &str = "/moto-api/reset";

/// A world, and what stands between it and its clients.
#[derive(Debug)]
pub struct Desk {
    world: World,
    /// The world as it was at first.
    first: World,
    pace: Pace,
    options: Options,
    chance: fastrand::Rng,
    requests: u64,
}

impl Desk {
    /// A desk before `world`, whose clock begins now.
    pub fn new(world: World, options: Options) -> Self {
        Self {
            pace: Pace::new(world.now, options.speed),
            chance: fastrand::Rng::with_seed(options.seed),
            first: world.clone(),
            world,
            options,
            requests: 0,
        }
    }

    /// What the clock of the world shows.
    pub fn now(&self) -> Timestamp {
        self.pace.now()
    }

    /// Lets the world go on to what the clock shows.
    pub fn keep_up(&mut self) {
        self.world.advance(self.pace.now());
    }

    /// Lets the world go on by `time`.
    pub fn skip(&mut self, time: Duration) {
        self.pace.skip(time);
        self.keep_up();
    }

    /// How much longer answers take.
    pub fn latency(&self) -> Duration {
        self.options.faults.latency
    }

    /// Answers one request.
    pub fn answer(&mut self, method: &Method, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Reply {
        if uri.path() == RESET {
            return self.reset();
        }
        let call = match protocol::read(method, uri, headers, body) {
            Ok(call) => call,
            Err(reply) => return reply,
        };
        self.requests += 1;
        let request = format!("00000000-0000-4000-a000-{:012x}", self.requests);
        let refused = self.options.faults.refuse(call.service, &call.operation, self.chance.f64());
        let answer = if let Some(refused) = refused {
            Err(refused)
        } else {
            self.keep_up();
            if let Some(region) = protocol::region(headers) {
                self.world.settle_in(region);
            }
            operations::answer(&mut self.world, &call)
        };
        let mut reply = call.reply(answer, &request);
        reply.headers.push(("x-amzn-requestid", request));
        reply
    }

    fn reset(&mut self) -> Reply {
        let options = self.options.clone();
        *self = Self::new(self.first.clone(), options);
        Reply {
            status: 200,
            headers: vec![("content-type", "application/json".to_owned())],
            body: b"{}".to_vec(),
        }
    }
}
