//! The signals that ask a program to end.

use std::thread;

/// Calls `ended` on a thread of its own when a signal has come.
///
/// # Errors
/// When the system refuses the handlers.
pub fn on_end(ended: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut signals = runtime.block_on(async { Signals::listen() })?;
    thread::spawn(move || {
        runtime.block_on(signals.ended());
        ended();
    });
    Ok(())
}

/// Listens for SIGTERM, SIGHUP (the terminal is gone) and SIGINT (raw mode makes ctrl-c a key, but anybody
/// may send one).
#[cfg(unix)]
pub struct Signals {
    all: [tokio::signal::unix::Signal; 3],
}

#[cfg(unix)]
impl Signals {
    /// Begins to listen.
    ///
    /// # Errors
    /// When the system refuses the handlers.
    pub fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let all = [
            signal(SignalKind::terminate())?,
            signal(SignalKind::hangup())?,
            signal(SignalKind::interrupt())?,
        ];
        Ok(Self { all })
    }

    /// Ends when a signal has come.
    pub async fn ended(&mut self) {
        let [terminate, hangup, interrupt] = &mut self.all;
        tokio::select! {
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
            _ = interrupt.recv() => {}
        }
    }
}

/// Listens for ctrl-c alone where there are no Unix signals.
#[cfg(not(unix))]
pub struct Signals;

#[cfg(not(unix))]
impl Signals {
    /// Begins to listen.
    ///
    /// # Errors
    /// Never.
    pub fn listen() -> std::io::Result<Self> {
        Ok(Self)
    }

    /// Ends when ctrl-c has come.
    pub async fn ended(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
