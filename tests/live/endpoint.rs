//! An endpoint on loopback that answers as a test wants, and remembers what it was asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::crypto::ring;
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::Value;

/// What to answer.
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
    /// Whether only half of the body is sent before the connection is closed.
    pub cut: bool,
}

impl Reply {
    /// A good answer.
    pub fn ok(body: impl Into<Value>) -> Self {
        Self::bytes(body.into().to_string())
    }

    /// A good answer that is no JSON.
    pub fn bytes(body: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, body: body.into(), cut: false }
    }

    /// An error as AWS states it.
    pub fn error(code: &str, message: &str) -> Self {
        let body = serde_json::json!({"__type": code, "message": message}).to_string();
        Self { status: 400, body: body.into(), cut: false }
    }
}

/// A request: the operation and its input.
#[derive(Debug, Clone)]
pub struct Asked {
    /// `DescribeServices`.
    pub operation: String,
    /// What was sent: JSON as it was, a form as an object of texts, anything else as nothing.
    pub input: Value,
    /// The access key that it was signed with.
    pub key: String,
}

impl Asked {
    /// An error as the service that was asked states it.
    pub fn error(&self, code: &str, message: &str) -> Reply {
        if !self.operation.starts_with("DescribeTarget") {
            return Reply::error(code, message);
        }
        let error =
            format!("<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>");
        let body = format!("<ErrorResponse>{error}<RequestId>1</RequestId></ErrorResponse>");
        Reply { status: 400, body: body.into(), cut: false }
    }
}

/// The endpoint; it lives as long as the process.
pub struct Endpoint {
    /// Its address.
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    most: Arc<AtomicUsize>,
}

impl Endpoint {
    /// Starts an endpoint that answers with `reply`.
    pub fn start(reply: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        Self::open("http", reply, Some)
    }

    /// As [`Endpoint::start`], over TLS with a certificate of its own, which is returned in PEM.
    pub fn start_tls(reply: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> (Self, String) {
        let own = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        let key = PrivateKeyDer::try_from(own.signing_key.serialize_der()).unwrap();
        let settings = ServerConfig::builder_with_provider(ring::default_provider().into())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![own.cert.der().clone()], key)
            .unwrap();
        let settings = Arc::new(settings);
        let encrypted = move |stream| {
            let connection = ServerConnection::new(Arc::clone(&settings)).ok()?;
            Some(StreamOwned::new(connection, stream))
        };
        (Self::open("https", reply, encrypted), own.cert.pem())
    }

    fn open<S: Read + Write>(
        scheme: &str,
        reply: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
        stream_of: impl Fn(TcpStream) -> Option<S> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("{scheme}://{}", listener.local_addr().unwrap());
        let (asked, most) = (Arc::<Mutex<Vec<Asked>>>::default(), Arc::<AtomicUsize>::default());
        let (reply, now) = (Arc::new(reply), Arc::<AtomicUsize>::default());
        let stream_of = Arc::new(stream_of);
        let (log, peak) = (Arc::clone(&asked), Arc::clone(&most));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (reply, log, stream_of) = (Arc::clone(&reply), Arc::clone(&log), Arc::clone(&stream_of));
                let (now, peak) = (Arc::clone(&now), Arc::clone(&peak));
                std::thread::spawn(move || {
                    let Some(mut stream) = stream_of(stream) else { return };
                    let Some(request) = read(&mut stream) else { return };
                    peak.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    log.lock().unwrap().push(request.clone());
                    // Long enough for all that is sent at the same time to meet here.
                    std::thread::sleep(Duration::from_millis(5));
                    let reply = reply(&request);
                    now.fetch_sub(1, Ordering::SeqCst);
                    write(stream, &reply);
                });
            }
        });
        Self { url, asked, most }
    }

    /// Everything that was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// How often `operation` was asked for.
    pub fn count(&self, operation: &str) -> usize {
        self.asked().iter().filter(|asked| asked.operation == operation).count()
    }

    /// The most requests that were in flight at the same time.
    pub fn most_in_flight(&self) -> usize {
        self.most.load(Ordering::SeqCst)
    }
}

fn read(stream: &mut impl Read) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let (mut length, mut operation, mut key) = (0, String::new(), String::new());
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            if line.trim_end().is_empty() {
                break;
            }
            continue;
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().ok()?,
            "x-amz-target" => value.rsplit('.').next()?.trim().clone_into(&mut operation),
            "authorization" => {
                let (_, signer) = value.split_once("Credential=")?;
                signer.split('/').next()?.clone_into(&mut key);
            }
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let input = serde_json::from_slice(&body).unwrap_or_else(|_| form(&body));
    // Load balancers name it in the form.
    if let Some(action) = input["Action"].as_str().filter(|_| operation.is_empty()) {
        action.clone_into(&mut operation);
    }
    Some(Asked { operation, input, key })
}

/// `Action=X&Name=a%3Ab` as an object.
fn form(body: &[u8]) -> Value {
    let Ok(text) = std::str::from_utf8(body) else { return Value::Null };
    let plain = |text: &str| text.replace("%3A", ":").replace("%2F", "/");
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), Value::from(plain(value)))).collect()
}

fn write(mut stream: impl Write, reply: &Reply) {
    let Reply { status, body, cut } = reply;
    let head = format!(
        "HTTP/1.1 {status} X\r\ncontent-type: application/x-amz-json-1.1\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let sent = if *cut { &body[..body.len() / 2] } else { &body[..] };
    // A client that has gone is what some tests are about.
    let _ =
        stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(sent)).and_then(|()| stream.flush());
}
