//! HTTP on loopback: one thread, one world.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Body as _, Bytes, Incoming};
use hyper::header::{DATE, HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use jiff::Timestamp;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::MissedTickBehavior;

use super::desk::Desk;
use super::fault::Faults;
use super::protocol::Reply;
use crate::emulator::world::World;

/// More than any request of the clients; ECS refuses far smaller ones. Keeps a stray upload out of memory.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// How often the world is brought up to its time, that no call has to wait for hours of it.
const BEAT: Duration = Duration::from_secs(1);

/// How a world is served.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Port on 127.0.0.1; 0 for any that is free.
    pub port: u16,
    /// How many times as fast as the clock of the machine its time goes by; at 0 it stands.
    pub speed: f64,
    /// What goes wrong.
    pub faults: Faults,
    /// Which calls faults hit.
    pub seed: u64,
}

/// A world that answers on loopback, until it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    desk: Arc<OnceLock<Mutex<Desk>>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves `world`.
    ///
    /// # Errors
    /// When the port is taken, or a thread cannot be started.
    pub fn start(world: World, options: Options) -> io::Result<Self> {
        Self::start_making(move || world, options)
    }

    /// Serves a world that the thread of the server makes: a caller that has a screen to draw does not wait for
    /// it, and who connects before it is there is answered when it is.
    ///
    /// # Errors
    /// When the port is taken, or a thread cannot be started.
    pub fn start_making(
        world: impl FnOnce() -> World + Send + 'static,
        options: Options,
    ) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let desk = Arc::new(OnceLock::new());
        let (stop, stopped) = oneshot::channel();
        let shared = Arc::clone(&desk);
        let serve = move || {
            shared.get_or_init(|| Mutex::new(Desk::new(world(), options)));
            runtime.block_on(async {
                tokio::select! {
                    () = accept(listener, shared) => {}
                    // A sender that is gone stops as well as one that says so.
                    _ = stopped => {}
                }
            });
        };
        let thread = std::thread::Builder::new().name("emulator".to_owned()).spawn(serve)?;
        Ok(Self { address, desk, stop: Some(stop), thread: Some(thread) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Serves on until the process ends.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }

    /// What the clock of the world shows.
    pub fn now(&self) -> Timestamp {
        lock(self.desk.wait()).now()
    }

    /// Lets the world go on by `time` at once.
    pub fn skip(&self, time: Duration) {
        lock(self.desk.wait()).skip(time);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

/// A desk that panicked under its lock still answers what it can.
fn lock(desk: &Mutex<Desk>) -> MutexGuard<'_, Desk> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn accept(listener: std::net::TcpListener, desk: Arc<OnceLock<Mutex<Desk>>>) {
    let Ok(listener) = TcpListener::from_std(listener) else { return };
    let mut beat = tokio::time::interval(BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => drop(tokio::spawn(serve(stream, Arc::clone(&desk)))),
                // Too many open files: wait until some are closed.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            },
            _ = beat.tick() => lock(desk.wait()).keep_up(),
        }
    }
}

async fn serve(stream: TcpStream, desk: Arc<OnceLock<Mutex<Desk>>>) {
    drop(stream.set_nodelay(true));
    let service = service_fn(|request| answer(request, Arc::clone(&desk)));
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service);
    // A client that goes away in the middle is no matter.
    drop(connection.await);
}

async fn answer(
    request: Request<Incoming>,
    desk: Arc<OnceLock<Mutex<Desk>>>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let Some(body) = whole(body).await else {
        let mut refused = Response::new(Full::default());
        *refused.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
        return Ok(refused);
    };
    let (reply, now, latency) = {
        let mut desk = lock(desk.wait());
        let reply = desk.answer(&head.method, &head.uri, &head.headers, &body);
        (reply, desk.now(), desk.latency())
    };
    if !latency.is_zero() {
        tokio::time::sleep(latency).await;
    }
    Ok(response(reply, now))
}

/// The body, unless it is too long: by what its head says, before anything of it is read, or by what comes.
async fn whole(body: Incoming) -> Option<Bytes> {
    if body.size_hint().lower() > MOST_BYTES as u64 {
        return None;
    }
    Some(Limited::new(body, MOST_BYTES).collect().await.ok()?.to_bytes())
}

fn response(reply: Reply, now: Timestamp) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(reply.body)));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::BAD_REQUEST);
    let headers = response.headers_mut();
    for (name, value) in reply.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    // The clock of the world, which is the one that its times count from.
    if let Ok(date) = HeaderValue::from_str(&now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()) {
        headers.insert(DATE, date);
    }
    response
}
